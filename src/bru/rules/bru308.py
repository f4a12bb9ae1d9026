"""A text was read in a wrong encoding.

Why: Its letters are others than those of the source, or are lost.

Fix: Write the letters that the source has; open the file it came from as UTF-8.
"""

from collections.abc import Iterator

from bru.check.rulebook import CELL
from bru.damage import mojibake
from bru.model.package import Field
from bru.model.problem import WARNING, shown
from bru.rules import text_rule

LEVEL, REACH = WARNING, CELL


def judge(value: str, field: Field, strict: bool) -> Iterator[tuple[str, str]]:
    """What the text was before, or where letters are lost."""
    before = mojibake.restored(value)
    if before != value:
        yield f"the text was read in a wrong encoding: it was {shown(before)}", f"write {before}"
    elif lost := mojibake.lost(value, strict):
        message = f"letters are lost, at {shown(value[max(0, lost.start() - 12) : lost.end()])}"
        yield message, "take them from the source"


questions, findings = text_rule(judge, mojibake.SUSPICION)
