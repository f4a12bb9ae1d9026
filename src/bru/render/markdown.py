"""Texts of the data in Markdown: nothing in them is markup."""

from __future__ import annotations

import re

from bru.render.printable import printable


def escaped(words: str) -> str:
    """A text that Markdown takes as it is."""
    words = printable(words).strip()  # four spaces at the start would be a block of code
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|#~]|^[-+=:])", r"\\\1", words)


def code(words: str) -> str:
    """An ID as code, where that is possible: nothing in a code span can end it but its mark."""
    return f"`{printable(words)}`" if words.strip("`") and "`" not in words else escaped(words)
