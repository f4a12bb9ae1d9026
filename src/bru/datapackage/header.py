"""Whether the header of a table has the columns that its schema asks for."""

from __future__ import annotations

from collections.abc import Sequence

from bru.datapackage.suggest import did_you_mean
from bru.model.package import Schema
from bru.model.problem import shown


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
    if match in ("exact", "equal", "subset"):
        found += [(f, f"column {shown(f)} is missing") for f in missing]
    else:  # it may be missing, unless a row must have a value there
        needed = [f for f in missing if schema.field(f).required or f in schema.primary_key]
        found += [(f, f"column {shown(f)} is missing, and every row needs a value") for f in needed]
    if match in ("exact", "equal", "superset"):
        found += [
            (h, f"column {shown(h)} is not in the schema{did_you_mean(h, missing)}") for h in extra
        ]
    if match == "partial" and fields and len(missing) == len(fields):
        found.append(("", "no column of the schema is there"))
    if match == "exact" and not found and list(header) != fields:
        at = next(i for i, f in enumerate(fields) if header[i] != f)
        found.append(
            (header[at], f"column {shown(header[at])} stands where {shown(fields[at])} belongs")
        )
    return found
