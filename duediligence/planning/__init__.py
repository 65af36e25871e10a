"""From an assessment to agreements and a plan: pure functions on frozen values, round after round."""
