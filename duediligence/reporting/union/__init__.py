"""The union's view: where workers are at risk and what must happen there."""
