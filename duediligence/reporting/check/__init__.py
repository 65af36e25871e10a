"""What was understood of a form, to be mailed back."""
