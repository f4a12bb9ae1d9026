"""A text is not in Unicode normal form NFC.

Why: The same letter can be one code point or two: texts that look the same are then different, and
searches and joins miss them.

Fix: Write the text in NFC; in a package in canonical form bru fmt does.
"""

import unicodedata
from collections.abc import Iterator

from bru.model.package import Field
from bru.model.problem import ERROR, shown
from bru.rules import text_rule

LEVEL = ERROR


def judge(value: str, field: Field) -> Iterator[tuple[str, str]]:
    """The first character that is written otherwise in NFC."""
    if not unicodedata.is_normalized("NFC", value):
        new = unicodedata.normalize("NFC", value)
        at = next((i for i, (a, b) in enumerate(zip(value, new, strict=False)) if a != b), len(new))
        odd = unicodedata.normalize("NFC", value[at : at + 2])
        place = f"after {shown(value[:at][-12:])}" if at else "at the start"
        yield f"{shown(odd)} {place} is not in NFC", "write it in NFC"


questions, findings = text_rule(judge)
