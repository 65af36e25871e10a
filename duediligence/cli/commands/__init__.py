"""One module a command. Workflows are imported inside the commands, so that `--help` loads nothing heavy."""
