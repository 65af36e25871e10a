"""Views as pages."""
