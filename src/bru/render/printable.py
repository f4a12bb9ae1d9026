"""Text that can do nothing to a terminal, a log or a page of Markdown, in colours or without."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Paint = Callable[[str, str], str]  # a text and its role → the text in its colour
STYLES: dict[str, dict[str, Any]] = {
    "place": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "good": {"fg": "green", "bold": True},
    "field": {"fg": "cyan"},
    "fix": {"fg": "green"},
    "faint": {"dim": True},
}
ANSI = re.compile(r"\x1b\[[0-9;]*m")  # what `coloured` adds
WORD = re.compile(r"(?:^\s+)?(?:`[^`]*`|[^\s`])+|`")  # a command is one
COMMAND = r"##(?=[A-Za-z]*\[)"  # ##[error], ##vso[…]: build machines obey them anywhere in a line


def plain(value: str, role: str) -> str:
    """The text as it is: no colour."""
    return value


def coloured(value: str, role: str) -> str:
    """The text in the colour of its role, by the escape sequences of terminals."""
    from click import style

    return style(value, **STYLES[role])


def printed(lines: Iterable[str]) -> str:
    """Lines that can do nothing to a terminal or a log."""
    return "".join(on_lines(map(printable, lines)))


def on_lines(texts: Iterable[str]) -> Iterator[str]:
    """Lines of which none is a workflow command (`::error::…` at the start of a line is one)."""
    for text in texts:
        yield (re.sub(r"^(\s*):(?=:)", r"\1\\x3a", text) if "::" in text else text) + "\n"


def narrow(text: str, width: int) -> str:
    """A text whose longer lines go on below, between words and not within a command."""
    return "".join(row + "\n" for line in text.splitlines() for row in rows(line, width))


def rows(line: str, width: int) -> Iterator[str]:
    """A line as rows of a width, where that is enough for its words."""
    row, *words = WORD.findall(line) if len(ANSI.sub("", line)) > width else [line]
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    for word in words:
        if len(ANSI.sub("", f"{row} {word}")) > width:
            yield row
            row = indent + word
        else:
            row += f" {word}"
    yield row


def printable(value: str, keep: str = "") -> str:
    """A text that can do nothing to a terminal or a log.

    Characters that are not printable (control, direction, lone surrogates) are written out,
    except those in `keep`; so is what a build machine would take for a command.
    """
    if not value.isprintable():
        value = "".join(c if c.isprintable() or c in keep else repr(c)[1:-1] for c in value)
    return re.sub(COMMAND, r"#\\x23", value) if "##" in value else value


def escaped(words: str) -> str:
    """A text that Markdown takes as it is."""
    words = printable(words).strip()  # four spaces at the start would be a block of code
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|#~]|^[-+=:])", r"\\\1", words)


def code(words: str) -> str:
    """An ID as code, where that is possible: nothing in a code span can end it but its mark."""
    return f"`{printable(words)}`" if words.strip("`") and "`" not in words else escaped(words)
