"""Value left behind by a spreadsheet.

Why: It is an error value, a number cut short or a boolean. The value that was meant is gone.

Fix: Take the value from the source.
"""

from collections.abc import Iterator

from bru.damage import spreadsheet
from bru.damage.booleans import is_shouted
from bru.model.grammar import with_article
from bru.model.package import Field
from bru.model.problem import WARNING, shown
from bru.rules import text_rule

LEVEL = WARNING


def judge(value: str, field: Field, strict: bool) -> Iterator[tuple[str, str]]:
    """Such a value, where the field does not list it."""
    what = spreadsheet.left_of(value)
    if what and not field.listed and (strict or not is_shouted(value)):
        yield f"{shown(value)} is {with_article(what)}", "take the value from the source"


questions, findings = text_rule(judge, spreadsheet.SUSPICION)
