"""Needless space in a text.

Why: It stands at an end of a line, doubled between words, or before a comma or a full stop. Two
values that look the same are different.

Fix: Delete the space; bru validate --fix does, except before punctuation. Texts of several lines
and code may have spaces that mean something: they are left as they are.
"""

import re
from collections.abc import Iterator

from bru.check.rulebook import VALUE
from bru.damage.invisible import EMPTIED, is_blank
from bru.datapackage.whitespace import BLANKS, CODE, DOUBLED, is_line, tidier
from bru.model.package import Field
from bru.model.problem import WARNING, shown
from bru.rules import text_rule

LEVEL, REACH = WARNING, VALUE
UNTIDY = {
    r"\A[ \t]": "space at the start",
    r"[ \t]\Z": "space at the end",
    r"\A[\r\n]": "line end at the start",
    r"[\r\n]\Z": "line end at the end",
}
INSIDE = {DOUBLED.pattern: "several spaces in a row"}
LEFT = {  # by --fix
    r"(?<=[^\W\d_][\w’'”»)]) (?=,(?![0-9])|\.(?![\w.]| \.))": "space before a comma or a full stop",
}
SUSPICION = r"[ \t\r\n](?:[ \t\r\n,.]|\Z)|\A[ \t\r\n]"  # what may be one of them


def judge(value: str, field: Field, strict: bool) -> Iterator[tuple[str, str]]:
    """The first of these faults, unless the field or the text asks for it."""
    line = value.strip(BLANKS)
    if not is_line(line) or (strict and value.startswith("\t")):  # BRU309
        return
    if not line and is_blank(value, field):
        yield "the cell has nothing but blanks", EMPTIED[field.required]
        return
    faults = {} if tidier(field)(value) == value else UNTIDY
    faults = faults if CODE.search(line) else {**faults, **(INSIDE if faults else {}), **LEFT}
    found = [(m.start(), what) for fault, what in faults.items() if (m := re.search(fault, value))]
    if found:
        at, what = min(found)
        place = f", after {shown(value[:at][-12:])}" if at else ""
        yield what + place, "delete it"


questions, findings = text_rule(judge, SUSPICION)
