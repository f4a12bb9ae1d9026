"""Rules for any package. A rule asks questions and turns answers into findings.

Rules that only name what a reader or the schema reports are entries of the `catalogue`. One that
thinks is a module named by its code. It defines `LEVEL`, `questions(package)` and
`findings(package, question, answer, ask)`; its docstring states the bad condition, then `Why:` and
`Fix:`. There is no list to edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bru.datapackage.alphabet import alphabet, possible
from bru.datapackage.expression import compiled
from bru.datapackage.jsontext import written
from bru.datapackage.patterns import translated
from bru.model.package import Field, Package
from bru.model.problem import Finding
from bru.model.question import Columns, Hit, Question, Suspected

Questions = Callable[[Package], Iterator[Question]]
Judging = Callable[[Package, Any, Sequence[Any], Any], Iterator[Finding]]


def text_rule(
    judge: Callable[[str, Field, bool], Iterator[tuple[str, str]]], suspicion: str
) -> tuple[Questions, Judging]:
    """`questions` and `findings` of a rule about texts: `judge` yields messages, each with a hint.

    It is asked of texts in which the expression `suspicion` is found, and told whether the package
    asks for plain texts (the pack "text"): of any other it judges only what is sure to be damage.
    A value without the form of its field is left to the rule about
    that, which names the damage.
    """

    def questions(package: Package) -> Iterator[Question]:
        for resource in package.resources:
            for field in resource.schema.fields:
                if field.type in ("string", "any") and may_have(field, suspicion):
                    yield Suspected(resource.name, field.name, suspicion)

    def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
        if not hits:
            return
        from bru.damage.mend import fits

        field = package.resource(q.resource).schema.field(q.field)
        for hit in hits:
            value = hit.value[0]
            found = list(judge(value, field, is_strict(package)))
            for message, hint in found if found and fits(value, field) else ():
                yield Finding(q.resource, message, hint, hit.rows, q.field, value)

    return questions, findings


def of_free_texts(suspicion: str) -> Questions:
    """`questions` of a rule that is asked of every field of free texts."""

    def questions(package: Package) -> Iterator[Question]:
        for resource in package.resources:
            for field in resource.schema.fields:
                free = field.type == "string" and not (field.listed or field.is_edtf)
                if free and "pattern" not in field.constraints and field.format == "default":
                    yield Suspected(resource.name, field.name, suspicion)

    return questions


def is_strict(package: Package) -> bool:
    """Whether a package asks for plain texts."""
    return "text" in package.packs


def may_have(field: Field, suspicion: str) -> bool:
    """Whether values with the form of a field may have what an expression finds."""
    if field.listed:
        return any(compiled(suspicion).search(written(value)) for value in field.listed)
    pattern = field.constraints.get("pattern")
    return not isinstance(pattern, str) or possible(
        suspicion, alphabet(translated(pattern).expression)
    )


RETIRED = "table old_id new_id reason"


def retired_ids(package: Package, ask: Any) -> dict[tuple[str, str], int]:
    """The lines of retired_ids by table and ID."""
    if not package.has(retired_ids="table old_id"):
        return {}
    return {row.cells: row.row for row in ask(Columns("retired_ids", ("table", "old_id")))}


def live_ids(package: Package, ask: Any) -> dict[str, dict[str, int]]:
    """The IDs of every table that has them, each with its row."""
    found: dict[str, dict[str, int]] = {}
    for resource in package.resources:
        if len(key := resource.schema.primary_key) == 1:
            found[resource.name] = {
                c[0]: row for row, c in ask(Columns(resource.name, key)) if c[0]
            }
    return found


def retired_to(package: Package, ask: Any) -> dict[tuple[str, str], tuple[str, str]]:
    """The table and ID to which the lines of retired_ids lead, by those that they retire."""
    ways = ask(Columns("retired_ids", ("table", "old_id", "new_id")))
    other = dict[int, str]()
    if package.has(retired_ids="new_table"):
        other = {row.row: row.cells[0] for row in ask(Columns("retired_ids", ("new_table",)))}
    return {cells[:2]: (other.get(row) or cells[0], cells[2]) for row, cells in ways}
