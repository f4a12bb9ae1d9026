"""Whether the header of a table has the columns that its schema asks for."""

from collections.abc import Sequence

from bru.datapackage.suggest import closest, did_you_mean
from bru.model.package import Field, Schema
from bru.model.problem import shown

NAMED = 20  # columns that a hint names
SEVERAL = 3  # columns that are named together


def header_problems(header: Sequence[str], schema: Schema) -> list[tuple[str, str]]:
    """(field, what is wrong) for a header that does not fit `fieldsMatch` of its schema."""
    fields = [f.name for f in schema.fields]
    found: list[tuple[str, str]] = []
    seen: set[str] = set()
    for number, name in enumerate(header, 1):
        if not name:
            found.append(("", f"column {number} has no name"))
        elif name in seen:
            found.append((name, f"column {shown(name)} occurs more than once"))
        seen.add(name)
    missing = [f for f in fields if f not in seen]
    extra = [h for h in header if h and h not in schema.by_name]
    match = schema.fields_match
    if fields and len(missing) == len(fields) and not any(did_you_mean(h, fields) for h in extra):
        return [("", "no column of the schema is there")]
    renamed, near = "", [did_you_mean(name, missing) for name in extra]
    if missing and len(missing) == len(extra) <= SEVERAL and not any(near):
        renamed = f"; the file has {' or '.join(map(shown, extra))} instead"
    meant = {closest(name, missing): f"; the file has {shown(name)} instead" for name in extra}
    if match in ("exact", "equal", "subset"):
        found += [(f, f"column {shown(f)} is missing{meant.get(f, renamed)}") for f in missing]
    else:  # it may be missing, unless a row must have a value there
        needed = [f for f in missing if is_needed(schema.field(f), schema)]
        why = "is missing, and every row needs a value"
        found += [(f, f"column {shown(f)} {why}{meant.get(f, renamed)}") for f in needed]
    if match in ("exact", "equal", "superset"):
        lost = f"; the schema has {' or '.join(map(shown, missing))} instead" if renamed else ""
        found += [
            (h, f"column {shown(h)} is not in the schema{like or lost}")
            for h, like in zip(extra, near, strict=True)
        ]
    if match == "partial" and fields and len(missing) == len(fields):
        found.append(("", "no column of the schema is there"))
    if match == "exact" and not found and list(header) != fields:
        at = next(i for i, f in enumerate(fields) if header[i] != f)
        found.append(
            (header[at], f"column {shown(header[at])} stands where {shown(fields[at])} belongs")
        )
    return found


def remedy(header: Sequence[str], below: Sequence[str], schema: Schema, line: int) -> str:
    """What mends a header that is above the right one, not there, or has empty columns, or ""."""
    names = [f.name for f in schema.fields]
    if names and not {*header} & {*names}:
        if 2 * len({*below} & {*names}) > len(names):
            return f"delete what is above the header, in line {line}"
        if len(header) == len(names) < 2 * len([*filter(None, header)]):
            return f"put the header back above line {line}: {','.join(names[:NAMED])}"
    if not all(header) and len({*below}) > 1 and all(below) and len([*filter(None, header)]) == 1:
        return f"delete line {line} if it is a title, or give every column a name"
    unnamed = not all(header) and {*names} <= {*header}
    return "delete the columns without a name" if names and unnamed else ""


def absent(header: Sequence[str], schema: Schema) -> list[str]:
    """The fields of a schema whose columns may be missing, and are: all their values are."""
    if schema.fields_match not in ("superset", "partial"):
        return []
    return [f.name for f in schema.fields if f.name not in header and not is_needed(f, schema)]


def is_needed(field: Field, schema: Schema) -> bool:
    """Whether a field must have values."""
    return field.required or field.name in schema.primary_key
