"""What is asked of cells as expressions of Spark SQL.

Java's matcher tries one way after the other and goes deeper with each repetition, so it is given
short texts and expressions that cannot take long; all others are left for Python to judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bru.datapackage.ambiguity import measured
from bru.datapackage.types import identity, unique_spelling
from bru.engine import automaton
from bru.model.package import Field, Schema
from bru.model.question import Absent, Breaking, Columns
from bru.model.words import Doubled

LONG = 1000  # characters of a text that Java's matcher is given
WAYS = 10**6  # that it may have to try for one text
NUMBERS = {"integer": "[+-]?[0-9]{1,18}", "number": r"[+-]?[0-9]{1,18}(?:\.[0-9]{0,6})?"}
LETTER = r"[\p{L}\p{Nl}\p{No}]"
TWICE = rf"(?<!{LETTER})({LETTER}+)[^\p{{L}}\p{{Nl}}\p{{No}}]+\1(?!{LETTER})"  # a word, and again


def lit(text: str) -> str:
    """A text as a literal."""
    plain = (c if " " <= c <= "~" and c not in "'$\\" else f"\\U{ord(c):08X}" for c in text)
    return f"'{''.join(plain)}'"


def array(parts: Iterable[str]) -> str:
    """An array of texts."""
    return f"cast(array({', '.join(parts)}) as array<string>)"


def fields_of(q: Any) -> Sequence[str]:
    """The fields by whose cells a question chooses rows."""
    found: Sequence[str] = getattr(q, "fields", ())
    return found or ((q.left, q.right) if isinstance(q, Breaking) else (q.field,))


class Cells:
    """The cells of a table whose columns are c0, c1 … of some types, named by its header."""

    def __init__(
        self, table: str, schema: Schema, header: Sequence[str], types: Sequence[str], is_read: bool
    ) -> None:
        """`is_read`: by Spark's reader of CSV, to which an empty cell is none."""
        self.table, self.schema, self.header, self.is_read = table, schema, header, is_read
        own = (schema.by_name.get(name) for name in header)
        texts = (text_of(f"c{n}", types[n], field) for n, field in enumerate(own))
        self.written = dict(zip(header, texts, strict=True))  # cells as they stand in a file
        self.spellings: dict[str, Mapping[str, str]] = {}  # of fields: cell → another identity

    def cell(self, name: str) -> str:
        """The cells of a field, null where they are absent."""
        text = self.written[name]
        missing = [m for m in self.schema.field(name).missing if not any(map(surrogate, m))]
        if missing == [""]:
            return f"nullif({text}, '')"
        if self.is_read and "" not in missing:
            text = f"coalesce({text}, '')"
        if not missing:
            return text
        return f"if({text} in ({', '.join(map(lit, sorted(missing)))}), null, {text})"

    def texts(self, names: Iterable[str]) -> list[str]:
        """The cells of fields, "" where they are absent."""
        return [f"coalesce({self.cell(name)}, '')" for name in names]

    def row(self) -> str:
        """The columns `row`, the number of a row, and `own`, the cells of its primary key."""
        own = [n for n in self.schema.primary_key if n in self.header]
        hashed = ", ".join(f"c{self.header.index(n)}" for n in own or self.header)
        number = f"xxhash64({lit(self.table)}, {hashed or '1'}) & {2**63 - 1}L"
        cells = array(f"coalesce({self.written[n]}, '')" for n in own)
        return f"struct({number} row, {cells} own)"

    def key(self, names: Sequence[str]) -> str:
        """The cells of a key as they are compared, null where one is absent."""
        cells = [self.same(n) for n in names]
        if len(cells) == 1:
            return cells[0]
        parts = ", ".join(f"length({c}), ':', {c}" for c in cells)
        return f"concat({parts})"

    def same(self, name: str) -> str:
        """The identity of the cells of a field."""
        cell, known = self.cell(name), self.spellings.get(name)
        same = cell
        if number := self._number(name):
            decimal = f"cast(try_cast({cell} as decimal(24, 6)) as string)"
            plain = f"trim(trailing '.' from trim(trailing '0' from {decimal}))"
            same = f"if({matching(cell, number)}, {plain}, {cell})"
        if not known:
            return same
        pairs = ", ".join(f"{lit(given)}, {lit(new)}" for given, new in known.items())
        return f"coalesce(element_at(map({pairs}), {cell}), {same})"

    def _number(self, name: str) -> str | None:
        """The expression of numbers that Spark spells, where a field has such."""
        field = self.schema.field(name)
        return NUMBERS.get(field.type) if unique_spelling(field) else None

    def odd(self, name: str) -> str | None:
        """Whether a cell may not be its own identity; None if all are."""
        field, cell = self.schema.field(name), self.cell(name)
        if identity(field) is None:
            return None
        plain = self._number(name) or unique_spelling(field)
        fits = plain and matching(cell, plain)
        return f"{cell} is not null and not {fits}" if fits else f"{cell} is not null"

    def flag(self, q: Any) -> str:
        """Whether a row may be part of an answer."""
        names = fields_of(q)
        cells = [self.cell(name) for name in names]
        if isinstance(q, Absent):
            return f"{cells[0]} is null"
        text, found = cells[0], [f"{cell} is not null" for cell in cells]
        if isinstance(q, Breaking):
            low, high = (f"try_cast({cell} as decimal(38, 0))" for cell in cells)
            found.append(f"not coalesce({low} < {high}, false)")
        elif isinstance(q, Columns):
            text, found = f"concat_ws('\\u001f', {', '.join(self.texts(names))})", []
        elif isinstance(q, Doubled):
            found.append(holding(text, TWICE))
        only, unless, suspicion, among = (
            getattr(q, name, None) for name in ("only", "unless", "suspicion", "among")
        )
        if among is not None:
            found.append(f"{cells[0]} in ({', '.join(map(lit, sorted(among))) or 'null'})")
        if only is not None and (fits := matching(text, only)):
            found.append(f"({fits} or length({text}) > {LONG})")
        if suspicion is not None and not lasting(suspicion):
            sought = automaton.partly(suspicion)
            found += [holding(text, sought)] if sought else []
        unless = getattr(q, "accept", unless)
        if unless is not None and (fits := matching(text, unless)):
            found.append(f"not {fits}")
        return f"({' and '.join(found) or 'true'})"


