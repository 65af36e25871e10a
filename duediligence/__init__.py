"""Forced-labour due diligence for supply chains: score, plan and report against sector agreements."""

__version__ = "0.1.0"
