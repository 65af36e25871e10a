"""Paired timings, run by hand: `make bench`. Nothing here asserts a time."""
