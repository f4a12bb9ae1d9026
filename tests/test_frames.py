"""Typed frames, and the pandera schemas derived from the Table Schemas."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.errors
import polars as pl
import pytest

import bru
from bru import store
from bru.datapackage import descriptor, table
from bru.store import StoreError
from support import judged as judges

SHIPPED = descriptor.read(store.installed(), store.DESCRIPTOR)
NAMES = [resource.name for resource in SHIPPED.resources]


def field(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, **more}


def package(folder: Path, text: str, *fields: dict[str, Any], **keys: Any) -> Path:
    """A package with one table, t."""
    files = judges.packed({"t": {"fields": list(fields), **keys}}, {"t": text})
    return judges.write(files, folder)


def declaring(folder: Path) -> Path:
    """A package that declares the pack of claims, which derives the bounds of figures."""
    file = folder / "datapackage.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "bru": {"packs": ["claims"]}}))
    return folder


def texts(name: str) -> bytes:
    return store.installed().read(SHIPPED.resource(name).path)


def from_pandas(data: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, na_values=[""])


def from_polars(data: bytes) -> pl.DataFrame:
    return pl.read_csv(data, infer_schema=False)


READERS = {"pandas": from_pandas, "polars": from_polars}


# Tables and version


def test_version_and_tables_are_those_of_the_descriptor() -> None:
    spec = json.loads(store.installed().read(store.DESCRIPTOR))

    assert bru.version == bru.__version__ == spec["version"]
    assert bru.tables() == [resource["name"] for resource in spec["resources"]]


def test_tables_of_a_folder_a_descriptor_and_a_zip_file(tmp_path: Path) -> None:
    folder = package(tmp_path, "a\n1\n", field("a"))
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.write(folder / "datapackage.json", "datapackage.json")
        archive.write(folder / "t.csv", "t.csv")

    for path in (folder, str(folder / "datapackage.json"), tmp_path / "p.zip"):
        assert bru.tables(path) == ["t"]
        assert bru.load("t", path)["a"].tolist() == ["1"]


def test_what_is_no_package_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no datapackage\.json"):
        bru.tables(tmp_path)
    (tmp_path / "datapackage.json").write_text("{")
    with pytest.raises(ValueError, match=r"datapackage\.json:1: not JSON"):
        bru.tables(tmp_path)


def test_unknown_table() -> None:
    with pytest.raises(KeyError, match=r"no table figure; there are sources, .*figures"):
        bru.load("figure")
    with pytest.raises(KeyError, match="no table figure"):
        bru.schema("figure")


def test_table_with_a_broken_schema(tmp_path: Path) -> None:
    files = judges.packed({"t": {"fields": []}, "u": {"fields": [field("a")]}}, {"u": "a\n"})
    (tmp_path / "datapackage.json").write_bytes(files["datapackage.json"])

    with pytest.raises(ValueError, match='"fields" must be a list'):
        bru.load("t", tmp_path)


# Typed frames


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_the_text_of_the_file(name: str) -> None:
    """Nothing is lost or rounded by loading, in any shipped table."""
    frame = bru.load(name)
    read, defects = table.read(texts(name), SHIPPED.resource(name), canonical=True)

    assert defects == []
    assert frame.columns.tolist() == list(read.header)
    assert frame.index.equals(pd.RangeIndex(len(read.lines)))
    for column, cells in read.columns.items():
        values = frame[column].astype(object)
        shown = ["" if pd.isna(v) else str(v) for v in values]
        if frame[column].dtype == "boolean":
            shown = [v.lower() for v in shown]
        assert shown == list(cells), column


@pytest.mark.parametrize("name", NAMES)
def test_dtypes_follow_the_schema(name: str) -> None:
    frame = bru.load(name)
    for field in SHIPPED.resource(name).schema.fields:
        dtype = frame[field.name].dtype
        if "enum" in field.constraints:
            assert dtype.categories.tolist() == field.constraints["enum"]
            assert not dtype.ordered
        else:
            kinds = {"integer": "Int64", "boolean": "boolean", "number": object}
            assert dtype == kinds.get(field.type, "string")


def test_types_and_missing_values(tmp_path: Path) -> None:
    folder = package(
        tmp_path,
        "w,n,b,y,e,s,d,extra\n"
        "9007199254740993,0.10,true,2023,lo,x,2023-05-12,1\n"
        "-,-,-,-,-,-,-,-\n"
        "+07,12345678901234567890.12345678901234567890,0,-0044,hi,,2023-05-13,\n",
        field("w", "integer"),
        field("n", "number"),
        field("b", "boolean"),
        field("y", "year"),
        field("e", constraints={"enum": ["lo", "mid", "hi"]}, categoriesOrdered=True),
        field("s"),
        field("d", "date"),
        missingValues=["-"],
        fieldsMatch="subset",
    )
    frame = bru.load("t", folder)

    assert frame["w"].tolist() == [2**53 + 1, pd.NA, 7]
    assert frame["n"].tolist()[::2] == [
        Decimal("0.1"),
        Decimal("12345678901234567890.12345678901234567890"),
    ]
    assert str(frame["n"][0]) == "0.10" and frame["n"][1] is None
    assert frame["b"].tolist() == [True, pd.NA, False]
    assert frame["y"].tolist() == [2023, pd.NA, -44]
    assert frame["e"].cat.categories.tolist() == ["lo", "mid", "hi"]
    assert frame["e"].max() == "hi" and frame["e"].isna().tolist() == [False, True, False]
    assert frame["s"].tolist() == ["x", pd.NA, ""]
    assert frame["d"].tolist() == ["2023-05-12", pd.NA, "2023-05-13"]
    assert frame["extra"].tolist() == ["1", "-", ""]
    assert [str(t) for t in frame.dtypes[["w", "n", "b", "y"]]] == [
        "Int64",
        "object",
        "boolean",
        "Int64",
    ]
    assert all(frame.dtypes[["s", "d", "extra"]] == "string")


def test_marks_that_the_field_declares(tmp_path: Path) -> None:
    fields = (
        field("n", "number", groupChar=" ", decimalChar=","),
        field("b", "boolean", trueValues=["yes"], falseValues=["no"]),
    )
    frame = bru.load("t", package(tmp_path, 'n,b\n"1 234,50",yes\n7,no\n', *fields))

    assert frame["n"].tolist() == [Decimal("1234.50"), Decimal(7)]
    assert frame["b"].tolist() == [True, False]


def test_no_rows(tmp_path: Path) -> None:
    fields = field("n", "number"), field("w", "integer"), field("s")
    frame = bru.load("t", package(tmp_path, "n,w,s\n", *fields))

    assert frame.shape == (0, 3)
    assert frame.dtypes.tolist() == [object, "Int64", "string"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('s,w\n"two\nlines",1\nx,ten\n', 't.csv:4: w: "ten" is not an integer'),
        ("s,w\nx,0\n", "t.csv:2: w: 0 is not at least 1"),
        ("s,w\nx,0\nX,1\n", "t.csv:2: w: 0 is not at least 1"),
        ("s,w\nX,1\nx,0\n", 't.csv:2: s: "X" does not match'),
        ("s,w\nx,9223372036854775808\n", 't.csv:2: w: "9223372036854775808" does not fit'),
        ("s,w\nx\n", "t.csv:2: 1 cell where the header has 2"),
        ("s\nx\n", 't.csv:1: column "w" is missing'),
        ("w,s\n1,x\n", 't.csv:1: column "w" stands where "s" belongs'),
        ('s,w\n"x,1\n', "t.csv:2: the quoting is broken"),
        ("", "t.csv: the file has no bytes"),
    ],
)
def test_what_does_not_fit(text: str, message: str, tmp_path: Path) -> None:
    """The error names file, line, field and value."""
    pattern = {"pattern": r"[a-z\n]+"}
    fields = field("s", constraints=pattern), field("w", "integer", constraints={"minimum": 1})
    folder = package(tmp_path, text, *fields)

    with pytest.raises(ValueError, match=f"^{message}"):
        bru.load("t", folder)


def test_an_unlisted_value_is_no_silent_gap(tmp_path: Path) -> None:
    folder = package(tmp_path, "e\na\nA\n", field("e", constraints={"enum": ["a"]}))

    with pytest.raises(ValueError, match=r'^t\.csv:3: e: "A" is not one of the listed values'):
        bru.load("t", folder)


def test_missing_file(tmp_path: Path) -> None:
    folder = package(tmp_path, "a\n", field("a"))
    (folder / "t.csv").unlink()

    with pytest.raises(FileNotFoundError):
        bru.load("t", folder)


# Derived columns

FIGURES = [
    field("figure_id"),
    field("obs_value", "number"),
    field("unit_mult", "integer"),
    field("decimals", "integer"),
    field("qualifier"),
    field("unit_measure"),
]
DATE = {"rdfType": "http://id.loc.gov/datatypes/edtf/EDTF"}


def test_bounds_of_figures(tmp_path: Path) -> None:
    rows = (
        "a,43.4,9,1,exact,USD",
        "b,50,9,0,exclusive_minimum,USD",
        "c,28,0,0,exact,count",
        "d,6,6,,about,USD",
        "e,7,0,0,maximum,percent",
        "f,,0,,exact,count",
    )
    text = "\n".join(["figure_id,obs_value,unit_mult,decimals,qualifier,unit_measure", *rows, ""])
    frame = bru.load("t", declaring(package(tmp_path, text, *FIGURES)), derived=True)

    assert [list(map(str, row)) for row in frame[["lower", "upper"]].values.tolist()] == [
        ["43350000000", "43450000000"],
        ["50000000000", "None"],
        ["28", "28"],
        ["5500000", "6500000"],
        ["None", "7"],
        ["None", "None"],
    ]
    assert frame.dtypes[["lower", "upper"]].tolist() == [object, object]


def test_bounds_that_cannot_be_had(tmp_path: Path) -> None:
    text = "figure_id,obs_value,unit_mult,decimals,qualifier,unit_measure\na,2.5,0,1,exact,count\n"
    folder = declaring(package(tmp_path, text, *FIGURES))

    assert "lower" not in bru.load("t", folder)
    with pytest.raises(ValueError, match=r"^t.csv:2: obs_value: 2.5 is not a whole number"):
        bru.load("t", folder, derived=True)


def test_bounds_of_dates(tmp_path: Path) -> None:
    text = "d\n2023-05\n2012/2015\n../2030\n2022/..\n-\n-0044\nY12345\n200X~\n2022-33\n"
    folder = package(tmp_path, text, field("d", **DATE), missingValues=["-"])
    frame = bru.load("t", folder, derived=True)

    assert frame.astype(object).where(frame.notna(), None).values.tolist() == [
        ["2023-05", "2023-05-01", "2023-05-31"],
        ["2012/2015", "2012-01-01", "2015-12-31"],
        ["../2030", None, "2030-12-31"],
        ["2022/..", "2022-01-01", None],
        [None, None, None],
        ["-0044", "-0044-01-01", "-0044-12-31"],
        ["Y12345", "+12345-01-01", "+12345-12-31"],
        ["200X~", "2000-01-01", "2009-12-31"],
        ["2022-33", "2022-01-01", "2022-03-31"],
    ]


def test_several_dates_and_one_that_is_none(tmp_path: Path) -> None:
    fields = field("built", **DATE), field("lost", **DATE)
    frame = bru.load("t", package(tmp_path, "built,lost\n1999,2001\n", *fields), derived=True)

    assert frame.columns.tolist() == [
        "built",
        "lost",
        "built_start",
        "built_end",
        "lost_start",
        "lost_end",
    ]
    (tmp_path / "t.csv").write_text("built,lost\n1999,May 2001\n")
    with pytest.raises(ValueError, match=r"^t.csv:2: lost: .*May 2001"):
        bru.load("t", tmp_path, derived=True)


def test_derived_columns_of_the_shipped_figures() -> None:
    plain, frame = bru.load("figures"), bru.load("figures", derived=True)

    pd.testing.assert_frame_equal(plain, frame[plain.columns])
    dates = [f"{f}_{side}" for f in ("time_period", "base_period") for side in ("start", "end")]
    assert [*frame.columns[len(plain.columns) :]] == ["lower", "upper", *dates]
    for row in frame.itertuples():
        value = row.obs_value.scaleb(int(row.unit_mult))
        assert row.lower is None or row.lower <= value
        assert row.upper is None or value <= row.upper


# pandera


@pytest.mark.parametrize("backend", READERS)
def test_shipped_tables_fit_their_schemas(backend: str) -> None:
    """Values, keys and references; the frames that come back have the types of the fields."""
    frames = {name: READERS[backend](texts(name)) for name in NAMES}
    typed = {n: bru.schema(n, backend=backend).validate(f, lazy=True) for n, f in frames.items()}
    for name, frame in typed.items():
        schema = bru.schema(name, backend=backend, tables=typed)
        again = schema.validate(frames[name], lazy=True)

        assert again.equals(frame)
        assert [*again.columns] == [*frames[name].columns]
        assert again.shape == frames[name].shape
    assert str(typed["claims"]["span_start"].dtype) == "Int64"
    assert str(typed["figures"]["obs_value"].dtype).lower() == "float64"


@pytest.mark.parametrize("backend", READERS)
def test_checks_are_those_of_pandera(backend: str) -> None:
    """A check for each constraint, of pandera's making, whose message begins with its name."""
    schema = bru.schema("figures", backend=backend)
    checks = {
        n: [(c.error.split(":")[0], c.name) for c in f.checks] for n, f in schema.columns.items()
    }
    columns = schema.columns

    assert schema.name == "figures" and schema.strict and schema.ordered
    assert checks["figure_id"] == [("pattern", "str_matches"), ("maxLength", "str_length")]
    assert columns["figure_id"].unique and not columns["figure_id"].nullable
    assert checks["unit_mult"] == [
        ("minimum", "greater_than_or_equal_to"),
        ("maximum", "less_than_or_equal_to"),
    ]
    assert columns["unit_mult"].coerce
    assert checks["qualifier"] == [("enum", "isin")]
    assert checks["time_period"] == []
    links = bru.schema("claim_actors", backend=backend)
    assert [check.name for check in links.checks] == ["primaryKey: claim_id, actor_id"]


