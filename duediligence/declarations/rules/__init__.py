"""What content may not do: one function a rule, named by what it forbids."""
