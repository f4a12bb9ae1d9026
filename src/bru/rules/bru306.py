"""Needless space in a text.

Why: It stands at an end, beside another space, or before a comma or a full stop. Two values that
look the same are different.

Fix: Delete the space; in a package in canonical form bru fmt does, except before punctuation.
"""

import re
from collections.abc import Iterator

from bru.check.rulebook import VALUE
from bru.datapackage.whitespace import tidier
from bru.model.package import Field
from bru.model.problem import WARNING, shown
from bru.rules import text_rule

LEVEL, REACH = WARNING, VALUE
UNTIDY = {
    r"\A[ \t]": "space at the start",
    r"[ \t]\Z": "space at the end",
    r"[ \t]{2}": "several spaces in a row",
    r"\n[ \t]": "space at the start of a line",
    r"[ \t]\n": "space at the end of a line",
}
LEFT = {  # by bru fmt
    r"\n\Z": "line end at the end",
    r"(?<!\.) (?=,(?![0-9])|\.(?![\w.]| \.))": "space before a comma or a full stop",
}
SUSPICION = r"[ \t\n](?:[ \t\n,.]|\Z)|\A[ \t]"  # what may be one of them


def judge(value: str, field: Field, strict: bool) -> Iterator[tuple[str, str]]:
    """The first of these faults, unless the field asks for it."""
    faults = LEFT if tidier(field)(value) == value else {**UNTIDY, **LEFT}
    found = [(m.start(), what) for fault, what in faults.items() if (m := re.search(fault, value))]
    if found and not value.startswith("\t"):  # BRU309
        at, what = min(found)
        place = f", after {shown(value[:at][-12:])}" if at else ""
        yield what + place, "delete it"


questions, findings = text_rule(judge, SUSPICION)
