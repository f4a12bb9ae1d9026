"""Rules asked of one package: which, of what, and what is listed."""
