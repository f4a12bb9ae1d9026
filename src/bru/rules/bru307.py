"""Value left behind by a spreadsheet.

Why: It is an error value, a number cut short, a boolean, or a date among names and ranges (`1-Sep`
was SEPT1). The value that was meant is gone.

Fix: Take the value from the source.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.damage import spreadsheet
from bru.damage.booleans import is_shouted
from bru.model.grammar import with_article
from bru.model.package import Field, Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import Columns, Hit, Question, Suspected
from bru.rules import text_rule

LEVEL = WARNING


def judge(value: str, field: Field, strict: bool) -> Iterator[tuple[str, str]]:
    """Such a value, where the field does not list it."""
    is_date = re.fullmatch(spreadsheet.MADE, value)
    what = "date of a spreadsheet" if is_date else spreadsheet.left_of(value)
    if what and not field.listed and (strict or not is_shouted(value)):
        yield f"{shown(value)} is {with_article(what)}", "take the value from the source"


of_texts, of_values = text_rule(judge, spreadsheet.SUSPICION)


def questions(package: Package) -> Iterator[Question]:
    """Every field of texts; of dates where it has no pattern, which tells them."""
    made = rf"{spreadsheet.SUSPICION}|\A(?:{spreadsheet.MADE})\Z"
    asked: Iterator[Any] = iter(of_texts(package))
    for q in asked:
        field = package.resource(q.resource).schema.field(q.field)
        yield q if "pattern" in field.constraints else Suspected(q.resource, field.name, made)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """Such values, but dates only among codes, and numbers only where none is a plain one."""
    numbers = {h.value for h in hits if re.fullmatch(spreadsheet.SCIENTIFIC, h.value[0])}
    is_cut = all(re.fullmatch(spreadsheet.LONG, value) for (value,) in numbers)
    left = set() if is_cut else numbers
    made = [hit for hit in hits if re.fullmatch(spreadsheet.MADE, hit.value[0])]
    if made and not is_among_codes(q, made, ask):
        left |= {hit.value for hit in made}
    yield from of_values(package, q, [hit for hit in hits if hit.value not in left], ask)


def is_among_codes(q: Any, made: Sequence[Hit], ask: Any) -> bool:
    """Whether most other values of a column with such dates are symbols and ranges."""
    column, codes = (q.resource, (q.field,)), spreadsheet.CODE
    alike = sum(len(hit.rows) for hit in made if re.fullmatch(codes, hit.value[0]))
    others = len(ask(Columns(*column, unless=f"{codes}|{spreadsheet.MADE}|{spreadsheet.NEUTRAL}")))
    found = len(ask(Columns(*column, only=codes))) - alike
    return found > others and found >= sum(len(hit.rows) for hit in made)
