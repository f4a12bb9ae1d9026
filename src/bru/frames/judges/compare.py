"""Compares what a judge finds with what bru finds."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bru.frames.judges import keys, of_pandera, values
from bru.frames.judges.fault import STRUCTURE, Case, Fault, Refusal
from bru.frames.judges.known import Difference, Known
from bru.frames.judges.others import JUDGES

KNOWN = (*values.KNOWN, *keys.KNOWN, *of_pandera.KNOWN)


def known(difference: Difference) -> list[Known]:
    """The entries that cover a difference, or the misread cell that it follows from."""
    judge, does, found, *_ = difference
    same = [k for k in KNOWN if judge in k.judges.split() and does in k.does.split()]
    listed = [k for k in same if found.kind in k.kinds.split(" ") and k.covers(difference)]
    if not listed and found.row and found.kind != "type" and difference.broken():
        names = found.field.split(", ")
        misread = [found._replace(field=name, kind="type") for name in names]
        causes = [difference._replace(does="misses", fault=cause) for cause in misread]
        return [k for cause in causes if cause.broken() for k in known(cause)]
    return listed


def compare(
    case: Case, ours: set[Fault], judge: str, unchecked: Collection[str] = ()
) -> Iterator[Difference]:
    """Where a judge differs from bru.

    `unchecked`: what bru did not check, and why; it begins with table and field, if with any.
    """
    try:
        theirs = JUDGES[judge](case)
    except Refusal as refusal:
        yield Difference(judge, "refuses", why=str(refusal))
        return
    for does, found in (("misses", ours - theirs), ("adds", theirs - ours)):
        for one in sorted(found):
            if one.kind == STRUCTURE:
                yield from (Difference(judge, does, one, why=w) for w in case.broken[one.table])
            elif not any(why.startswith(f"{one.table}.{one.field}: ") for why in unchecked):
                yield located(case, Difference(judge, does, one))


def located(case: Case, difference: Difference) -> Difference:
    """A difference with the schema and the columns of its table, or what its resource says."""
    table, row, *_ = difference.fault
    resource = case.package.resource(table)
    if not row:
        return difference._replace(spec=resource.spec)
    return difference._replace(schema=resource.schema, columns=case.tables[table].columns)