def text_of(column: str, kind: str, field: Field | None) -> str:
    """Typed values as they would stand in a cell."""
    text = f"cast({column} as string)"
    if kind == "string":
        return column
    if kind == "boolean" and field:
        spec = field.spec
        yes, no = (spec.get(f"{w}Values") or [w] for w in ("true", "false"))
        return f"if({column}, {lit(str(yes[0]))}, if(not {column}, {lit(str(no[0]))}, null))"
    if kind.startswith("timestamp"):
        return f"replace({text}, ' ', 'T')"
    if kind in ("double", "float"):
        whole = f"{column} = floor({column}) and abs({column}) < 1e15"
        text = f"replace({text}, 'Infinity', 'INF')"
        if field and field.type in ("integer", "year"):
            return f"if({whole}, cast(cast({column} as bigint) as string), {text})"
    return f"to_json({column})" if kind.startswith(("array", "map", "struct", "variant")) else text


def surrogate(char: str) -> bool:
    """Whether a character is one that no text of UTF-8 has."""
    return "\ud800" <= char <= "\udfff"


def lasting(expression: str) -> bool:
    """Whether Java's matcher may have to try too many ways."""
    power, ways = measured(expression)
    return ways > 0 and (power > 6 or ways * (LONG + 1.0) ** power > WAYS)


def matching(text: str, accept: str) -> str | None:
    """Whether texts match an expression in full; None where that is for Python to say."""
    if bounds := automaton.lengths(accept):
        least, most = bounds
        return f"(length({text}) between {least} and {2**31 - 1 if most is None else most})"
    found = automaton.translated(accept)
    if found is None or lasting(accept):
        return None
    return f"(length({text}) <= {LONG} and {text} rlike {lit(found)})"


def holding(text: str, sought: str) -> str:
    """Whether an expression is found in texts, or may be."""
    return f"(length({text}) > {LONG} or {text} rlike {lit(sought)})"
