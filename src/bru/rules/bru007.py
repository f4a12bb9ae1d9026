"""Record with too many or too few cells.

Why: Every value after the missing or extra comma stands in the wrong column.

Fix: Put quotes around a value that has a comma or a line break; add the commas of empty cells.
"""

import operator
from collections.abc import Iterator, Sequence
from typing import Any

from bru.check.rulebook import RECORD
from bru.datapackage.delimited import MARKS
from bru.model.package import Package, Resource
from bru.model.problem import ERROR, Defect, Finding, shown
from bru.model.question import Defects, Question

LEVEL, REACH = ERROR, RECORD
HINT = "quote the value that has a {0}, or delete the {0} too many"
SHEET = "delete what is beside the table, or name the row of its header (headerRows)"
TITLE = HINT + "; where line 1 is a title, delete the lines above the header"
TORN = "join the two lines, or quote the value that has the line break"
NAMED = 3  # cells that are missing: so many are named
PAIRED = 10_000  # lines with too few cells, of which two may be one


def questions(package: Package) -> Iterator[Question]:
    """What the reader met."""
    yield Defects("ragged")


def findings(package: Package, q: Any, defects: Sequence[Defect], ask: Any) -> Iterator[Finding]:
    """The records; of two lines that a line break made of one, both as one fault.

    Two with the same number of cells lack the same ones rather.
    """
    cells = {(d.path, at): d.cells for d in short(defects) for at in d.lines or [d.line]}
    pairs: dict[tuple[str, int], int] = {}  # by each line of a pair, its first
    for (path, line), (own, width) in sorted(cells.items()):
        before = cells.get((path, line - 1), (0, 0))[0]
        fits = before and before != own and before + own in (width, width + 1)
        if fits and (path, line - 1) not in pairs:
            pairs[path, line] = pairs[path, line - 1] = line - 1
    for d in defects:
        torn = [at for at in d.lines or [d.line] if (d.path, at) in pairs] if pairs else []
        whole = [at for at in d.lines or [d.line] if at not in torn] if torn else d.lines
        where: dict[str, Any] = {"path": d.path, "field": d.field, "value": d.value}
        if whole or not torn:
            line = whole[0] if torn else d.line
            hint = lacking(package, d) if operator.lt(*d.cells) else beyond(package, d)
            yield Finding(d.resource, d.detail, hint, line=line, lines=whole, **where)
        for at in torn:
            first = pairs[d.path, at]
            text = f"{d.detail}: lines {first} and {first + 1} look like one record"
            cause = f"torn {d.path} {first}"
            yield Finding(d.resource, text, TORN, line=at, cause=cause, **where)


def beyond(package: Package, defect: Defect) -> str:
    """What mends a record with too many cells: what is taken for the header may be a title."""
    resource = package.resource(defect.resource)
    if resource.format == "sheet":
        return SHEET
    mark = mark_of(resource)
    may_be_title = all(" " in field.name for field in resource.schema.fields)
    return (TITLE if may_be_title and defect.cells[1] == 1 else HINT).format(mark)


def mark_of(resource: Resource) -> str:
    """What its delimiter is called."""
    mark = resource.dialect.delimiter
    return MARKS.get(mark, shown(mark))


def lacking(package: Package, defect: Defect) -> str:
    """What mends a record with too few cells: its end may be cut off."""
    (own, width), schema = defect.cells, package.resource(defect.resource).schema
    last = f"{width - own} cells" if width - own > 1 else "cell"
    names = [field.name for field in schema.fields][own:width]
    if len(schema.fields) == width and schema.fields_match == "exact":
        last += f" ({', '.join(names)})" if len(names) <= NAMED else ""
    mark = mark_of(package.resource(defect.resource))
    return f"put back its last {last}, or the {mark} that is missing"


def short(defects: Sequence[Defect]) -> list[Defect]:
    """Those with too few cells, none where there are too many to look at."""
    found = [d for d in defects if operator.lt(*d.cells)]
    return found if sum(len(d.lines) for d in found) < PAIRED else []
