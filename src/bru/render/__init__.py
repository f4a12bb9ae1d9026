"""Report → text: one function a format, in `FORMATS`."""

from __future__ import annotations

import json
from collections.abc import Callable

from bru.report import Report


def as_json(report: Report, tool_version: str) -> str:
    """The report as JSON, one object, described by `report.schema.json`."""
    return json.dumps(report.to_dict(tool_version), ensure_ascii=False, indent=2) + "\n"


def as_text(report: Report, tool_version: str) -> str:
    """The report for a person: a line a problem and how to fix it, then a summary."""
    from bru.render.text import text

    return text(report, tool_version)


FORMATS: dict[str, Callable[[Report, str], str]] = {"text": as_text, "json": as_json}
