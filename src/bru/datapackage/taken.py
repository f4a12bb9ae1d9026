"""Frames of polars or pandas as tables: typed values as they would stand in a cell."""

import json
import math
from datetime import date, datetime, time
from typing import Any

from bru.datapackage import table
from bru.datapackage.header import absent
from bru.datapackage.table import Cells, Reading, Unreadable
from bru.model.package import Field, Resource
from bru.model.problem import Defect


def table_of(frame: Any, resource: Resource) -> tuple[table.Table | Unreadable, list[Defect]]:
    """The table in a frame, and what was met on the way; its rows have no lines."""
    reading = Reading(resource, canonical=False)
    header = reading.head([str(name) for name in frame.columns], 0)
    if header is None:
        return Unreadable("header"), reading.defects
    columns: dict[str, Cells] = {}
    for at, name in enumerate(header):
        values = frame.iloc[:, at] if hasattr(frame, "iloc") else frame[:, at]
        field = resource.schema.by_name.get(name)
        columns[name] = [written(value, field) for value in values.to_list()]
    rows = len(frame)
    for name in absent(header, resource.schema):
        columns[name] = [None] * rows
    return table.Table(tuple(header), columns, [0] * rows), reading.defects


def written(value: Any, field: Field | None) -> str | None:
    """A typed value as it would stand in a cell; None for nothing."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        named = "trueValues" if value else "falseValues"
        listed = field.spec.get(named) if field else None
        return str(listed[0]) if listed else str(value).lower()
    if isinstance(value, float):
        if math.isnan(value):
            return None
        is_whole = value.is_integer() and field is not None and field.type in ("integer", "year")
        return str(int(value)) if is_whole else str(value).replace("inf", "INF")
    if isinstance(value, datetime | date | time):
        return None if value != value else value.isoformat()  # NaT is not itself
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return None if type(value).__name__ in ("NAType", "NaTType") else str(value)
