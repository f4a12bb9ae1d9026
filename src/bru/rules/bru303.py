"""Text not in Unicode normal form NFC.

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
# Characters that are written otherwise in NFC or that may join the one before, and two marks that
# may stand in another order: by blocks, so that there are more than need be.
JOINING = (
    r"\u0300-\u0345\u0374\u037e\u0387\u0653-\u0655\u093c\u0958-\u095f\u09be-\u09df\u0a33-\u0a5e"
    r"\u0b3e-\u0b5d\u0bbe-\u0bd7\u0c56\u0cc2-\u0cd6\u0d3e-\u0d57\u0dca-\u0ddf\u0f43-\u0fb9\u102e"
    r"\u1161-\u1175\u11a8-\u11c2\u1b35\u1f71-\u1ffd\u2000\u2001\u2126-\u212b\u2329\u232a\u2adc"
    r"\u3099\u309a\uf900-\ufad9\ufb1d-\ufb4e\U000110ba-\U00011930\U0001d15e-\U0001d1c0"
    r"\U0002f800-\U0002fa1d"
)
MARKS = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711"
    r"\u0730-\u074a\u07eb-\u07fd\u0816-\u109f\u135d-\u135f\u1714-\u1dff\u20d0-\u20ff\u2cef-\u2cf1"
    r"\u2d7f-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua6f1\ua806-\uabed\ufb1e\ufe20-\ufe2f"
    r"\U000101fd-\U0001efff"
)


def judge(value: str, field: Field, strict: bool) -> Iterator[tuple[str, str]]:
    """The first character that is written otherwise in NFC."""
    if not unicodedata.is_normalized("NFC", value):
        new = unicodedata.normalize("NFC", value)
        at = next((i for i, (a, b) in enumerate(zip(value, new, strict=False)) if a != b), len(new))
        odd = unicodedata.normalize("NFC", value[at : at + 2])
        place = f"after {shown(value[:at][-12:])}" if at else "at the start"
        yield f"{shown(odd)} {place} is not in NFC", "write it in NFC"


questions, findings = text_rule(judge, f"[{JOINING}]|[{MARKS}]{{2}}")
