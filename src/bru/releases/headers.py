"""What differs in the columns of a file, where its schema does not say so already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bru.model.package import Schema
from bru.releases.change import Change


def headers(
    table: str,
    old: tuple[Sequence[str], Schema],
    new: tuple[Sequence[str], Schema],
    renames: Mapping[str, str],
) -> Iterator[Change]:
    """Columns that came, are gone or moved.

    `old`, `new`: header and schema of each version; `renames`: new names of fields by the old ones.
    """
    before = [renames.get(name, name) for name in old[0]]
    after = [*new[0]]
    had = [renames.get(name, name) for name in old[1].by_name]
    has = [*new[1].by_name]
    for name in before:
        if name not in after and (name in has or name not in had):
            yield Change("column-removed", table, "", name)
    last = max((place for place, name in enumerate(after) if name in before), default=-1)
    for place, name in enumerate(after):
        if name not in before and (name in had or name not in has):
            yield Change("column-inserted" if place < last else "column-added", table, "", name)
    one, two = ([n for n in own if n in before and n in after] for own in (before, after))
    if one != two and (one, two) != tuple([n for n in own if n in one] for own in (had, has)):
        yield Change("columns-reordered", table, "", "", ", ".join(one), ", ".join(two))