@pytest.mark.parametrize("backend", READERS)
def test_rows_of_several_tables(backend: str, tmp_path: Path) -> None:
    """Keys of several fields, and references to tables that are given and to the table itself."""
    key = {"fields": ["a", "b"], "reference": {"resource": "u", "fields": ["a", "b"]}}
    own = {"fields": "up", "reference": {"resource": "", "fields": "b"}}
    fields = [field("a"), field("b", "integer"), field("up", "integer")]
    schemas = {
        "t": {"fields": fields, "foreignKeys": [key, own], "primaryKey": ["a", "b"]},
        "u": {"fields": fields[:2]},
    }
    rows = b"a,b,up\nx,1,\nx,2,1\ny,1,9\nx,01,2\n"
    files = judges.packed(schemas, {"t": rows.decode(), "u": "a,b\nx,1\nx,2\n"})
    folder = judges.write(files, tmp_path)
    read = READERS[backend]
    target = bru.schema("u", folder, backend=backend).validate(read(b"a,b\nx,1\nx,2\n"))

    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        bru.schema("t", folder, backend=backend, tables={"u": target}).validate(
            read(rows), lazy=True
        )
    cases = caught.value.failure_cases
    found = {*zip(cases["check"], cases["index"], strict=True)}
    assert found == {("primaryKey: a, b", 3), ("foreignKeys: a, b", 2), ("foreignKeys: up", 2)}


