"""The three judges agree: bru, pandera with its derived schemas, and frictionless.

What they differ in is listed in `bru.frames.judges.compare.KNOWN` and nowhere else.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bru import store
from bru.check.rulebook import load_rules
from bru.datapackage import descriptor
from bru.frames.judges.compare import KNOWN, known
from bru.frames.judges.fault import KINDS
from bru.frames.judges.known import Difference, Known
from support import cases
from support import judged as judges

EXAMPLES = [*cases.read(Path(__file__).parent / "judges.txt")]
DESCRIBED = re.compile(r"[^ ]+ BRU80[12347]")  # then nobody can tell what is to be judged
CASES = [
    case
    for case in cases.load()
    if case.code in KINDS and not any(map(DESCRIBED.match, case.problems))
]


def judge(folder: Path) -> list[Difference]:
    """The differences on a package, all of them known."""
    found = judges.differences(folder)

    left = [(d.judge, d.does, *d.fault, d.why) for d in found if not known(d)]
    assert left == []
    return found


# frictionless leaves a file open whose encoding it does not know
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.code}: {c.title}")
def test_case(case: cases.Case, tmp_path: Path) -> None:
    """On every case of a rule about the schema whose tables can be read."""
    judge(judges.write(case.files, tmp_path))


@pytest.mark.parametrize("code", [rule.code for rule in load_rules(list(KINDS))])
def test_rule_is_heard(code: str, tmp_path: Path) -> None:
    """The fault of every rule is found by bru in a case that is judged here."""
    own = [case for case in CASES if case.code == code]
    kinds = set()
    for number, case in enumerate(own):
        found = judges.by_bru(judges.write(case.files, tmp_path / str(number)))
        kinds |= {fault.kind for fault in found}

    assert KINDS[code] in kinds


@pytest.mark.parametrize("name", ["pandera", "frictionless"])
@pytest.mark.parametrize("entry", KNOWN, ids=lambda k: f"{k.what}: {k.when}")
def test_known_difference_is_there(entry: Known, name: str, tmp_path: Path) -> None:
    """An entry that no longer differs has to go; each has its cases in judges.txt."""
    if name not in entry.what.split():
        return
    shown = [case for case in EXAMPLES if case.title == entry.when]
    folders = [judges.write(c.files, tmp_path / str(n)) for n, c in enumerate(shown)]
    found = [d for folder in folders for d in judge(folder) if d.judge == name]

    assert entry in [k for difference in found for k in known(difference)]


def test_every_example_is_of_an_entry() -> None:
    assert {case.title for case in EXAMPLES} == {entry.when for entry in KNOWN}


def test_shipped_data(tmp_path: Path) -> None:
    """None of them finds anything in the data that comes with bru."""
    shipped = store.installed()
    package = descriptor.read(shipped, store.DESCRIPTOR)
    schemas = [r.spec["schema"] for r in package.resources]
    paths = [store.DESCRIPTOR, *schemas, *(r.path for r in package.resources)]
    folder = judges.write({path: shipped.read(path) for path in paths}, tmp_path)

    assert judges.by_bru(folder) == set()
    assert judge(folder) == []


# For each type: its constraints, and cells of which some fit, some do not and some are missing.
BOUNDS = {
    "minimum": st.sampled_from([0, 1]),
    "maximum": st.sampled_from([1, 10]),
    "exclusiveMinimum": st.sampled_from([-1, 0]),
    "exclusiveMaximum": st.sampled_from([2, 10]),
}
TEXTS = {
    "pattern": st.sampled_from(["[a-z]+", "[a-z]+(-[a-z]+)*", "[0-9]{2}|x", ".{2}", "(a|b)*"]),
    "minLength": st.sampled_from([1, 2]),
    "maxLength": st.sampled_from([1, 3]),
    "enum": st.sampled_from([["a"], ["x", "ab", "a-b"]]),
}
TYPES: dict[str, tuple[dict[str, Any], str]] = {
    "string": (TEXTS, "a b ab a-b 12 x xy ٣ é a|b"),
    "integer": (BOUNDS | {"enum": st.just([0, 1, 10])}, "0 1 01 +1 2 10 -1 x 1.0 1,0"),
    "number": (BOUNDS | {"enum": st.just([0.5, 1])}, "0.5 1 1.0 1.00 -2 10 .5 1e1 x 1,5 NaN"),
    "boolean": ({"enum": st.just([True])}, "true false TRUE 1 yes x"),
    "date": (
        {"minimum": st.just("2023-01-01"), "maximum": st.just("2023-05-12")},
        "2023-05-12 2023-02-29 2022-12-31 2023-06-01 2023-13-01 20230512 x",
    ),
    "yearmonth": ({"minimum": st.just("2023-01")}, "2023-05 2022-12 2023-13 2023 x"),
}


@st.composite
def packages(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    """A schema and a table; a last column keeps rows from being blank."""
    fields: list[dict[str, Any]] = []
    pools = []
    for name in "abc"[: draw(st.integers(1, 3))]:
        kind = draw(st.sampled_from(sorted(TYPES)))
        allowed, cells = TYPES[kind]
        flags = {"required": st.booleans(), "unique": st.booleans()}
        constraints = draw(st.fixed_dictionaries({}, optional=allowed | flags))
        fields.append({"name": name, "type": kind, "constraints": constraints})
        pools.append(st.sampled_from(["", "", "-", *cells.split()]))
    names = [field["name"] for field in fields]
    schema: dict[str, Any] = {"fields": [*fields, {"name": "row", "type": "string"}]}
    schema["missingValues"] = draw(st.sampled_from([[""], ["", "-"], ["-"]]))
    if draw(st.booleans()):
        schema["primaryKey"] = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    rows = draw(st.lists(st.tuples(*pools), max_size=6))
    stream = io.StringIO(newline="")
    table = [[*names, "row"], *([*cells, str(n)] for n, cells in enumerate(rows))]
    csv.writer(stream, lineterminator="\n").writerows(table)
    return schema, stream.getvalue()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(packages())
def test_random_tables(package: tuple[dict[str, Any], str]) -> None:
    """On random tables by random schemas: same verdict, row, field and kind."""
    schema, text = package
    with TemporaryDirectory() as folder:
        judge(judges.write(judges.packed({"t": schema}, {"t": text}), Path(folder)))
