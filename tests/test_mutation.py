"""Typing mistakes in cells: a seeded sample of them holds the score that is published."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from bru import store
from tools.mutation import __main__ as mutation
from tools.mutation import run as mutation_run
from tools.mutation.mistakes import mistakes
from tools.shipped import Shipped

SEED = 20
SAMPLE = 2  # cells of each column
PUBLISHED = re.compile(r"\*\*([0-9.]+)% of the mistakes are found with the documents\*\*")


def page() -> str:
    """The published page."""
    return mutation.PAGE.read_text(encoding="utf-8")


def test_the_page_has_the_columns_of_the_data() -> None:
    """Every column with something in it has its score, or is one of those that are counted."""
    listed = re.findall(r"^\| (\w+)\.(\w+) \| [0-9,]+ \|", page(), re.M)
    others = re.search(r"^In (\d+) other columns all are found", page(), re.M)

    assert others
    assert {*listed} < {*mutation_run.columns()}
    assert len({*listed}) == len(listed) == len(mutation_run.columns()) - int(others[1])


@pytest.mark.needs("documents")
def test_a_sample_holds_the_published_score(documents: Path) -> None:
    """Two cells of each column: their score is that of the page, give or take what chance does."""
    published = PUBLISHED.search(page())
    assert published
    found = mutation_run.run(store.documents(str(documents)), SEED, 1, SAMPLE)

    assert mutation_run.overall([*found]).found >= float(published[1]) / 100 - 0.06


def test_a_mistake_changes_its_cell() -> None:
    """No mistake leaves a cell as it is, and every column has some that fit."""
    shipped = Shipped()
    for table, field in mutation_run.columns():
        grid = shipped[table]
        row = next(row for row, text in enumerate(grid.column(field)) if text)
        made = mistakes(shipped, grid, field, row, Random(SEED))
        assert made
        assert all(value != grid.cell(row, field) for _, value in made)
