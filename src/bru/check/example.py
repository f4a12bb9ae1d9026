"""The cases that prove a rule, as text: one of them is the example of `bru explain`.

Their format is told in `tests/support/cases.py`, which runs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

SECTION = re.compile(r"(===|---) (.+)")
CITE = re.compile(r"\{cite [^:}]+: ([^}]*)\}")
DIGEST = re.compile(r"\{(sha256|chars) [^}]*\}")
ESCAPED = " (escapes)"  # at the end of a file's name: it has \r, \ufeff, \xNN as Python does
MOST = 20  # lines of an example
Sections = dict[str, list[str]]


class Example(NamedTuple):
    """A case of a rule: its title, the files that matter, what a check says."""

    title: str
    files: Sections
    problems: list[str]

    @property
    def size(self) -> int:
        """The number of its lines."""
        return sum(map(len, self.files.values())) + len(self.problems)


def sections(text: str) -> tuple[Sections, list[tuple[str, Sections]]]:
    """The sections that all cases of a file have, and title and sections of each case."""
    common: Sections = {}
    cases: list[tuple[str, Sections]] = []
    into, lines = common, list[str]()
    for line in text.split("\n"):
        match = SECTION.fullmatch(line)
        if match and match[1] == "===":
            into, lines = {}, []
            cases.append((match[2], into))
        elif match:
            lines = into.setdefault(match[2], [])
        else:
            lines.append(line)
    return common, cases


def example(code: str, text: str) -> Example | None:
    """The first case of a rule that is short and finds something, else the shortest such one.

    One that is written in escape sequences only where there is no other.
    """
    every = [*candidates(code, text)]
    found = [e for e in every if not any(name.endswith(ESCAPED) for name in e.files)] or every
    return next(
        (e for e in found if e.size <= MOST), min(found, key=lambda e: e.size, default=None)
    )


def candidates(code: str, text: str) -> Iterator[Example]:
    """The cases in which the rule finds something, as a reader can read them."""
    common, cases = sections(text)
    documents = {n: lines for n, lines in common.items() if n.startswith("documents/")}
    tables = {n: lines for n, lines in common.items() if n.endswith(".csv")}
    for title, own in cases:
        said = trimmed(own.get("problems", []))
        if not any(f": {code}" in line for line in said):
            continue
        files = {n: lines for n, lines in own.items() if n != "problems"}
        shown = {**documents, **(files or tables)}
        yield Example(title, {n: trimmed(lines) for n, lines in shown.items()}, said)


def trimmed(lines: list[str]) -> list[str]:
    """Lines without empty ones at the end; what is worked out is told in words."""
    text = "\n".join(lines).rstrip("\n")
    text = DIGEST.sub("…", CITE.sub(r"<span of: \1>", text))
    return text.split("\n") if text else []
