"""The other judges: pandera with the derived schemas, and frictionless.

Both are imported where they are used. A failure inside of them is a Refusal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from bru.frames import pandera
from bru.frames.judges.fault import GIVEN, STRUCTURE, TYPES, Case, Fault, Refusal
from bru.frames.pandera import library
from bru.model.package import Resource

COUNTS = {"hash-count": "hash", "byte-count": "bytes"}  # frictionless's words for its own


def by_pandera(case: Case, backend: str = "pandas") -> set[Fault]:
    """What the pandera schemas find in frames of texts, made of the sound tables."""
    frame_of = by_pandas if backend == "pandas" else by_polars
    found = set()
    for resource in case.judged:
        schema = pandera.derive(case.package, resource, backend)
        try:
            schema.validate(frame_of(case, resource), lazy=True)
        except library("errors").SchemaErrors as errors:
            cases = errors.failure_cases
            for failed in cases.to_dict("records") if backend == "pandas" else cases.to_dicts():
                kind, _, key = failed["check"].partition(": ")
                kind = "type" if kind in TYPES else kind
                row = int(failed["index"]) + 2
                found.add(Fault(resource.name, row, key or failed["column"], kind))
    return found


def by_pandas(case: Case, resource: Resource) -> Any:
    """A table as pandas reads it."""
    import pandas as pd

    return pd.read_csv(
        case.folder / resource.path,
        dtype=str,
        keep_default_na=False,
        na_values=[""],
        encoding=resource.encoding,
        sep=resource.dialect["delimiter"],
        quotechar=resource.dialect["quoteChar"],
        doublequote=resource.dialect["doubleQuote"],
        skipinitialspace=resource.dialect["skipInitialSpace"],
    )


def by_polars(case: Case, resource: Resource) -> Any:
    """A table as polars reads it, which knows neither other encodings nor skipInitialSpace."""
    import polars as pl

    if resource.dialect["skipInitialSpace"] or resource.encoding.lower() not in ("utf-8", "utf8"):
        frame = by_pandas(case, resource)
        return pl.DataFrame({n: list(c) for n, c in frame.items()}, dict.fromkeys(frame, pl.String))
    return pl.read_csv(
        case.folder / resource.path,
        infer_schema=False,
        separator=resource.dialect["delimiter"],
        quote_char=resource.dialect["quoteChar"],
    )


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
    "pandera on polars": partial(by_pandera, backend="polars"),
    "frictionless": by_frictionless,
}
