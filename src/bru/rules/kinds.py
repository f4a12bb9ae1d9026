"""What the rules of the catalogue ask and say, one function for all that differ in words only.

Each gives a pair: `questions` of a package, and `findings` from the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from bru.check.labels import Labels
from bru.check.waivers import PATH, Judged
from bru.datapackage import edtf
from bru.datapackage.header import NAMED
from bru.model.package import Field, Package, Resource
from bru.model.problem import ERROR, WARNING, Defect, Finding, Findings, More, NotRun, shown
from bru.model.question import (
    Absent,
    Defects,
    Hit,
    Question,
    Repeated,
    Unmatched,
    Waivers,
)

Questions = Callable[[Package], Iterable[Question]]
Judging = Callable[[Package, Any, Sequence[Any], Any], Iterable[Finding | Findings | NotRun]]
Pair = tuple[Questions, Judging]
Hinting = Callable[[Package, Defect], str]  # what to do about a defect
Keys = Callable[[Resource], Iterable[tuple[str, ...]]]


def defect_rule(kind: str | Question, hint: str | Hinting, message: str = "{detail}") -> Pair:
    """What a reader met: defects of a kind, or the answer to a question of a pack."""

    def questions(package: Package) -> Iterator[Question]:
        yield Defects(kind) if isinstance(kind, str) else kind

    def findings(
        package: Package, q: Any, defects: Sequence[Defect], ask: Any
    ) -> Iterator[Finding]:
        for d in defects:
            text = message.format(detail=d.detail, value=d.value, field=d.field)
            where: dict[str, Any] = {"line": d.line, "lines": d.lines, "path": d.path}
            fix = d.hint or (hint if isinstance(hint, str) else hint(package, d))
            yield Finding(d.resource, text, fix, (), d.field, d.value, **where)

    return questions, findings


def standard_hint(package: Package, defect: Defect) -> str:
    """Where the standard tells how a property is to be."""
    if defect.kind == "schema":
        return "see the Table Schema standard, https://datapackage.org/standard/table-schema"
    is_of_one = defect.resource or defect.detail.startswith("resource ")
    part = "data-resource" if is_of_one else "data-package"
    name = f"{shown(defect.field)} in " if defect.field else ""
    return f"see {name}the standard, https://datapackage.org/standard/{part}"


def bom_hint(package: Package, defect: Defect) -> str:
    """What takes a byte order mark away: --fix writes to packages in folders only."""
    return f"{'run bru validate --fix, or ' * package.editable}save as UTF-8 without BOM"


def header_hint(package: Package, defect: Defect) -> str:
    """The columns that a table should have."""
    names = [field.name for field in package.resource(defect.resource).schema.fields]
    more = ", …" if len(names) > NAMED else ""
    order = f"the columns are, in this order: {', '.join(names[:NAMED])}{more}"
    return order if names else "give every column a name of its own"


def pinned_rule(kind: str, message: str) -> Pair:
    """What the descriptor says of a file and is otherwise.

    A warning where `bru fmt` will put it right: in a package in canonical form that is being
    edited; an error elsewhere.
    """

    def questions(package: Package) -> Iterator[Question]:
        yield Defects(kind)
        yield Defects(f"{kind}-method")

    def findings(
        package: Package, q: Any, defects: Sequence[Defect], ask: Any
    ) -> Iterator[Finding | NotRun]:
        for d in defects:
            if q.kind != kind:
                method = d.value.partition(":")[0]
                yield NotRun("", f"{d.resource}: hashes of the kind {method!a} are not known")
                continue
            is_kept = package.editable and package.canonical
            hint = "run `bru fmt`" if is_kept else "fetch the file again, or correct the descriptor"
            level = WARNING if is_kept else ERROR
            given = f"{int(d.value):,}" if d.value.isdecimal() else d.value
            text = message.format(resource=d.resource, value=given, detail=d.detail)
            own = Finding(d.resource, text, hint, (), kind, d.value, level=level, path=d.path)
            yield own._replace(cause=f"pinned {d.resource}")

    return questions, findings


def primary(resource: Resource) -> Iterator[tuple[str, ...]]:
    """The primary key, if there is one."""
    if resource.schema.primary_key:
        yield resource.schema.primary_key


def key_parts(resource: Resource) -> Iterator[tuple[str, ...]]:
    """Each field of the primary key."""
    yield from ((name,) for name in resource.schema.primary_key)


def unique(resource: Resource) -> Iterator[tuple[str, ...]]:
    """Fields with the constraint `unique`; a primary key of one field has a rule of its own."""
    for field in resource.schema.fields:
        key = (field.name,)
        if field.constraints.get("unique") is True and key != resource.schema.primary_key:
            yield key


def unique_keys(resource: Resource) -> Iterator[tuple[str, ...]]:
    """Each unique key."""
    yield from resource.schema.unique_keys


def required(resource: Resource) -> Iterator[tuple[str, ...]]:
    """Required fields; parts of a primary key have a rule of their own."""
    for field in resource.schema.fields:
        if field.required and field.name not in resource.schema.primary_key:
            yield (field.name,)


def before(q: Repeated, hit: Hit, labels: Labels) -> More:
    """Where a repeated key stands first, however it is spelled there."""
    row = labels.first(q.resource, q.fields, hit.value)
    line = labels.line(q.resource, row) if 0 <= row < min(hit.rows) else 0
    return More(f" (first in line {line:,})" if line else "")


def repeated_rule(keys: Keys, message: str, hint: str) -> Pair:
    """Keys that occur more than once, in every row but the first; `{key}` is the value."""

    def questions(package: Package) -> Iterator[Question]:
        for resource in package.resources:
            yield from (Repeated(resource.name, key) for key in keys(resource))

    def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Findings]:
        def made(number: int, hit: Hit) -> Finding:
            value = " / ".join(hit.value)
            text = message.replace("{key}", f'"{value}"')
            fields, more = ", ".join(q.fields), partial(before, q, hit)
            return Finding(q.resource, text, hint, hit.rows, fields, value, more=more)

        yield Findings(q.resource, hits, made)

    return questions, findings


def example(field: Field) -> str:
    """A hint from the field's own example."""
    return f"write it like {field.spec['example']}" if "example" in field.spec else ""


