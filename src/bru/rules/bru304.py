"""Invisible character or unusual space.

Why: What cannot be seen makes two values different that look the same, and can turn the order of
what is read.

Fix: Delete the character; where it stands for a space, write a plain one.
"""

from collections.abc import Iterator

from bru.check.rulebook import CELL
from bru.damage import invisible, mojibake
from bru.model.package import Field
from bru.model.problem import WARNING, shown
from bru.rules import text_rule

LEVEL, REACH = WARNING, CELL


def judge(value: str, field: Field, strict: bool) -> Iterator[tuple[str, str]]:
    """The first of them, by name and place, and how many there are."""
    found = invisible.invisible(value, strict)
    if not found or mojibake.restored(value) != value:
        return  # none, or BRU308
    first = found[0]
    if invisible.is_blank(value, field):
        yield (
            f"the cell has nothing but {first.name} (U+{ord(first.char):04X})",
            invisible.EMPTIED[field.required],
        )
        return
    before = value[: first.at][-12:]
    where = f"after {shown(before)}" if before else "at the start"
    more = f", {len(found)} such characters in all" if len(found) > 1 else ""
    hint = "write a plain space" if first.is_space else "delete it"
    yield f"{first.name} (U+{ord(first.char):04X}) {where}{more}", hint


questions, findings = text_rule(judge, invisible.SUSPICION)