WRONG = {  # the headers that do not fit a schema of a and b
    "exact": {"a", "b,a", "a,b,c", "c"},
    "equal": {"a", "a,b,c", "c"},
    "subset": {"a", "c"},
    "superset": {"a,b,c", "c"},
    "partial": {"c"},
}


@pytest.mark.parametrize("backend", READERS)
@pytest.mark.parametrize("header", ["a,b", "a", "b,a", "a,b,c", "c"])
@pytest.mark.parametrize("match", WRONG)
def test_columns_by_fields_match(match: str, header: str, backend: str, tmp_path: Path) -> None:
    """A frame fits where a file with its header does."""
    data = f"{header}\n{header}\n".encode()
    folder = package(tmp_path, data.decode(), field("a"), field("b"), fieldsMatch=match)
    schema = bru.schema("t", folder, backend=backend)
    frame = READERS[backend](data)

    assert bool(bru.validate(folder).errors) == (header in WRONG[match])
    if header not in WRONG[match]:
        assert schema.validate(frame, lazy=True).equals(frame)
        return
    with pytest.raises(pandera.errors.SchemaErrors):
        schema.validate(frame, lazy=True)


@pytest.mark.parametrize("backend", READERS)
def test_a_key_without_its_column_is_the_columns_fault(backend: str, tmp_path: Path) -> None:
    fields = field("a"), field("b", constraints={"unique": True})
    folder = package(tmp_path, "a,b\n", *fields, primaryKey=["a", "b"])
    frame = READERS[backend](b"a\nx\nx\n")

    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        bru.schema("t", folder, backend=backend).validate(frame, lazy=True)
    assert set(caught.value.failure_cases["check"]) == {"column_in_dataframe"}


