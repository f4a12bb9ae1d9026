"""Stand-in for a missing value.

Why: It is n/a, NULL, a dash, TODO or the like. An empty cell is what tells that nothing is known or
stated; who counts the cells that have a value counts these, too.

Fix: Leave the cell empty, or write what is meant.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.datapackage.expression import any_case
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import Hit
from bru.rules import of_free_texts

LEVEL = WARNING
WORDS = r"n/a|n\.a\.|null|none|undefined|missing|t\.?b\.?(?:a|d)\.?|todo|fixme|xxx+|н/д|нет"
FORMS = rf"{any_case(WORDS)}|NA|na|NaN|NAN|nan|NIL|nil|[-–—_?.…*/]+"
STANDS_IN = rf"{FORMS}|(?:TODO|FIXME|XXX)\b[\s\S]*"
BLANK = r"[\s\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
SUSPICION = rf"\A{BLANK}*(?:(?:{FORMS}){BLANK}*\Z|TODO|FIXME|XXX)"
questions = of_free_texts(SUSPICION)


def stand_in(value: str, is_required: bool) -> tuple[str, str]:
    """What to say of a stand-in where another value belongs, and what to do; or empty texts."""
    if not re.fullmatch(STANDS_IN, value.strip()):
        return "", ""
    way = "write the value" if is_required else "leave the cell empty"
    hint = f"{way}, or list {shown(value)} in missingValues of the schema"
    return " (a stand-in for a missing value)", hint


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The texts that say nothing."""
    for hit in hits:
        value = hit.value[0]
        if re.fullmatch(STANDS_IN, value.strip()):
            message = f"{shown(value, 40)} is a stand-in for a missing value"
            yield Finding(
                q.resource, message, "leave it empty, or write it", hit.rows, q.field, value
            )
