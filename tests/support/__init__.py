"""What several test modules need: helpers and the readers of case files."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
