"""The case files of the rules: `tests/rules/BRUNNN.txt`, tables in, exact problem lines out.

    # Lines before the first section are for the reader.
    --- people.schema.json          a file that every case has
    {"fields": [{"name": "id"}, {"name": "age", "type": "integer"}]}

    === the age is a word           a case and its title
    --- people.csv                  a file of this case (it takes the place of a common one)
    id,age
    1,ten
    --- problems                    the exact lines, none for a good neighbour
    people.csv:2: BRU111 age: "ten" is not an integer

    === the age is a number
    --- people.csv
    id,age
    1,10
    --- problems

Every `NAME.csv` is a table; its schema is `NAME.schema.json`, or every column is text. The
descriptor is made from them unless there is a section `datapackage.json`; it declares all packs,
and what a pack lacks is not told. Sections
`documents/NAME` are the documents. Sections `was/NAME` are files as they were in release 1.0.0,
whose zip file then lies in `releases/`. In a section marked `(escapes)` \\r, \\ufeff, \\xNN and so on are
read as in Python, \\xNN as a byte. `{cite FILE: words}` stands for the five span values of these
words in that section, `{sha256 FILE}` and `{chars FILE}` for its hash and length. A line that begins
with `{40 times}` stands for so many, with `{n}` from 10 on. All rules run;
`profile.json` is a profile that the descriptor has to fit;
`not run:` lines are compared for the file's own rule only.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bru.check import run as checking
from bru.check.example import ESCAPED, sections
from bru.claims.documents.evidence import span
from bru.model.report import Report
from bru.releases import released
from bru.releases.published import RELEASES, Record, Release, zip_path
from bru.render.text import problem_line
from tools.memory import Memory

TODAY = date(2027, 6, 30)
ALSO = ("release",)  # packs that are asked beside those that are declared
DAY = "2027-01-31"  # of the last release
FOLDER = Path(__file__).parents[1] / "rules"
MACRO = re.compile(r"\{(cite|sha256|chars) ([^:}]+)(?:: ([^}]*))?\}")


class Case(NamedTuple):
    """One case: the files of its package, its documents, the lines it must give."""

    code: str
    title: str
    files: Mapping[str, bytes]
    documents: Mapping[str, bytes]
    problems: tuple[str, ...]


def load() -> list[Case]:
    """Every case of every file."""
    return [case for file in sorted(FOLDER.glob("*.txt")) for case in read(file)]


def read(file: Path) -> Iterator[Case]:
    """The cases of one file."""
    common, cases = sections(file.read_text(encoding="utf-8"))
    for title, own in cases:
        files = contents(common) | contents(own)
        if "problems" not in files:
            raise ValueError(f"{file.name}: the case {title!r} has no section problems")
        yield make(file.stem, title, files)


def contents(found: Mapping[str, list[str]]) -> dict[str, bytes]:
    """The bytes of sections by file."""
    return {
        name.removesuffix(ESCAPED): content(lines, name.endswith(ESCAPED))
        for name, lines in found.items()
    }


def content(lines: list[str], escapes: bool) -> bytes:
    """The bytes of a section; blank lines at its end belong to the case file."""
    text = "\n".join(each for line in lines for each in repeated(line)).rstrip("\n")
    if not escapes:
        return (text + "\n").encode() if text else b""
    parts = re.split(r"(\\x[0-9a-f]{2})", text)
    return b"".join(
        bytes([int(p[2:], 16)])
        if i % 2
        else p.encode("raw_unicode_escape").decode("unicode_escape").encode()
        for i, p in enumerate(parts)
    )


def repeated(line: str) -> list[str]:
    """A line, or the lines it stands for."""
    match = re.match(r"\{(\d+) times\}", line)
    if not match:
        return [line]
    return [line[match.end() :].replace("{n}", str(n)) for n in range(10, 10 + int(match[1]))]


def make(code: str, title: str, files: dict[str, bytes]) -> Case:
    """A case from its sections."""
    problems = tuple(files.pop("problems").decode().strip("\n").split("\n"))
    texts = dict(files)
    files = {name: expand(data, texts) for name, data in files.items()}
    documents = {
        n.removeprefix("documents/"): d for n, d in files.items() if n.startswith("documents/")
    }
    was = {n.removeprefix("was/"): files.pop(n) for n in [*files] if n.startswith("was/")}
    if "datapackage.json" not in files:
        files["datapackage.json"] = json.dumps(descriptor(files)).encode()
    if was:
        files |= last_release({**files, **was})
    return Case(code, title, files, documents, tuple(p for p in problems if p))


def last_release(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The zip file of a release of these files, and the list with it."""
    before = {name: data for name, data in files.items() if not name.startswith("releases/")}
    package, data = released.form(Memory(before), DAY)
    zipped = released.zipped(package, data, DAY)
    release = Release(package.version, DAY, hashlib.sha256(zipped).hexdigest())
    path = zip_path(package.name, package.version)
    return {path: zipped, RELEASES: released.listed(Record(), release)}


def expand(data: bytes, files: Mapping[str, bytes]) -> bytes:
    """A section with its macros worked out."""

    def value(match: re.Match[str]) -> str:
        source = files[match[2]]
        if match[1] == "sha256":
            return hashlib.sha256(source).hexdigest()
        text = source.decode()
        if match[1] == "chars":
            return str(len(text))
        start = text.index(match[3])
        return ",".join(map(str, span(text, start, start + len(match[3]))))

    if b"{" not in data:
        return data
    return MACRO.sub(value, data.decode()).encode()


def descriptor(files: Mapping[str, bytes]) -> dict[str, object]:
    """A descriptor for the tables of a case."""
    resources = []
    for path in sorted(f for f in files if f.endswith(".csv") and "/" not in f):
        name = path.removesuffix(".csv")
        schema: object = f"{name}.schema.json"
        if schema not in files:
            header = files[path].split(b"\n")[0].decode()
            schema = {"fields": [{"name": n, "type": "string"} for n in header.split(",")]}
        resources.append({"name": name, "path": path, "schema": schema})
    packs = {"packs": ["canonical", "text", "claims"]}
    return {"name": "case", "version": "1.0.0", "bru": packs, "resources": resources}


def ignored(case: Case) -> tuple[str, ...]:
    """What is not asked of a case: whether tables of its packs lack, which is so in most."""
    return () if case.code == "BRU811" else ("BRU811",)


def run(case: Case, engine: str = "python", select: Sequence[str] = ()) -> Report:
    """Check a case with all rules, or some."""
    return checking.validate(
        Memory(case.files),
        "datapackage.json",
        documents=case.documents or None,
        limit=0,
        today=TODAY,
        engine=engine,
        select=select,
        ignore=ignored(case),
        also=ALSO,
        profile=profile(case),
    )


def profile(case: Case) -> Any:
    """The profile that the descriptor of a case has to fit."""
    return json.loads(case.files["profile.json"]) if "profile.json" in case.files else None


def lines(case: Case, report: Report) -> tuple[str, ...]:
    """The problem lines of a report, and what did not run of the case's own rule."""
    not_run = [f"not run: {n.code} {n.reason}" for n in report.not_run if n.code == case.code]
    wanted = [line for line in case.problems if line.startswith("not run:")]
    # What a row stands for is left out: these files are about what is wrong in it.
    placed = sorted(report.problems, key=lambda p: (p.path, p.line, p.code))
    lines = (problem_line(p._replace(named="")) for p in placed)
    return (*lines, *(not_run if wanted else ()))
