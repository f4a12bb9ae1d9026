"""Everyday words of English: known to a reader even if they stand in one cell only."""

from bru.claims.prose.language import DATA

WORDS = frozenset((DATA / "everyday.en.txt").read_text("utf-8").split())
