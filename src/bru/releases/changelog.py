"""The changelog: its sections, what they say of the tool, and the part that is made of the diff."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bru.releases.causes import CAUSES, Explained
from bru.releases.change import KINDS

PATH = "CHANGELOG.md"
HEADING = re.compile(r"^## \[?([^\]\s]+)\]?(?: - (\S+))?[ \t]*\n", re.MULTILINE)
PART = re.compile(r"^### (.+?)[ \t]*\n", re.MULTILINE)
UNRELEASED = "Unreleased"
DATA = "Data"
NOTE = "<!-- Written by `bru release prepare` from the tables and releases/causes.csv. -->"
VERBS = {
    "id-added": "added",
    "row-added": "added",
    "id-removed": "removed",
    "id-retracted": "retracted",
    "id-split": "split",
    "row-removed": "removed",
    "row-redirected": "follow a retired ID",
}
NAMED = ("id-added", "id-removed", "id-retracted", "id-split")


class Section(NamedTuple):
    """One release: its version ("Unreleased" for what is to come), date, and parts by title."""

    version: str
    date: str
    parts: dict[str, str]


def parse(text: str) -> tuple[str, list[Section]]:
    """What stands before the first section, and the sections."""
    head, *rest = HEADING.split(text)
    groups = zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    return head, [Section(v, date or "", parts(body)) for v, date, body in groups]


def parts(body: str) -> dict[str, str]:
    """The parts of a section by title; "" is what stands before the first."""
    first, *rest = PART.split(body)
    found = {"": first.strip("\n")} if first.strip() else {}
    for title, text in zip(rest[::2], rest[1::2], strict=True):
        found[title] = "\n".join(filter(None, (found.get(title, ""), text.strip("\n"))))
    return found


def written(head: str, sections: Sequence[Section]) -> str:
    """The changelog as text."""
    blocks = [head.rstrip("\n")]
    for version, date, own in sections:
        blocks.append(f"## [{version}]" + (f" - {date}" if date else ""))
        for title, text in own.items():
            blocks.append(f"### {title}\n\n{text}" if title else text)
    return "\n\n".join(blocks) + "\n"


def tool_kinds(section: Section | None) -> set[str]:
    """The kinds of change to the tool that a section lists."""
    if section is None:
        return set()
    listed = {f"tool-{t.lower()}" for t, text in section.parts.items() if "- " in text}
    return listed & KINDS.keys()


def find(sections: Sequence[Section], version: str) -> Section | None:
    """The section of a version."""
    return next((s for s in sections if s.version == version), None)


def released(text: str, version: str, date: str, data: str) -> str:
    """The changelog with what is unreleased as the section of a version, its data part last."""
    head, sections = parse(text)
    own: dict[str, str] = {}
    for section in (find(sections, UNRELEASED), find(sections, version)):
        for title, words in section.parts.items() if section else ():
            if title != DATA or not data:
                own[title] = "\n".join(filter(None, (own.get(title, ""), words)))
    last = {DATA: data} if data else {}
    rest = [s for s in sections if s.version not in (UNRELEASED, version)]
    made = [Section(UNRELEASED, "", {}), Section(version, date, {**own, **last}), *rest]
    return written(head, made)


def data_part(explained: Sequence[Explained]) -> str:
    """What changed in the data and why, by cause; "" for nothing."""
    lines = [NOTE]
    for cause, title in CAUSES.items():
        own = [e for e in explained if e.cause == cause]
        if own:
            lines += ["", f"**{title}**", "", *_lines(own)]
    return "\n".join(lines) if len(lines) > 1 else ""


def _lines(explained: Sequence[Explained]) -> Iterator[str]:
    """A line a cell or property; rows that came or went together are one line."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for change, _, note in explained:
        if change.kind == "retirement-added":  # the ID it is about has a line of its own
            continue
        where = f"`{change.table}` " if change.table else ""
        if change.kind in VERBS:
            groups.setdefault((change.table, change.kind, note), []).append(change.key)
        elif change.key and not change.field:  # an ID, or the key of a row, that is another now
            yield f"- {where}`{change.key}` → `{change.new}`" + _note(note)
        elif change.key:
            cells = f"`{change.key}`, {change.field}: {_value(change.old)} → {_value(change.new)}"
            yield f"- {where}{cells}{_note(note)}"
        else:
            field = f", `{change.field}`" if change.field else ""
            values = f": {_value(change.old)} → {_value(change.new)}"
            values = values if change.old or change.new else ""
            yield f"- {where or 'package '}{KINDS[change.kind].what}{field}{values}{_note(note)}"
    for (table, kind, note), keys in groups.items():
        names = ": " + ", ".join(f"`{k}`" for k in keys) if kind in NAMED else ""
        yield f"- `{table}` {len(keys):,} {VERBS[kind]}{names}{_note(note)}"


def _note(note: str) -> str:
    return f" ({' '.join(note.split())})" if note else ""


def _value(text: str) -> str:
    """A value as code, on one line, so that Markdown leaves it as it is."""
    text = " ".join(text.split())
    mark = "``" if "`" in text else "`"
    space = " " if "`" in text else ""
    return f"{mark}{space}{text}{space}{mark}" if text else "(empty)"
