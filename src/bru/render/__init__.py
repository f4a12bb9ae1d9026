"""Report → text, in pieces: one function a format, in `FORMATS`.

A value of the data can do nothing to whoever reads a report: every format writes out characters
that are not printable and whatever its reader, or the log of a build machine, takes for markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from bru.model.report import Report


def as_text(report: Report, tool_version: str) -> Iterator[str]:
    """The report for a person: a line a problem and how to fix it, then a summary."""
    from bru.render.text import text

    return text(report, tool_version)


def as_json(report: Report, tool_version: str) -> Iterator[str]:
    """The report as JSON, one object, described by `report.schema.json`."""
    brief = report._replace(problems=()).to_dict(tool_version)
    before, mark, after = to_json(brief).partition('"problems": [')
    yield before + mark
    for at, p in enumerate(report.problems):
        value = to_json(report.told(at, p)).rstrip("\n").replace("\n", "\n    ")
        yield f"{',' if at else ''}\n    {value}"
    yield ("\n  " if report.problems else "") + after


def as_github(report: Report, tool_version: str) -> Iterator[str]:
    """Workflow commands: GitHub shows each problem at its line of the file."""
    from bru.render.github import github

    return github(report, tool_version)


def as_sarif(report: Report, tool_version: str) -> Iterator[str]:
    """SARIF 2.1.0, for code scanning and editors."""
    from bru.render.sarif import sarif

    yield to_json(sarif(report, tool_version))


def as_junit(report: Report, tool_version: str) -> Iterator[str]:
    """JUnit XML, for the test pages of build machines."""
    from bru.render.junit import junit

    return junit(report, tool_version)


def as_html(report: Report, tool_version: str) -> Iterator[str]:
    """One page that needs no network."""
    from bru.render.html import html

    return html(report, tool_version)


def to_json(value: Any) -> str:
    """JSON in readable lines, every character that is not printable as an escape sequence.

    A lone surrogate, which many JSON readers refuse, becomes the text of its escape sequence.
    """
    from bru.render.printable import COMMAND

    text = json.dumps(value, ensure_ascii=False, indent=2)
    if not text.replace("\n", "").isprintable():
        text = "".join(c if c.isprintable() or c == "\n" else _escaped(c) for c in text)
    return re.sub(COMMAND, r"#\\u0023", text) + "\n"


def _escaped(character: str) -> str:
    lone = "\ud800" <= character <= "\udfff"
    return ("\\" if lone else "") + json.dumps(character)[1:-1]


FORMATS: dict[str, Callable[[Report, str], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "junit": as_junit,
    "html": as_html,
}
