"""A statement is not one sentence.

Why: One claim says one thing: two sentences are two claims, and half a sentence is none.

Fix: Write one sentence that begins with a capital letter or a digit and ends with a full stop.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.prose.language import ENGLISH, language
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import Columns, Question, Row

LEVEL = WARNING
CLOSING = "”’\"')\\]»"
PLAIN = '[A-Z][^.!?…“"«]*[.]'  # a sentence without anything that may look like the end of one
QUOTED = '“[^”]*”|"[^"]*"|«[^»]*»'
INNER = rf"([.!?…])[{CLOSING}]*(?=\s+[“‘\"'(«]*(\w))"
INITIAL = r"\w|(?:\w\.)+\w|[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]|Y[aeou]"  # Kh., Ts., Yu.
SHORT = frozenset(language(ENGLISH).words["sentence"]["short"].split("|"))


def questions(package: Package) -> Iterator[Question]:
    """The statements that are not plainly one sentence."""
    if package.has(claims="statement"):
        yield Columns("claims", ("statement",), unless=PLAIN)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Statements with an end in between, a bad end, or a bad start."""
    for row, (statement,) in rows:
        if why := wrong(statement.strip()):
            hint = "write one sentence; two things are two claims"
            yield Finding("claims", f"the statement is not one sentence: {why}", hint, [row],
                          "statement", statement)  # fmt: skip


def wrong(text: str) -> str:
    """Why a text is not one sentence, or ""."""
    unquoted = re.sub(QUOTED, "“”", text)
    for end in re.finditer(INNER, unquoted):
        word = (unquoted[: end.start()].split() or [""])[-1].lstrip("(“‘\"'")
        is_short = re.fullmatch(INITIAL, word) or word.lower() in SHORT
        if end[2].isupper() and not (end[1] == "." and is_short):
            return f"one ends at {shown(unquoted[max(0, end.end() - 20) : end.end()])}"
    if text and not re.search(rf"\.[{CLOSING}]*\Z", text):
        return "it does not end with a full stop"
    first = (
        text.split()[0].split("-")[0] if text else "A"
    )  # robot.writer.dog and eBay begin with small letters
    if not re.search(r"\d|\w\.\w", first) and first == first.lower() and first.upper() != first:
        return "it does not begin with a capital letter or a digit"
    return ""
