"""The auditor: choose where to look, set sources side by side, repeat a run, and keep what is needed to do so."""