def test_a_frame_with_an_index_of_its_own(tmp_path: Path) -> None:
    """Rows are named by the index of the frame; 1 and 01 are one number."""
    schema = {"unique": True, "maximum": 5}
    folder = package(tmp_path, "a\n", field("a", "integer", constraints=schema))
    frame = pd.DataFrame({"a": ["1", "7", "01", None, None]}, index=list("vwxyz"))

    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        bru.schema("t", folder).validate(frame, lazy=True)
    cases = caught.value.failure_cases
    assert sorted(zip(cases["index"], cases["check"], strict=True)) == [
        ("w", "maximum: 5"),
        ("x", "unique: a"),
    ]


@pytest.mark.parametrize("backend", READERS)
def test_typed_frame(backend: str, tmp_path: Path) -> None:
    folder = package(tmp_path, "a\n", field("a", "integer", constraints={"maximum": 2}))
    make = pd.DataFrame if backend == "pandas" else pl.DataFrame
    schema = bru.schema("t", folder, backend=backend)

    assert schema.validate(make({"a": [1, 2]}), lazy=True)["a"].to_list() == [1, 2]
    with pytest.raises(pandera.errors.SchemaErrors):
        schema.validate(make({"a": [1, 3]}), lazy=True)


def test_unknown_backend() -> None:
    with pytest.raises(ValueError, match="no backend 'dask'; there are pandas and polars"):
        bru.schema("figures", backend="dask")


