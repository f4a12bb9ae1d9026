"""Many problems: told whole and in order, in little memory."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("resource")  # Unix

import bru
from bru.model import many
from bru.model.many import Many, Numbered, Part, Sorted
from bru.render import FORMATS
from support.commands import copied
from support.printed import in_form

ROWS = 10_000  # 40,000 problems
MEMORY = 400  # bytes a problem, a quarter of them for what is at work however many there are
PEAK = """
import resource, sys
import bru
from bru.render import FORMATS

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

report = bru.validate(sys.argv[1], limit=1)
for render in FORMATS.values():
    "".join(render(report, "1.0"))
without = peak()
report = bru.validate(sys.argv[1], limit=0)
for render in FORMATS.values():
    for piece in render(report, "1.0"):
        pass
print(len(report.problems), without, peak())
"""


@pytest.fixture
def packed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists that are packed when they have a few values."""
    monkeypatch.setattr(many, "ROOM", 7)
    monkeypatch.setattr(many, "BLOCK", 3)


@pytest.mark.usefixtures("packed")
@pytest.mark.parametrize("size", [0, 1, 6, 7, 8, 20, 100])
def test_a_long_list_is_as_a_short_one(size: int) -> None:
    values = [str(n) for n in range(size)]
    found = Many(values)

    assert ([*found], len(found)) == (values, size)
    assert [found[at] for at in range(-size, size)] == 2 * values
    assert [*found[2:9]] == values[2:9] == [*Part(values, range(size)[2:9])]
    assert [*Part(found, range(size), ("a",))] == ["a", *values]
    assert isinstance(found.whole(), tuple) == (size < many.ROOM)
    with pytest.raises(IndexError):
        found[size]
    by_number = Numbered(range(5, 5 + size), found)
    assert dict(by_number) == dict(enumerate(values, 5))
    assert by_number.get(4) is by_number.get(5 + size) is None


@pytest.mark.usefixtures("packed")
def test_values_are_sorted_and_stay_in_turn() -> None:
    pairs = [(random.Random(n).randrange(9), n) for n in range(100)]
    found = Sorted[int]()
    for key, value in pairs:
        found.add(key, value)

    assert [*found] == sorted(pairs, key=lambda pair: pair[0]) == [*found]


def damaged(folder: Path) -> Path:
    """The shipped package with faults in most rows, of many rules and in several tables."""
    package = copied(folder / "p")
    for name, old, new in (
        ("claims", ",false,", ",nein,"),
        ("claim_actors", ",russia,", ",rusia,"),
        ("figures", ",USD,", ", USD,"),
        ("sources", "20", "2O"),
    ):
        file = package / "data" / f"{name}.csv"
        file.write_text(file.read_text("utf-8").replace(old, new) + "x\n", "utf-8")
    return package


def test_reports_are_the_same(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Whether problems are packed, or held as they are; in every format."""
    package = damaged(tmp_path)
    held = bru.validate(package, limit=0, excerpts=True)
    shown = {form: in_form(form, held) for form in FORMATS}

    request.getfixturevalue("packed")
    found = bru.validate(package, limit=0, excerpts=True)._replace(seconds=held.seconds)

    assert isinstance(held.problems, tuple) and isinstance(found.problems, Many)
    assert (len(held.problems), held.follows) == (len(found.problems), found.follows)
    assert {form: in_form(form, found) for form in FORMATS} == shown


def test_memory_of_a_problem(tmp_path: Path) -> None:
    """Four problems in each row, found and told in every format, beside the table itself."""
    fields = [{"name": "id"}, {"name": "n", "type": "integer"}, {"name": "day", "type": "date"}]
    fields += [{"name": "kind", "constraints": {"enum": ["a"]}}, {"name": "of"}]
    key = {"fields": ["of"], "reference": {"resource": "", "fields": ["id"]}}
    schema = {"fields": fields, "primaryKey": ["id"], "foreignKeys": [key]}
    resource = {"name": "t", "path": "t.csv", "schema": schema}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}))
    rows = (f"r{n:06},x{n % 99},2031-13-{n % 99},k{n % 99},q{n}\n" for n in range(ROWS))
    (tmp_path / "t.csv").write_text("id,n,day,kind,of\n" + "".join(rows))

    done = subprocess.run(
        [sys.executable, "-c", PEAK, tmp_path], capture_output=True, text=True, check=True
    )

    problems, without, peak = map(int, done.stdout.split())
    assert problems == 4 * ROWS
    assert (peak - without) * 1024 / problems < MEMORY
