"""A data package as values: Package, Resource, Schema, Field. Knows no table by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bru.model.problem import ADVICE, Defect, NotRun

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
NAMES_MARK = re.compile(r"sep=(.)\r?\n")  # a line above the header, for Excel

TEMPORAL = ("date", "time", "datetime")


class Field(NamedTuple):
    """One column as its Table Schema describes it; `spec` is the JSON as given.

    `listed`: the only values it may have, by its `enum` or else its `categories`, empty for any;
    `allowed` has them again, as they are compared.
    """

    name: str
    type: str
    format: str
    constraints: Mapping[str, Any]
    missing: frozenset[str]
    spec: Mapping[str, Any]
    listed: Sequence[Any] = ()
    allowed: frozenset[Any] = frozenset()

    @property
    def required(self) -> bool:
        """Whether every record must have a value."""
        return self.constraints.get("required") is True

    @property
    def is_edtf(self) -> bool:
        """Whether the field declares its values to be EDTF dates (by its rdfType)."""
        return self.spec.get("rdfType") == EDTF

    @property
    def form(self) -> str:
        """The pattern of strptime by which its dates or times are written, "" for none."""
        own = self.type in TEMPORAL and self.format not in ("default", "any")
        return self.format if own else ""

    @property
    def is_free_text(self) -> bool:
        """Whether it holds words for people, not codes, names of things elsewhere or dates."""
        coded = self.listed or "pattern" in self.constraints or self.is_edtf
        is_text = self.type == "string" or "type" not in self.spec
        return is_text and self.format == "default" and not coded


class ForeignKey(NamedTuple):
    """`fields` of this resource refer to `target_fields` of the resource `target`."""

    fields: tuple[str, ...]
    target: str
    target_fields: tuple[str, ...]


class Schema(NamedTuple):
    """Fields and keys of one table; `by_name` has the fields again."""

    fields: tuple[Field, ...]
    by_name: Mapping[str, Field]
    primary_key: tuple[str, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    foreign_keys: tuple[ForeignKey, ...]
    fields_match: str
    spec: Mapping[str, Any]

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError."""
        return self.by_name[name]

    @property
    def label(self) -> str:
        """The field whose text stands for a row: the first required free text; "" if none is."""
        return next((f.name for f in self.fields if f.is_free_text and f.required), "")


class Dialect(NamedTuple):
    """A Table Dialect with its defaults; rows are counted from 1.

    `header_rows`: empty where there is no header. `terminator`: "" for the usual line ends.
    """

    delimiter: str = ","
    quote: str = '"'
    double_quote: bool = True
    escape: str = ""
    skip_space: bool = False
    terminator: str = ""
    header_rows: tuple[int, ...] = (1,)
    header_join: str = " "
    comment_rows: frozenset[int] = frozenset()
    comment: str = ""
    null: str | None = None
    rows_at: str = ""  # the name under which a JSON file has them
    item_type: str = ""
    item_keys: tuple[str, ...] = ()
    sheet_number: int = 1
    sheet_name: str = ""
    counted: bool = False  # whether headerRows were given: then every row counts

    @property
    def is_simple(self) -> bool:
        """Whether records are lines of cells, the first of them the header."""
        plain = self.double_quote and not (self.escape or self.skip_space or self.terminator)
        no_comment = not (self.comment or self.comment_rows)
        return plain and no_comment and self.header_rows == (1,) and len(self.delimiter) == 1


class Resource(NamedTuple):
    """One resource: where its bytes are and what they should be.

    `path`: its first file, or the descriptor where the data stand in it; `files`: all of them.
    `format`: how its rows are read ("" for a file whose rows are not); `packed`: gz, zip or "".
    """

    name: str
    path: str
    schema: Schema
    encoding: str
    dialect: Dialect
    spec: Mapping[str, Any]
    files: tuple[str, ...] = ()
    format: str = "csv"
    packed: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it is one file of delimited text in the package."""
        return self.format == "csv" and not self.packed and self.files == (self.path,)

    @property
    def is_simple(self) -> bool:
        """Whether it is plain and its records are lines of cells under a header."""
        return self.is_plain and self.dialect.is_simple


class Package(NamedTuple):
    """A descriptor that could be read. `packs`: the packs of rules it declares.

    `resources` are its tables, `files` what has rows that are not read. `by_name` has the tables
    again, `width` is the number of all their fields.
    """

    name: str
    version: str
    descriptor: str
    packs: frozenset[str]
    editable: bool
    resources: tuple[Resource, ...]
    by_name: Mapping[str, Resource]
    defects: tuple[Defect, ...]
    not_run: tuple[NotRun, ...]
    spec: Mapping[str, Any]
    width: int
    files: tuple[Resource, ...] = ()

    @property
    def canonical(self) -> bool:
        """Whether it promises the one canonical form."""
        return "canonical" in self.packs

    @property
    def errors(self) -> tuple[Defect, ...]:
        """What is wrong with the descriptor and its schemas, without advice."""
        return tuple(defect for defect in self.defects if defect.kind not in ADVICE)

    @property
    def unsound(self) -> str:
        """The first error in words, before others one that leaves a file aside; "" for none."""
        d = min(self.errors, key=lambda d: d.kind != "outside", default=Defect("", ""))
        refused = f"the path {d.value} is refused: " if d.kind == "outside" else ""
        place = f"{d.path}:{d.line}" if d.line else d.path
        return f"{place}: {refused}{d.detail}" if d.kind else ""

    def resource(self, name: str) -> Resource:
        """The resource of that name. Raises KeyError."""
        return self.by_name[name]

    def has(self, **tables: str) -> bool:
        """Whether the package has these tables with these fields (space-separated)."""
        return all(
            k in self.by_name and set(v.split()) <= self.by_name[k].schema.by_name.keys()
            for k, v in tables.items()
        )
