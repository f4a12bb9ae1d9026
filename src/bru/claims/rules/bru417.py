"""Word is probably mistyped.

Why: It stands nowhere else, and a known word is one slip away. A mistyped word is not found, or is
read as another. Known is what two texts have, or English.

Fix: Correct the word. If it is right, add a waiver for the row.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from bru.claims.words import spelling
from bru.datapackage.expression import any_case
from bru.datapackage.suggest import suggested
from bru.model.package import Field, Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import Columns, Question
from bru.model.words import Words

LEVEL = WARNING


def questions(package: Package) -> Iterator[Question]:
    """The words of the texts of all tables."""
    if every := tuple(texts(package)):
        yield Words(every, spelling.read, spelling.MOST)


def texts(package: Package) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The fields with texts in English of each table of a package that has claims, not of units."""
    resources = [r for r in package.resources if r.name != "units"]
    for resource in resources if package.has(claims="statement") else ():
        schema = resource.schema
        ids = {*schema.primary_key, *(name for key in schema.foreign_keys for name in key.fields)}
        if fields := tuple(f.name for f in schema.fields if is_text(f, ids)):
            yield resource.name, fields


def is_text(field: Field, ids: Collection[str]) -> bool:
    """Whether a field has words: no IDs, addresses, codes or listed values, but other slugs."""
    pattern = field.constraints.get("pattern", "")
    is_id = field.name in ids or field.name.endswith("_id")
    is_code = pattern and (is_id or "{" in pattern or "|" in pattern)
    is_plain = field.type == "string" and field.format == "default" and not field.is_edtf
    return is_plain and not (is_code or field.listed)


def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Iterator[Finding]:
    """The cells with such a word; none of a vocabulary so large that most slips are in it."""
    wrong = dict(spelling.mistyped({w.text: w.sentences + w.others for w in answer}))
    for resource, fields in q.texts if wrong else ():
        for row, field, cell in having(resource, fields, wrong, ask):
            for word in wrong.keys() & spelling.tokens(cell):
                message = f"{shown(word)} is probably mistyped{suggested(wrong[word])}"
                hint = "correct the word; if it is right, add a waiver with the reason"
                yield Finding(resource, message, hint, [row], field, cell)


def having(
    resource: str, fields: tuple[str, ...], words: Collection[str], ask: Any
) -> Iterator[tuple[int, str, str]]:
    """Row, field and cell of all texts of a table that have one of some words, and of others."""
    either = "|".join(any_case(re.escape(word).replace("'", "['’]")) for word in sorted(words))
    for row, cells in ask(Columns(resource, fields, suspicion=either)):
        for field, cell in zip(fields, cells, strict=True):
            yield row, field, cell
