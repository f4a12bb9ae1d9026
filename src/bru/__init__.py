"""bru: what documents claim about Belarus–Russia cooperation, and the tool that keeps it right.

    import bru
    figures = bru.load("figures")        # typed pandas frame
    report = bru.validate(".")           # check a package
    schema = bru.schema("figures")       # pandera schema derived from the Table Schema

Heavy libraries are imported where they are used: `import bru` loads none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from bru.check.reader import Tell
    from bru.frames.checked import Checked
    from bru.model.report import Report
    from bru.releases.change import Diff
    from bru.releases.redirects import Answer

__all__ = ["diff", "load", "resolve", "schema", "tables", "validate", "validate_frames", "version"]


def __getattr__(name: str) -> Any:
    """`bru.version`: the version of the tool and of the data that came with it."""
    if name in ("version", "__version__"):
        from bru.datapackage.jsontext import told
        from bru.store import installed

        return told(installed(), "version") or "unknown"  # bru mends its own descriptor, too
    raise AttributeError(f"module 'bru' has no attribute {name!r}")


def validate(
    path: str | os.PathLike[str] | tuple[str, ...] | None = None,
    *,
    documents: str | os.PathLike[str] | None = None,
    installed: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    limit: int = 100,
    engine: str = "auto",
    schema: str | os.PathLike[str] | None = None,
    profile: str | os.PathLike[str] | None = None,
    remote: bool = False,
    allow_private: bool = False,
    excerpts: bool = False,
    offers: bool = True,
    tell: Tell | None = None,
) -> Report:
    """Check a package: a folder, a descriptor or a zip file (None: the nearest); or tables.

    `documents` is a folder with copies of the documents; `installed` checks the data that came
    with bru; `select` and `ignore` are names of packs and beginnings of rule codes; `limit` are the
    problems listed a code (0: all), counts are exact. `engine` is auto (by size), python, polars or
    spark. `schema` is the Table Schema of a table that is no package, `profile` a JSON Schema for
    the descriptor; with `remote` addresses are fetched, inside of a network only with
    `allow_private`. `excerpts`: with the rows of problems; `offers`: hints say what `--fix`
    repairs; `tell` is told each step. Raises `bru.store.StoreError` when there is no package,
    ValueError for an unknown code and for an engine that is not there.
    """
    from datetime import date
    from time import perf_counter

    from bru import store
    from bru.check import run

    began = perf_counter()
    if engine == "spark" and "://" in str(path):
        from bru.store.cluster import opened

        asked: tuple[store.Store, str] = opened(str(path))
    else:
        asked = store.asked_for(path, schema, installed)
    (where, name), own = asked, None
    if remote:
        from bru.store.remote import Online

        where = Online(where, allow_private)
    if profile is not None:
        from bru.datapackage import jsontext

        own = jsontext.object_in(store.given(str(profile)), str(profile))
    report = run.validate(
        where,
        name,
        documents=None if documents is None else store.documents(documents),
        select=select,
        ignore=ignore,
        limit=limit,
        today=date.today(),
        engine=engine,
        profile=own,
        tell=tell,
    )
    if report.problems and offers:
        from bru.editing.offer import offered

        report = offered(report, where, name, None if isinstance(path, tuple) else path)
    if excerpts and report.problems:
        from bru.editing.excerpt import excerpted

        report = excerpted(report, where, name)
    if "releases.csv" in where.names("releases"):
        from bru.releases.state import reported

        report = reported(report, where, name)
    return report._replace(seconds=round(perf_counter() - began, 3))


def validate_frames(frames: Mapping[str, Any], package: Any = None, **how: Any) -> Checked:
    """Check frames of Spark, polars or pandas, by the names of their tables.

    `package`: where the descriptor is, or itself (None: that of bru's data); `how`: select, ignore
    and limit of `validate`. Columns are texts or typed, null is missing. Gives `findings`, a frame
    of that library, and the `report` of `validate`, without lines. Raises as `validate`.
    """
    from bru.frames import checked

    return checked.check(frames, package, **how)


def tables(path: str | os.PathLike[str] | None = None) -> list[str]:
    """The names of the tables, in the order of the descriptor."""
    from bru import frames

    return [resource.name for resource in frames.opened(path)[1].resources]


def load(
    table: str,
    path: str | os.PathLike[str] | None = None,
    *,
    derived: bool = False,
    wide: bool = False,
    floats: bool = False,
    version: str | None = None,
    registry: str | os.PathLike[str] | None = None,
    sha256: str | None = None,
    lock: str | os.PathLike[str] | None = None,
    follow: bool = False,
) -> pd.DataFrame:
    """One table as a typed pandas frame, one row a record, indexed from 0.

    Whole numbers are Int64, booleans boolean, enumerations ordered as in the schema (category),
    numbers exact `decimal.Decimal` objects, all else text; missing values are NA (None among
    Decimals). With `derived`, figures gain `lower` and `upper` (Decimal, in units of
    unit_measure; None where unbounded) and tables with an EDTF date gain `start` and `end` (ISO
    dates as text; NA where open). Raises KeyError for an unknown table, ValueError for a value
    that does not fit the schema. Without `path` it is the data that came with bru.

    With `wide`, claims and figures have names beside IDs, first and last day, bounds, the number
    in words and their document in each row (text; columns as `bru export wide` has them). With
    `floats`, numbers are float64: for plots and sums, at the price of digits after the fifteenth.

    With `version` it is that release of the data ("1.0.0"), the newest of some ("1.*", "1.0") or of
    all ("latest"), from `registry`: a folder or the address of one as `bru release build` makes it;
    without one, the one that came with bru. What is fetched is kept. `sha256` is what the zip file
    must have, `lock` a bru.lock, which names the version as well; without them it must be what it
    was when it was first fetched, or what this bru knows of it. With `follow`, IDs that were
    retired since are replaced by those that took their place. Raises `bru.store.StoreError` where
    the release cannot be had or a byte of it is not as it should be.
    """
    from bru import frames

    if (version, registry, sha256, lock) != (None, None, None, None):
        from bru.releases.registry import opened

        path = opened("bru", path, version, registry, sha256, lock)
    if wide:
        from bru.export import wide as made

        frame = made(table, path)
    else:
        frame = frames.load(table, path, derived=derived)
    if follow:
        from bru.releases.redirects import ways

        for field, to in ways(table, path).items():
            frame[field] = frame[field].replace(to)
    return frames.floated(frame) if floats else frame


def diff(
    old: str | os.PathLike[str] | None = None,
    new: str | os.PathLike[str] | None = None,
    *,
    limit: int = 0,
    ignore: Sequence[str] = (),
    tolerance: str | None = None,
    kinds: Sequence[str] = (),
) -> Diff:
    """What differs between two versions: folders, zip files, revisions or versions ("1.0.0").

    `old` is the last release unless it is given, `new` the nearest package. `limit`: changes
    listed per table and kind (0: all), the counts are always exact; `ignore`: columns that do not
    count; `tolerance`: numbers that differ by no more are the same ("0.01", "1%"); `kinds`: only
    these. Raises `bru.store.StoreError` for a version that cannot be had.
    """
    import os

    from bru.releases import change, place, state
    from bru.releases import diff as core

    chosen = change.wanted(limit, ignore, tolerance, kinds)
    before = place.open_version(os.fspath(old)) if old is not None else place.last_release()
    after = place.open_version(None if new is None else os.fspath(new))
    return state.of_diff(core.diff(before, after, chosen), before, after)


def resolve(
    identifier: str, path: str | os.PathLike[str] | None = None, *, at: str | None = None
) -> list[Answer]:
    """What became of an ID, an answer for each table that ever had it; none where none did.

    `at`: as of that release. Without `path` it is what came with bru. Raises ValueError for a
    release that there never was, that or OSError where a table or a list cannot be read.
    """
    from bru.releases import redirects
    from bru.store import DESCRIPTOR, installed, open_store

    where = (installed(), DESCRIPTOR) if path is None else open_store(path)
    return redirects.resolve(*where, identifier, at)


def schema(
    table: str,
    path: str | os.PathLike[str] | None = None,
    *,
    backend: str = "pandas",
    tables: Mapping[str, Any] | None = None,
) -> Any:
    """The pandera schema of one table, derived from its Table Schema; its checks are pandera's own.

    It checks a frame of texts: pandas `read_csv(f, dtype=str, keep_default_na=False,
    na_values=[""])`, polars `read_csv(f, infer_schema=False)`; `validate` returns it with whole
    numbers, numbers and dates coerced. References are checked against `tables`, validated frames by
    name. With polars give a DataFrame: of a LazyFrame only the columns are checked, unless the
    environment has PANDERA_VALIDATION_DEPTH=SCHEMA_AND_DATA. docs/loading.md: what pandera and bru
    judge differently. Raises KeyError for an unknown table, ValueError for another backend.
    """
    from bru.frames import opened, pandera, resource_of

    return pandera.derive(resource_of(opened(path)[1], table), backend, tables or {})
