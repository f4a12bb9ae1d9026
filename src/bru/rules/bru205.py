"""Reference has no target.

Why: Whoever joins the tables loses the row without a word.

Fix: Correct the ID, or add the row it should refer to.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from bru.check.labels import Labels
from bru.check.rulebook import REFERENCE, cut_off
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Findings, More
from bru.model.question import Columns, Dangling, Hit, Question

LEVEL, REACH = ERROR, REFERENCE


def questions(package: Package) -> Iterator[Question]:
    """Every foreign key, also composite and to the table itself."""
    names = {r.name for r in package.resources}
    for resource in package.resources:
        for key in resource.schema.foreign_keys:
            if key.target in names:
                yield Dangling(resource.name, key.fields, key.target, key.target_fields)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Findings]:
    """Each reference that points nowhere, with the nearest key there is."""
    if not hits:
        return
    from bru.rules.near import COMPARISONS

    size = len(ask(Columns(q.target, q.target_fields)))
    path = package.resource(q.target).path

    def made(number: int, hit: Hit) -> Finding:
        value = " / ".join(hit.value)
        message = f'"{value}" is not in {q.target}'
        hint = f"correct it, or add it to {path}"
        fields, cause = ", ".join(q.fields), f"{q.target}: {value}"
        more = partial(explained, value, q, (number + 1) * size <= COMPARISONS)
        return Finding(q.resource, message, hint, hit.rows, fields, value, cause=cause, more=more)

    yield Findings(q.resource, hits, made)


def explained(value: str, q: Dangling, compare: bool, labels: Labels) -> More:
    """The nearest key; and what to say where a row is not there.

    It is not where a release has it, or several rows refer to it. Where the nearest key is one
    that others refer to, the references may be mistyped: then it takes those of two tables, in
    which nobody slips alike.
    """
    from bru.rules.bru312 import stand_in
    from bru.rules.near import nearest

    field = labels.package.resource(q.resource).schema.field(q.fields[0])
    if len(q.fields) == 1 and (stood := stand_in(value, field.required))[0]:
        return More(*stood)
    since = labels.releases.get((q.target, value), "")
    near, text = nearest(value, q.target, q.target_fields, labels) if compare else ("", "")
    if since and (gone := labels.end(q.target, q.target_fields, value)):
        last = labels.rows[q.target] - 1
        line = labels.line(q.target, last)
        message = f'rows after line {line:,} are gone: {len(gone):,} published, up to "{max(gone)}"'
        hint = "put them back from git or from the last release; `bru diff` lists them"
        head = Finding(q.target, message, hint, [last])
        return More(text, "", head, cut_off(q.target), 1)
    is_other = bool(near) and labels.is_used(q.target, q.target_fields, near)
    if is_other and since:
        text = ""
    known = f", published in {since}," if since else ""
    message = f'row "{value}"{known} is missing, but others refer to it{"" if is_other else text}'
    hint = "put the row back, or correct what refers to it"
    if near and not is_other:
        hint = "give that row its ID back, or correct what refers to the old one"
    head = Finding(q.target, message, hint, (), ", ".join(q.target_fields), value)
    meant = (q.target, q.target_fields[0], near) if near and len(q.target_fields) == 1 else ()
    return More(text, "", head, "", 1 if since else 2, 2 if is_other and not since else 1, meant)
