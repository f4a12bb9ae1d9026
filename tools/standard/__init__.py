"""Data packages over all of the standard, made at random: right, or with one fault."""
