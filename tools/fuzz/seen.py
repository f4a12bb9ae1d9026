"""What a command printed and what it left of a table, judged."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from xml.etree import ElementTree as ET

DELIMITERS = ",;\t|"


def missing(old: bytes, new: bytes) -> int:
    """How many records of a table are not in another, but for white space and Unicode form.

    Where the bytes are no text the records are only counted. A lost record is missing whichever
    character is the delimiter; with another one, only the quotes of a cell may look like a loss.
    """
    return min(lost(old, new, delimiter) for delimiter in DELIMITERS)


def lost(old: bytes, new: bytes, delimiter: str) -> int:
    """The same for one delimiter."""
    before, after = records(old, delimiter), records(new, delimiter)
    gone = (before - after).total()
    return gone if text_of(old) is not None else max(0, before.total() - after.total())


def records(data: bytes, delimiter: str) -> Counter[tuple[str, ...]]:
    """The records of a table as Python's own reader sees them, empty lines left out."""
    text = text_of(data)
    text = data.decode("latin-1") if text is None else text
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    forms = (tuple(" ".join(unicodedata.normalize("NFC", c).split()) for c in r) for r in rows)
    return Counter(form for form in forms if any(form))


def text_of(data: bytes) -> str | None:
    """The text of a table, None when it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def spoken(args: Sequence[str], out: str, err: str) -> str:
    """What is wrong with what a command printed, or ""."""
    form = args[args.index("--format") + 1] if "--format" in args else "text"
    try:
        if out and form in ("json", "sarif"):
            json.loads(out)
        elif out and form == "junit":
            ET.fromstring(out.encode("utf-8"))
    except (ValueError, ET.ParseError) as error:
        return f"not {form}: {error}"
    for stream in (out, err):
        if found := {c for c in stream if not c.isprintable()} - {"\n"}:
            return f"printed unprintable characters: {sorted(found)!r}"
    if form != "github" and any(line.lstrip().startswith("::") for line in out.split("\n")):
        return "printed a workflow command"
    return ""
