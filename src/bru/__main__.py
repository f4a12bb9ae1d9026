"""`python -m bru` is `bru`."""

from bru.cli import run

run()
