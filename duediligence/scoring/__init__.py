"""The method (inherent risk, evidence, bounds, tiers) as joins and group-bys; `assess.py` tells the order."""
