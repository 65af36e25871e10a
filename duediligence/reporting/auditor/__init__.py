"""The auditor's report and the field pack."""
