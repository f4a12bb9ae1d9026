"""A text was read in a wrong encoding.

Why: Its letters are others than those of the source, or are lost.

Fix: Write the letters that the source has; open the file it came from as UTF-8.
"""

import re
from collections.abc import Iterator

from bru.damage import encoding
from bru.model.package import Field
from bru.model.problem import WARNING, shown
from bru.rules import text_rule

LEVEL = WARNING


def judge(value: str, field: Field) -> Iterator[tuple[str, str]]:
    """What the text was before, or where letters are lost."""
    before = encoding.restored(value)
    if before != value:
        yield f"the text was read in a wrong encoding: it was {shown(before)}", f"write {before}"
    elif lost := re.search(encoding.LOST, value):
        message = f"letters are lost, at {shown(value[max(0, lost.start() - 12) : lost.end()])}"
        yield message, "take them from the source"


questions, findings = text_rule(judge, encoding.SUSPICION)
