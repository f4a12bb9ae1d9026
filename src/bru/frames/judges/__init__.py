"""bru, pandera and frictionless on the same tables, and where they are known to differ."""