@pytest.mark.parametrize(("depth", "fails"), [("", False), ("SCHEMA_AND_DATA", True)])
def test_lazy_frames_of_polars(depth: str, fails: bool, tmp_path: Path) -> None:
    """What the docstring says of them is so."""
    folder = package(tmp_path, "a\n", field("a", "integer"))
    code = (
        "import sys, bru, polars as pl, pandera.errors\n"
        "frame = pl.LazyFrame({'a': ['x']})\n"
        "try: bru.schema('t', sys.argv[1], backend='polars').validate(frame, lazy=True)\n"
        "except pandera.errors.SchemaErrors: print('fails')"
    )
    depths = {"PANDERA_VALIDATION_DEPTH": depth} if depth else {}

    assert python(code, str(folder), **depths) == ("fails" if fails else "")


# Imports


def python(code: str, *arguments: str, **environment: str) -> str:
    """What a new interpreter prints last."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().rpartition("\n")[2]


@pytest.mark.parametrize(
    "code",
    [
        "import bru; bru.version",
        "import bru; bru.tables()",
        "import bru; bru.validate()",
        "import runpy; sys.argv[1:] = ['--help']; runpy.run_module('bru', None, '__main__')",
    ],
)
def test_heavy_libraries_are_imported_where_they_are_used(code: str) -> None:
    heavy = ["pandas", "numpy", "pandera", "frictionless", "polars", "duckdb", "pyspark"]
    show = f"print('loaded:', *(name for name in {heavy} if name in sys.modules))"

    assert python(f"import atexit, sys\natexit.register(lambda: {show})\n{code}") == "loaded:"
