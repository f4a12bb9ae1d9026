"""A text is what a spreadsheet leaves of a cell: an error value, a number cut short, a boolean.

Why: The value that was meant is gone.

Fix: Take the value from the source.
"""

from collections.abc import Iterator

from bru.damage import typed
from bru.model.package import Field
from bru.model.problem import WARNING, shown
from bru.rules import text_rule

LEVEL = WARNING


def judge(value: str, field: Field) -> Iterator[tuple[str, str]]:
    """Such a value, where the field does not list it."""
    what = typed.spreadsheet(value)
    if what and not field.listed:
        article = "an" if what[0] in "aeiou" else "a"
        yield f"{shown(value)} is {article} {what}", "take the value from the source"


questions, findings = text_rule(judge, typed.SPREADSHEET)
