"""The other judges, pandera with the derived schemas and frictionless, compared with bru.

Both are imported where they are used. A failure inside of them is a Refusal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

from bru.frames import pandera
from bru.frames.judges import entries, of_pandera
from bru.frames.judges.fault import GIVEN, STRUCTURE, Case, Fault, Refusal
from bru.frames.judges.known import Difference, Known
from bru.frames.pandera import library
from bru.model.package import Resource

ACROSS = ("unique", "primaryKey", "uniqueKeys", "foreignKeys")  # checks of a frame: of fields
KNOWN = (*entries.KNOWN, *of_pandera.KNOWN)
COUNTS = {"hash-count": "hash", "byte-count": "bytes"}  # frictionless's words for its own


def by_pandera(case: Case) -> set[Fault]:
    """What pandera finds in frames of the sound tables.

    A cell that cannot be coerced to its type is missing to all other checks.
    """
    found, frames, typed = set[Fault](), {}, {}
    keys = [key.target for resource in case.judged for key in resource.schema.foreign_keys]
    for name in {*keys, *(r.name for r in case.judged)} & {*case.tables}:
        resource = case.package.resource(name)
        frame, schema = frame_of(case, resource), pandera.derive(resource, "pandas", {})
        for fault in _untyped(name, schema, frame):
            frame.loc[fault.row - 2, fault.field] = None
            if resource in case.judged:
                found.add(fault)
        frames[name], typed[name] = frame, schema.coerce_dtype(frame)
    for resource in case.judged:
        schema = pandera.derive(resource, "pandas", typed)
        said = {*_faults(resource, schema, frames[resource.name])}
        untyped = found | {f for f in said if f.kind == "type"}
        found = untyped | {f for f in said if f._replace(kind="type") not in untyped}
    return found


def frame_of(case: Case, resource: Resource) -> Any:
    """A table as pandas reads it, as texts."""
    import pandas as pd

    return pd.read_csv(
        case.folder / resource.path,
        dtype=str,
        keep_default_na=False,
        na_values={f.name: [*f.missing] for f in resource.schema.fields},
        encoding=resource.encoding,
        sep=resource.dialect.delimiter,
        quotechar=resource.dialect.quote,
        doublequote=resource.dialect.double_quote,
        skipinitialspace=resource.dialect.skip_space,
    )


def _untyped(name: str, schema: Any, frame: Any) -> set[Fault]:
    """The cells that cannot be coerced to the types of their columns, each tried by itself."""
    import pandas as pd

    found = set()
    for field, column in schema.columns.items():
        if column.coerce and field in frame and not _fits(column, frame[[field]]):
            cells = frame[field]
            single = {cell: pd.DataFrame({field: [cell]}) for cell in cells.dropna().unique()}
            bad = {cell for cell, own in single.items() if not _fits(column, own)}
            found |= {Fault(name, n + 2, field, "type") for n, c in enumerate(cells) if c in bad}
    return found


def _fits(column: Any, frame: Any) -> bool:
    """Whether the texts of a frame can be coerced to the type of a column."""
    errors = library("errors")
    try:
        column.coerce_dtype(frame)
    except (errors.SchemaError, errors.SchemaErrors):
        return False
    return True


def _faults(resource: Resource, schema: Any, frame: Any) -> Iterator[Fault]:
    """What pandera finds in a frame whose columns have their types."""
    name, key = resource.name, resource.schema.primary_key
    try:
        schema.validate(frame, lazy=True)
    except library("errors").SchemaErrors as errors:
        for failed in errors.failure_cases.to_dict("records"):
            kind, _, stated = failed["check"].partition(": ")
            if failed["index"] is None:
                raise Refusal(f"{failed['column']}: {kind}: {failed['failure_case']}") from errors
            field = stated if kind in ACROSS else failed["column"]
            if kind == "field_uniqueness":
                kind = "primaryKey" if key == (field,) else "unique"
            kind = "required" if kind == "not_nullable" else kind
            yield Fault(name, int(failed["index"]) + 2, field, kind)


def by_frictionless(case: Case) -> set[Fault]:
    """What frictionless finds. Raises Refusal for what is not about a row."""
    import frictionless

    found = set()
    try:
        package = frictionless.Package(str(case.folder / GIVEN))
        for name in case.only:
            found |= _validated(case, package.get_resource(name))
    except frictionless.FrictionlessException as error:
        reasons = [reason.message for reason in error.reasons or [error.error]]
        raise Refusal("; ".join(reasons)) from error
    return found


def _validated(case: Case, resource: Any) -> set[Fault]:
    """What frictionless finds in one table."""
    name = resource.name
    try:
        said = resource.validate(limit_errors=10**9).tasks[0].errors
    except Exception as error:  # its faults are its own
        raise Refusal(f"{type(error).__name__}: {error}") from error
    found = set()
    for fault in said:
        if fault.type in COUNTS:
            found.add(Fault(name, 0, "", COUNTS[fault.type]))
        elif name in case.broken:
            found.add(Fault(name, 0, "", STRUCTURE))
        elif hasattr(fault, "row_number"):
            found.add(Fault(name, fault.row_number, *_field_and_kind(case, name, fault)))
        else:
            raise Refusal(fault.message)
    return found


def _field_and_kind(judged: Case, table: str, error: Any) -> tuple[str, str]:
    """Field and kind of one of frictionless's errors about rows and cells."""
    match error.type:
        case "type-error":
            return error.field_name, "type"
        case "constraint-error":
            found = re.search(r'constraint "(\w+)" is', error.note)
            assert found, error.note
            return error.field_name, found[1]
        case "unique-error":
            return error.field_name, "unique"
        case "primary-key":
            return ", ".join(judged.package.resource(table).schema.primary_key), "primaryKey"
        case "foreign-key":
            return ", ".join(error.field_names), "foreignKeys"
    return "", error.type


JUDGES: dict[str, Callable[[Case], set[Fault]]] = {
    "pandera": by_pandera,
    "frictionless": by_frictionless,
}


def known(difference: Difference) -> list[Known]:
    """The entries that cover a difference, or the misread cell that it follows from."""
    judge, does, found, *_ = difference
    what = {judge, does, *found.kind.split()}
    listed = [k for k in KNOWN if what <= {*k.what.split()} and k.covers(difference)]
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
