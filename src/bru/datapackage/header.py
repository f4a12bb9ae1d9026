"""Whether the header of a table has the columns that its schema asks for."""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.datapackage.suggest import closest, did_you_mean
from bru.model.package import Field, Schema
from bru.model.problem import shown

NAMED = 20  # columns that a hint names
SEVERAL = 3  # columns that are named together
TOP = 20  # records among which a header is looked for
ROW_NAMES = "row names of R or pandas"


def header_problems(header: Sequence[str], schema: Schema) -> list[tuple[str, str]]:
    """(field, what is wrong) for a header that does not fit `fieldsMatch` of its schema."""
    fields = [f.name for f in schema.fields]
    found: list[tuple[str, str]] = []
    seen: set[str] = set()
    if unnamed := [number for number, name in enumerate(header, 1) if not name]:
        found.append(("", without_name(unnamed)))
    for name in header:
        if name and name in seen:
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


def without_name(numbers: Sequence[int]) -> str:
    """That columns have no name."""
    first, last = numbers[0], numbers[-1]
    if first == last:
        return f"column {first} has no name"
    together = last - first + 1 == len(numbers)
    listed = f"{first} to {last}" if together else ", ".join(map(str, numbers[:NAMED]))
    return f"columns {listed} have no name"


def plain(name: Any) -> str:
    """The letters and digits of a name, whatever their case."""
    return "".join(filter(str.isalnum, str(name).casefold()))


def remedy(
    header: Sequence[str],
    below: Sequence[Sequence[str]],
    lines: Sequence[int],
    schema: Schema,
    line: int,
    mark: str,
) -> str:
    """What mends a header above the right one, not there, with other names or empty columns.

    `below`: the records and their `lines`; "" where it is not known.
    """
    names = [f.name for f in schema.fields]
    if meant := renamed(header, names):
        spaced = below and all(cell[:1] == " " for row in (header, below[0]) for cell in row[1:])
        skip = 'set "skipInitialSpace" in the dialect, or ' if spaced and len(header) > 1 else ""
        return f"{skip}write in line {line}: {spelled(meant, mark)}"
    is_title = any(header) and not any(header[1:])
    for row, at in zip(below[:TOP], lines, strict=False):
        above = f"lines {line} to {at - 1}" if at - 1 > line else f"line {line}"
        if names and not {*header} & {*names} and 2 * len({*row} & {*names}) > len(names):
            return f"delete what is above the header, in {above}"
        if is_title and len({*row}) == len(row) > 1 and all(row):
            return f"delete {above} if the header is line {at}, or give every column a name"
    is_lost = names and not {*header} & {*names}
    if is_lost and len(header) == len(names) < 2 * len([*filter(None, header)]):
        return f"put the header back above line {line}: {spelled(names, mark)}"
    if all(header):
        return ""
    if not header[0] and all(header[1:]) and any(row[:1] != [""] for row in below):
        return f"delete column 1, or give it a name ({ROW_NAMES})"
    unnamed = [n for n, name in enumerate(header) if not name]
    is_empty = below and not any(row[n] for row in below for n in unnamed if n < len(row))
    return "delete the columns without a name" if is_empty or {*names} <= {*header} else ""


def renamed(header: Sequence[str], names: Sequence[str]) -> list[str]:
    """The names that those of a header mean but for case, spaces and signs; none for others."""
    known = {plain(name): name for name in names}
    meant = [known.get(plain(name), "") for name in header]
    is_sure = all(meant) and len({*meant}) == len(meant)
    return meant if is_sure and meant != [*header] else []


def spelled(names: Sequence[str], mark: str) -> str:
    """The first names of a header as they stand in the file."""
    return mark.join(f'"{n}"' if {mark, '"'} & {*n} else n for n in names[:NAMED])


def order(first: Sequence[Any], header: Sequence[Any]) -> list[int] | None:
    """Where a further file has the columns of the first one, -1 for nowhere; None: in no header."""
    theirs = [plain(name) for name in header]
    found = [theirs.index(own) if (own := plain(name)) in theirs else -1 for name in first]
    return found if sum(n >= 0 for n in found) * 2 > len(first) > 1 else None


def part_problems(
    first: Sequence[Any], header: Sequence[Any], where: str
) -> Iterator[tuple[str, str]]:
    """(field, what is wrong) for the header of a further file; `where` is the first one."""
    places = order(first, header)
    if places is None:
        return
    for name, at in zip(first, places, strict=True):
        if at < 0:
            yield name, f"column {shown(name)} of {where} is missing"
        elif header[at] != name:
            yield header[at], f"column {shown(header[at])} is {shown(name)} in {where}"
    for at, name in enumerate(header):
        if at not in places:
            yield name, f"column {shown(name)} is not in {where}"
    if sorted(places) == [*range(len(header))] != places:
        at = next(n for n, place in enumerate(places) if n != place)
        yield (
            header[at],
            f"column {shown(header[at])} stands where {shown(first[at])} is in {where}",
        )


def absent(header: Sequence[str], schema: Schema) -> list[str]:
    """The fields of a schema whose columns may be missing, and are: all their values are."""
    if schema.fields_match not in ("superset", "partial"):
        return []
    return [f.name for f in schema.fields if f.name not in header and not is_needed(f, schema)]


def is_needed(field: Field, schema: Schema) -> bool:
    """Whether a field must have values."""
    return field.required or field.name in schema.primary_key


def numbered(names: Sequence[str]) -> list[str]:
    """Names of columns; one that was there before has a number behind it."""
    found: list[str] = []
    for name in names:
        number = 1
        own = name
        while own in found:
            number += 1
            own = f"{name} ({number})"
        found.append(own)
    return found
