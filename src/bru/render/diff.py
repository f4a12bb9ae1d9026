"""Diff of two versions → text: one function a format, in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable

from bru.releases.change import Diff
from bru.render.diff_text import as_json, as_markdown, as_text


def as_html(diff: Diff, tool_version: str) -> str:
    """One page that needs no network."""
    from bru.render.diff_html import html

    return html(diff, tool_version)


FORMATS: dict[str, Callable[[Diff, str], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
    "html": as_html,
}
