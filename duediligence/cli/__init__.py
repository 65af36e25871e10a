"""The command line: parses, calls one workflow, prints, and turns the outcome into an exit code."""
