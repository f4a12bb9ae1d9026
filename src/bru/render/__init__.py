"""Report → text, in pieces: one function a format, in `FORMATS`.

A value of the data can do nothing to whoever reads a report: every format writes out characters
that are not printable and whatever its reader, or the log of a build machine, takes for markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from bru.model.report import Report
from bru.render.printable import COMMAND

Render = Callable[[Report, str], Iterator[str]]


def as_json(report: Report, tool_version: str) -> Iterator[str]:
    """The report as JSON, one object, described by `report.schema.json`."""
    brief = report._replace(problems=()).to_dict(tool_version)
    before, mark, after = to_json(brief).partition('"problems": [')
    yield before + mark
    for at, p in enumerate(report.problems):
        value = to_json(report.told(at, p)).rstrip("\n").replace("\n", "\n    ")
        yield f"{',' if at else ''}\n    {value}"
    yield ("\n  " if report.problems else "") + after


def by(name: str) -> Render:
    """A format that the function of its name makes, in the module of its name: both found late."""

    def made(report: Report, tool_version: str) -> Iterator[str]:
        found: Iterator[str] = getattr(import_module(f"bru.render.{name}"), name)(
            report, tool_version
        )
        return found

    return made


def to_json(value: Any) -> str:
    """JSON in readable lines, every character that is not printable as an escape sequence.

    A lone surrogate, which many JSON readers refuse, becomes the text of its escape sequence.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    if not text.replace("\n", "").isprintable():
        text = "".join(c if c.isprintable() or c == "\n" else _escaped(c) for c in text)
    return re.sub(COMMAND, r"#\\u0023", text) + "\n"


def _escaped(character: str) -> str:
    lone = "\ud800" <= character <= "\udfff"
    return ("\\" if lone else "") + json.dumps(character)[1:-1]


FORMATS = {
    "text": by("text"),
    "json": as_json,
    **{name: by(name) for name in ("github", "sarif", "junit", "html")},
}
