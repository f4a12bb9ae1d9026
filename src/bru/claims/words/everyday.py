"""Everyday words of English: known to a reader even if they stand in one cell only."""

from bru.claims.prose.language import DATA
from bru.store import own

WORDS = frozenset(own.read(f"{DATA}/everyday.en.txt").split())
