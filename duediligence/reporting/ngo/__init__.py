"""The NGO's view: places and patterns, and what is joint."""
