"""Rules about what was released: asked by `bru release check`."""
