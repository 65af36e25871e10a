"""The company's own view: everything, in order of urgency."""
