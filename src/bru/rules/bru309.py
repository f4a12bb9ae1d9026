"""Text that a spreadsheet runs as a formula.

Why: It begins with =, +, -, @, a tab or a line end. Who opens the file runs it, or sees an error in
place of the text.

Fix: Begin with a letter or a digit. Numbers with a sign are no formulas.
"""

from collections.abc import Iterator

from bru.damage import spreadsheet
from bru.model.package import Field
from bru.model.problem import ERROR, shown
from bru.rules import text_rule

LEVEL = ERROR


def judge(value: str, field: Field, strict: bool) -> Iterator[tuple[str, str]]:
    """Texts that begin as formulas do, unless the field lists them."""
    if spreadsheet.is_formula(value) and not field.listed:
        message = f"a spreadsheet would take {shown(value, 40)} for a formula"
        yield message, "begin with a letter or a digit"


questions, findings = text_rule(judge, spreadsheet.FORMULA)
