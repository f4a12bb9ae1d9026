"""Frames of Spark, polars or pandas checked against a package: `bru.validate_frames`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from time import perf_counter
from typing import Any, NamedTuple

from bru import store
from bru.check import run
from bru.model.report import Report

COLUMNS = ("code", "level", "resource", "field", "value", "key", "count", "message", "hint")
TYPES = ", ".join(f"{name} {'bigint' if name == 'count' else 'string'}" for name in COLUMNS)


class Checked(NamedTuple):
    """What was found: a frame of findings, and the report."""

    findings: Any
    report: Report


class Described:
    """A store of nothing but a descriptor."""

    name, editable = "the descriptor", False

    def __init__(self, descriptor: Mapping[str, Any]) -> None:
        self.data = json.dumps(descriptor, ensure_ascii=False).encode()

    def read(self, path: str, most: int = 0) -> bytes:
        """The bytes of the descriptor."""
        if path != store.DESCRIPTOR:
            raise FileNotFoundError(path)
        return self.data

    def names(self, folder: str = "") -> list[str]:
        """The name of the descriptor."""
        return [] if folder else [store.DESCRIPTOR]


def check(
    frames: Mapping[str, Any],
    package: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    limit: int = run.LIMIT,
) -> Checked:
    """The findings in frames; see `bru.validate_frames`."""
    began, kind = perf_counter(), kind_of(frames)
    own: tuple[store.Store, str] = (store.installed(), store.DESCRIPTOR)
    if isinstance(package, Mapping):
        own = (Described(package), store.DESCRIPTOR)
    elif kind == "pyspark" and "://" in str(package):
        from bru.store.cluster import opened

        own = opened(str(package))
    elif package is not None:
        own = store.open_store(package, own=False)
    engine = "spark" if kind == "pyspark" else "python"
    how: dict[str, Any] = {"select": select, "ignore": ignore, "limit": limit, "engine": engine}
    report = run.validate(*own, frames=frames, **how)
    report = report._replace(seconds=round(perf_counter() - began, 3))
    return Checked(framed([*findings(report)], kind), report)


def kind_of(frames: Mapping[str, Any]) -> str:
    """The library that frames are of. Raises ValueError."""
    kinds = {name: type(frame).__module__.partition(".")[0] for name, frame in frames.items()}
    for name, kind in kinds.items():
        if kind not in ("pyspark", "polars", "pandas"):
            raise ValueError(f"{name} is no frame of Spark, polars or pandas, but of {kind}")
    if len(set(kinds.values())) != 1:
        raise ValueError("give frames of one library, Spark, polars or pandas")
    return next(iter(kinds.values()))


def findings(report: Report) -> Iterator[tuple[Any, ...]]:
    """Each value with what is wrong with it, as in COLUMNS; last what of a code is not listed."""
    groups: dict[tuple[str, ...], list[Any]] = {}
    left = dict(report.by_code)
    levels: dict[str, str] = {}
    for p in report.problems:
        named = (p.code, p.level, p.resource, p.field, p.value, p.message, p.hint)
        groups.setdefault(named, [p.key, 0])[1] += 1
        left[p.code], levels[p.code] = left[p.code] - 1, p.level
    for (code, level, table, field, value, message, hint), (key, count) in groups.items():
        yield code, level, table, field, value, key, count, message, hint
    for code, count in left.items():
        if count:
            yield code, levels.get(code, ""), "", "", "", "", count, "not listed", ""


def framed(rows: Sequence[tuple[Any, ...]], kind: str) -> Any:
    """Findings as a frame of a library."""
    if kind == "pyspark":
        from bru.store.cluster import session

        return session().createDataFrame(rows, TYPES)
    if kind == "polars":
        import polars as pl

        types = {name: pl.Int64 if name == "count" else pl.String for name in COLUMNS}
        return pl.DataFrame(rows, schema=types, orient="row")
    import pandas as pd

    return pd.DataFrame(rows, columns=[*COLUMNS])
