"""Words of English: which are everyday, capitalised or probably mistyped."""
