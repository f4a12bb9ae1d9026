"""Right rows about texts that no rule was fitted to raise no error, and hardly a warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from bru.check import run
from support import right
from tools import bench
from tools.faults import kinds as fault_kinds
from tools.faults import run as fault_run
from tools.memory import Memory

ROWS = right.package()
MUTANTS = 12  # of a kind
# What is doubtful even to who wrote the rows: a state that lies ahead, a speaker far away, the
# ministries of one name of two countries, contracts whose project is told on the first page only, a
# forecast in the present tense.
KNOWN = {"BRU406": 1, "BRU413": 1, "BRU422": 1, "BRU427": 1, "BRU623": 1}
FOUND = ("number-not-in-passage", "power-of-neighbour", "number-of-statement-wrong",
         "actor-of-another-document", "hedge-of-passage-lost", "year-not-in-document",
         "month-not-in-document", "speaker-named-elsewhere", "tied-to-another-project")  # fmt: skip


def test_right_rows_raise_no_error_and_one_warning_in_a_hundred_rows() -> None:
    report = run.validate(Memory(ROWS.files), "datapackage.json", documents=ROWS.documents, limit=0)

    assert ROWS.size > 11_400 and len(ROWS.documents) == 80
    assert report.errors == 0
    assert report.warnings <= ROWS.size / 100
    assert report.by_code == KNOWN


@pytest.mark.parametrize("name", right.NAMES)
def test_each_text_by_itself_raises_no_error(name: str) -> None:
    own = right.package([name])
    report = run.validate(Memory(own.files), "datapackage.json", documents=own.documents, limit=0)

    assert report.errors == 0
    assert report.warnings <= max(2, own.size / 100)


@pytest.mark.parametrize("name", FOUND)
def test_mistakes_put_into_right_rows_are_found(name: str, tmp_path: Path) -> None:
    """As often as in our own package, that is always; each kind in another third of the texts."""
    documents = right.write(tmp_path, right.NAMES[FOUND.index(name) % 3 :: 3]).documents
    with bench.Remembering():
        judge = fault_run.Judge(documents, 7, MUTANTS, package=str(tmp_path))
        result = judge.judge(fault_kinds.load()[name])

    assert result.mutants
    assert result.missed == ()
