"""What must not be printed raw, and readers of what is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from bru.model.report import Report
from bru.render import FORMATS

HOSTILE = (
    "::error::x", "%0A::warning::x", "a\n::set-output name=x::y", "a\r::add-mask::y", "##[add-mask]x",
    "##vso[task.setvariable variable=a]b", "a,line=3,title=b", "<script>alert(1)</script>",
    '"><img src=http://x.example/y onerror=z>', "</style></title><b>", "-->", "]]>", "&lt;&#60;",
    "\x1b[31mred", "\x9b31mred", "\x1b]8;;http://x.example\x07", "nul\0nul", "\ud800 and \udfff",
    "\u202egnp.exe", "\u2066left\u200f", "\u2028 \x85 \x0b", "\ufffe\uffff", "[a](javascript:b)", "{0} {{1}} }",
    "'; DROP TABLE figures", "שלום", "\U000e0041",
)  # fmt: skip


def in_form(form: str, report: Report) -> str:
    """A report in a format, as bru 1.0 gives it."""
    return "".join(FORMATS[form](report, "1.0"))


def commands(printed: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each line as the runner of GitHub reads it: command, properties, message."""
    assert printed.endswith("\n") or not printed
    for line in re.split(r"\r\n|\r|\n", printed)[:-1]:
        head, message = line[2:].split("::", 1)
        name, _, properties = head.partition(" ")
        assert line.startswith("::")
        assert name in ("error", "warning", "notice")
        pairs = (p.split("=", 1) for p in properties.strip().split(","))
        yield name, {k: decoded(v, "\r\n:,%") for k, v in pairs}, decoded(message, "\r\n%")


def decoded(value: str, characters: str) -> str:
    """A value as GitHub decodes it, in its order."""
    for c in characters:
        value = value.replace(f"%{ord(c):02X}", c)
    return value


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [v or "" for name, v in attrs if name in ("href", "src")]


def harmless(printed: str, form: str) -> None:
    """Nothing in it can do anything to a terminal, a build machine or the reader of its format."""
    assert not {c for c in printed if not c.isprintable()} - {"\n"}
    assert not re.search(r"##[A-Za-z]*\[", printed)
    if form != "github":
        assert not re.search(r"^\s*::", printed, re.MULTILINE)
    if form in ("json", "sarif"):
        json.loads(printed)
    if form == "markdown":
        plain = re.sub(r"(?<!\\)`[^`\n]+`", "", printed)  # what is code is shown as it is
        assert not re.search(r"<|(?<!\\)[\[\]`|]|(?<!\\)\*\*", plain)
    if form == "html":
        page = Page()
        page.feed(printed)
        assert not page.tags & {"script", "img", "b onerror", "iframe", "object", "base", "form"}
        assert not [name for name in page.attributes if name.startswith("on")]
        assert all(link.startswith("#") for link in page.links)
        assert "default-src 'none'" in printed