def absent_rule(fields: Keys, message: str, hint: str) -> Pair:
    """Rows without a value that they need; `{name}` in the hint is that of the field.

    No example is given: it would be copied.
    """

    def questions(package: Package) -> Iterator[Question]:
        for resource in package.resources:
            yield from (Absent(resource.name, name) for (name,) in fields(resource))

    def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
        field = package.resource(q.resource).schema.field(q.field)
        listed = [str(value) for value in field.constraints.get("enum", ())][:NAMED]
        among = f": {', '.join(listed)}" if listed else ""
        others = ", ".join(map(shown, sorted(field.missing - {""})[:NAMED]))
        counts = f"; {others} in missingValues is no value" if others else ""
        text = hint.replace("{name}", field.name) + among + counts
        for hit in hits:
            yield Finding(q.resource, message, text, hit.rows, q.field)

    return questions, findings


def date_rule(is_reversed: bool) -> Pair:
    """Values of EDTF fields that are no dates, or intervals that end before they start."""

    def questions(package: Package) -> Iterator[Question]:
        for resource in package.resources:
            for field in resource.schema.fields:
                if field.is_edtf:
                    yield Unmatched(resource.name, field.name, edtf.ACCEPT)

    def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
        field = package.resource(q.resource).schema.field(q.field)
        hint = "write the date as precise as the source states it, such as 2023-05 or 2012/2015"
        hint = "write the earlier date first" if is_reversed else hint
        for hit in hits:
            value = hit.value[0]
            try:
                edtf.parse(value)
            except ValueError as error:
                from bru.damage import mend

                if isinstance(error, edtf.ReversedInterval) != is_reversed:
                    continue
                what = "" if is_reversed else mend.named(value, field)
                message = f"{shown(value, 60)} is not an EDTF date{what}" if what else str(error)
                yield Finding(q.resource, message, hint, hit.rows, q.field, value)

    return questions, findings


def waiver_rule(state: str, message: str, hint: str, field: str) -> Pair:
    """Waivers in a state, when all other rules were applied; `field` is the column that says so."""

    def questions(package: Package) -> Iterator[Question]:
        yield Waivers()

    def findings(package: Package, q: Any, judged: Sequence[Judged], ask: Any) -> Iterator[Finding]:
        for waiver, found in judged:
            if found == state:
                key, table = waiver.key or "the table", waiver.table or "the package"
                text = message.format(code=waiver.code, key=key, table=table, until=waiver.until)
                value = str(getattr(waiver, field))
                yield Finding("", text, hint, (), field, value, waiver.line, path=PATH)

    return questions, findings
