"""A cell of a released row changed, or the row is gone, and no line of causes.csv says why.

Why: A version is a promise: whoever used a value must learn that it changed, and why. Where no
change was meant, it is a slip.

Fix: Restore the value, or add a line to releases/causes.csv that names table, key and field (empty
for the whole row or table) and the cause. Another way of writing the same value counts, too.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Columns, Question
from bru.releases.last_release import CELLS, Kept, Last, differing, wanted, whole
from bru.releases.questions import Before, Released
from bru.rules import live_ids, referred, successors

LEVEL = WARNING


def questions(package: Package) -> Iterator[Question]:
    """The last release."""
    yield Before()


def findings(package: Package, q: Any, answer: Sequence[Last], ask: Any) -> Iterator[Finding]:
    """The changes since then that no cause is given for."""
    known = ask(Released())[0].releases
    text = f"{{}} since {known[-1].version if known else 'the release'}, why is not in causes.csv"
    for last in answer:
        for kept in (k for k in last.tables if k.table in package.by_name):
            for found, key, field in changes(package, kept, ask):
                if not any(line.concerns(kept.table, key, field) for line in last.causes):
                    hint = f"restore it, or {wanted(kept.table, key, field)}"
                    yield found._replace(message=text.format(found.message), hint=hint)


def changes(package: Package, kept: Kept, ask: Any) -> Iterator[tuple[Finding, str, str]]:
    """What changed in a table, with key and field: not what follows from an ID that was retired."""
    name, schema = kept.table, package.resource(kept.table).schema
    key, size = schema.primary_key, len(schema.primary_key)
    fields = [f for f in kept.fields if f in schema.by_name and f not in key]
    answer = ask(Columns(name, (*key, *fields)))
    if whole(cells for _, cells in answer) == kept.whole:
        return
    rows = {" / ".join(cells[:size]): (row, cells[size:]) for row, cells in answer}
    to, at, live = successors(package, name, ask), referred(package, name), live_ids(package, ask)
    listed = {old: (digests, line) for old, digests, line in kept.rows()}
    for old, (digests, line) in listed.items():
        parts = [*zip(key, old.split(" / "), strict=False)]
        now = old if old in rows else " / ".join(to.get(part, part[1]) for part in parts)
        if now in rows and (now == old or now not in listed):
            row, cells = rows[now]
            texts = dict(zip(fields, cells, strict=True))
            for f in differing(kept, old, digests, texts, to):
                yield Finding(name, "was changed", "", [row], f, texts[f]), now, f
        elif now == old and size > 1 and all(p in live.get(at.get(f, ""), [p]) for f, p in parts):
            gone = f"{old} of {name} is gone"  # of a vanished ID another rule tells
            yield Finding("", gone, line=line, value=old, path=CELLS), old, ""
