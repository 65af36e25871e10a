"""Texts of the tool itself, side by side in Dutch and English; domain texts live in the content."""
