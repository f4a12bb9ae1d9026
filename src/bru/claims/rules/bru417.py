"""A word is probably mistyped: it stands nowhere else, and a known word is one slip away.

Why: A mistyped word is not found, or is read as another. Known is what two texts have, or English.

Fix: Correct the word. If it is right, add a waiver for the row.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from bru.claims.words import spelling
from bru.model.package import Field, Package
from bru.model.problem import WARNING, Finding, NotRun, shown
from bru.model.question import Columns, Question

LEVEL = WARNING


def questions(package: Package) -> Iterator[Question]:
    """The texts of the first table that has any; those of the others are asked for."""
    yield from texts(package)[:1]


def texts(package: Package) -> list[Columns]:
    """The texts in English of each table of a package that has claims."""
    found: list[Columns] = []
    for resource in package.resources if package.has(claims="statement") else ():
        schema = resource.schema
        ids = {*schema.primary_key, *(name for key in schema.foreign_keys for name in key.fields)}
        fields = tuple(f.name for f in schema.fields if is_text(f, ids))
        found += [Columns(resource.name, fields)] if fields else []
    return found


def is_text(field: Field, ids: Collection[str]) -> bool:
    """Whether a field has words: no IDs, addresses, codes or listed values, but other slugs."""
    pattern = field.constraints.get("pattern", "")
    is_id = field.name in ids or field.name.endswith("_id")
    is_code = pattern and (is_id or "{" in pattern or "|" in pattern)
    is_plain = field.type == "string" and field.format == "default" and not field.is_edtf
    return is_plain and not (is_code or field.listed)


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The cells with such a word; none of a vocabulary so large that most slips are in it."""
    found = [(columns, ask(columns)) for columns in texts(package)]
    every = (cell for _, rows in found for row in rows for cell in row.cells)
    counts = Counter(word for cell in every for word in spelling.tokens(cell))
    if len(counts) > spelling.MOST:
        yield NotRun("", f"the texts have more than {spelling.MOST:,} different words")
    wrong = dict(spelling.mistyped(counts))
    for columns, rows in found if wrong else ():
        for row, cells in rows:
            for field, cell in zip(columns.fields, cells, strict=True):
                for word in wrong.keys() & spelling.tokens(cell):
                    message, hint = f"{shown(word)} is probably mistyped", f"write {wrong[word]}?"
                    yield Finding(columns.resource, message, hint, [row], field, cell)
