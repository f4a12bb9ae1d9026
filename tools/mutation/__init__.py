"""Cell mutation score: typing mistakes in cells, and who finds them."""
