"""Records that all have too many cells: one fault, that of the header."""

from collections.abc import Sequence

from bru.datapackage.delimited import MARKS
from bru.datapackage.header import ROW_NAMES
from bru.model.grammar import plural
from bru.model.package import Resource
from bru.model.problem import Defect

FEW = 3  # records


def as_one(defects: Sequence[Defect], rows: int, resource: Resource) -> Sequence[Defect]:
    """The defects, those of records that all have the same cells too many made one.

    Under a header of one cell, which may be a title, most of them are enough.
    """
    wide = [d for d in defects if d.kind == "ragged" and d.cells[0] > d.cells[1]]
    count = sum(len(d.lines) or 1 for d in wide)
    if count < FEW or len({d.cells for d in wide}) > 1:
        return defects
    (own, width), name = wide[0].cells, MARKS.get(resource.dialect.delimiter, "delimiter")
    if count < rows and (width > 1 or 2 * count < rows):
        return defects
    all_have = "every record has" if count == rows else "most records have"
    what = f"{all_have} {plural(own, 'cell')}, the header {width:,}"
    hint = f"name the columns that the header lacks ({ROW_NAMES} come first)"
    hint += f", or quote the values that have a {name}"
    if not any(d.value for d in wide):
        hint = f"delete the {name} at the end of each record, or name the columns"
    elif width == 1:
        hint = "delete the lines above the header, or name all columns"
    first = min(wide, key=lambda d: d.line)
    one = Defect("header", resource.name, first.line, detail=what, path=first.path, hint=hint)
    return [d for d in defects if d not in wide] + [one]
