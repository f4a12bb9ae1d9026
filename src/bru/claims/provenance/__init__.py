"""Where a row comes from: the sections of `bru why`."""
