"""The rows that problems are in, for who reads a report and has not the tables at hand."""

import csv
from collections.abc import Iterator, Sequence
from itertools import islice

from bru.datapackage import descriptor
from bru.model.classed import classed
from bru.model.package import Dialect, Resource
from bru.model.problem import Problem
from bru.model.report import Excerpt, Report
from bru.store import OutsideError, Store, StoreError

LARGEST = 20_000_000  # bytes of a file that is looked into
MOST = 500  # problems whose rows are shown
LONGEST = 300  # characters of a cell


def excerpted(report: Report, store: Store, name: str) -> Report:
    """The report with the rows of the problems that are to be mended, as they stand in the files.

    Rows of plain delimited files only. Raises StoreError.
    """
    package = descriptor.read(store, name)
    heads = (group.head for group in islice(report.groups, MOST))
    wanted = classed((p.path, p) for p in heads if p.line)
    found: dict[Problem, Excerpt] = {}
    for resource in package.resources:
        found.update(rows(store, resource, wanted.get(resource.path, ())))
    return report._replace(excerpts=found)


def rows(
    store: Store, resource: Resource, problems: Sequence[Problem]
) -> Iterator[tuple[Problem, Excerpt]]:
    """The header and the record of each problem of a table."""
    if not resource.is_plain or not problems:
        return
    try:
        text = store.read(resource.path, LARGEST).decode(resource.encoding, "replace")
    except (OSError, OutsideError, StoreError, LookupError):
        return
    lines = text.splitlines(keepends=True)
    header = record(lines, 0, resource.dialect)
    for p in problems:
        if 1 < p.line <= len(lines):
            yield p, excerpt(header, record(lines, p.line - 1, resource.dialect))


def record(lines: Sequence[str], at: int, dialect: Dialect) -> list[str]:
    """The cells of the record that begins in a line, from 0; none where it cannot be read."""
    try:
        reader = csv.reader(lines[at : at + 100], delimiter=dialect.delimiter, strict=False)
        return next(reader, [])
    except (csv.Error, TypeError):
        return []


def excerpt(header: Sequence[str], cells: Sequence[str]) -> Excerpt:
    """Each cell with the name of its column; "" where there are more cells than columns."""
    names = [*header, *[""] * (len(cells) - len(header))]
    cut = (c if len(c) <= LONGEST else c[:LONGEST] + "…" for c in cells)
    return tuple(zip(names, cut, strict=False))
