"""What people type: dates, numbers, places, yes and no, and how words are spelled."""
