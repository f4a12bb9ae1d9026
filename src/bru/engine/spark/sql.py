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
from bru.model.question import Absent, Breaking, Columns, Suspected, Unmatched
from bru.model.words import Doubled

LONG = 1000  # characters of a text that Java's matcher is given
WAYS = 10**6  # that it may have to try for one text
NUMBERS = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
NUMBER = rf"\A{NUMBERS}\z"
WHOLE = r"\A(?:-?[1-9][0-9]*|0)\z"  # whole numbers in the one spelling
DIGITS, BROKEN = r"\A[+-]?0*([0-9]*)", r"\.([0-9]*?)0*\z"  # before and after the point
LETTER = r"[\p{L}\p{Nl}\p{No}]"
TWICE = rf"(?<!{LETTER})({LETTER}+)[^\p{{L}}\p{{Nl}}\p{{No}}]+\1(?!{LETTER})"  # a word, and again
MOMENT = "yyyy-MM-dd'T'HH:mm:ss"
Spellings = Mapping[str, str]  # cell → its identity


def lit(text: str) -> str:
    """A text as a literal."""
    plain = (c if " " <= c <= "~" and c not in "'$\\" else f"\\U{ord(c):08X}" for c in text)
    return f"'{''.join(plain)}'"


def array(parts: Iterable[str]) -> str:
    """An array of texts."""
    return f"cast(array({', '.join(parts)}) as array<string>)"


class Cells:
    """The cells of a table whose columns are c0, c1 … of some types, named by its header."""

    def __init__(
        self, schema: Schema, header: Sequence[str], types: Sequence[str], is_read: bool
    ) -> None:
        """`is_read`: by Spark's reader of CSV, to which an empty cell is none."""
        self.schema, self.header, self.types, self.is_read = schema, header, types, is_read
        self.spellings: dict[str, Spellings] = {}  # of fields: what is not its own identity

    def written(self, name: str) -> str:
        """The cells of a field as they would stand in a file."""
        at = self.header.index(name)
        return text_of(f"c{at}", self.types[at], self.schema.by_name.get(name))

    def cell(self, name: str) -> str:
        """The cells of a field, null where they are absent."""
        text = self.written(name)
        missing = [m for m in self.schema.field(name).missing if not any(map(surrogate, m))]
        if missing == [""]:
            return f"nullif({text}, '')"
        if self.is_read and "" not in missing:
            text = f"coalesce({text}, '')"
        if not missing:
            return text
        return f"if({text} in ({', '.join(map(lit, sorted(missing)))}), null, {text})"

    def text(self, name: str) -> str:
        """The cells of a field, "" where they are absent."""
        return f"coalesce({self.cell(name)}, '')"

    def joined(self, names: Sequence[str]) -> str:
        """The cells of fields as one text."""
        return f"concat_ws('\\u001f', {', '.join(map(self.text, names))})"

    def own(self) -> str:
        """The cells of the primary key, as they are."""
        names = [n for n in self.schema.primary_key if n in self.header]
        return array(f"coalesce({self.written(n)}, '')" for n in names)

    def row(self) -> str:
        """The number of a row."""
        names = [n for n in self.schema.primary_key if n in self.header] or self.header
        hashed = ", ".join(f"c{self.header.index(n)}" for n in names) or "1"
        return f"(xxhash64({hashed}) & {2**63 - 1}L)"

    def key(self, names: Sequence[str]) -> str:
        """The cells of a key as they are compared, null where one is absent."""
        cells = [self.same(n) for n in names]
        if len(cells) == 1:
            return cells[0]
        there = " and ".join(f"{self.cell(n)} is not null" for n in names)
        parts = ", ".join(f"length({c}), ':', {c}" for c in cells)
        return f"if({there}, concat({parts}), null)"

    def same(self, name: str) -> str:
        """The identity of the cells of a field."""
        cell, known = self.cell(name), self.spellings.get(name)
        same = cell
        if self.is_number(name):
            plain = f"{cell} is null or {cell} rlike {lit(WHOLE)}"
            same = f"if({plain} or not {cell} rlike {lit(NUMBER)}, {cell}, {spelled(cell)})"
        if not known:
            return same
        given, new = (f"array({', '.join(map(lit, side))})" for side in (known, known.values()))
        return f"coalesce(element_at(map_from_arrays({given}, {new}), {cell}), {same})"

    def is_number(self, name: str) -> bool:
        """Whether a field has numbers without marks of its own."""
        field = self.schema.field(name)
        marks = {"groupChar", "decimalChar", "bareNumber"} & {*field.spec}
        return field.type in ("integer", "number") and not marks

    def odd(self, name: str) -> str | None:
        """Whether a cell may not be its own identity; None if all are."""
        field, cell = self.schema.field(name), self.cell(name)
        if identity(field) is None:
            return None
        plain = NUMBERS if self.is_number(name) else unique_spelling(field)
        fits = plain and matching(cell, plain)
        return f"({cell} is not null and not {fits})" if fits else f"{cell} is not null"

    def flag(self, part: Unmatched | Suspected | Doubled | Absent | Breaking | Columns) -> str:
        """Whether a row may be part of an answer."""
        match part:
            case Absent(_, name):
                return f"{self.cell(name)} is null"
            case Unmatched(_, name, accept):
                fits = None if accept is None else matching(self.cell(name), accept)
                there = f"{self.cell(name)} is not null"
                return there if fits is None else f"({there} and not {fits})"
            case Doubled(_, name):
                return f"{self.cell(name)} is not null"
            case Doubled(_, name):
                cell = self.cell(name)
                twice = f"length({cell}) > {LONG} or {cell} rlike {lit(TWICE)}"
                return f"({cell} is not null and ({twice}))"
            case Suspected(_, name, suspicion):
                return suspected(self.cell(name), suspicion)
            case Breaking(_, left, right):
                cells = [self.cell(left), self.cell(right)]
                there = " and ".join(f"{c} is not null" for c in cells)
                low, high = (f"try_cast({c} as decimal(38, 0))" for c in cells)
                return f"({there} and not coalesce({low} < {high}, false))"
        text, found = self.joined(part.fields), ["true"]
        if part.among is not None:
            known = ", ".join(map(lit, sorted(part.among))) or "null"
            found.append(f"coalesce({self.cell(part.fields[0])} in ({known}), false)")
        if part.only is not None and (fits := matching(text, part.only)) is not None:
            found.append(f"({fits} or length({text}) > {LONG})")
        if part.suspicion is not None:
            found.append(suspected(text, part.suspicion))
        if part.unless is not None and (fits := matching(text, part.unless)) is not None:
            found.append(f"not {fits}")
        return f"({' and '.join(found)})"


def judged_by(q: Any) -> Sequence[str]:
    """The fields whose cells say whether a flagged row is part of an answer."""
    match q:
        case Absent():
            return ()
        case Breaking(_, left, right):
            return left, right
        case Columns(_, fields):
            return fields
    return (str(q.field),)


def spelled(text: str) -> str:
    """A number without needless zeros and signs."""
    whole = f"coalesce(nullif(regexp_extract({text}, {lit(DIGITS)}, 1), ''), '0')"
    digits = f"regexp_extract({text}, {lit(BROKEN)}, 1)"
    plain = f"concat({whole}, if({digits} = '', '', concat('.', {digits})))"
    return f"if({plain} = '0' or not startswith({text}, '-'), {plain}, concat('-', {plain}))"


def text_of(column: str, kind: str, field: Field | None) -> str:
    """Typed values as they would stand in a cell."""
    if kind == "string":
        return column
    if kind == "boolean" and field:
        yes, no = (
            field.spec.get(n) or [w] for n, w in (("trueValues", "true"), ("falseValues", "false"))
        )
        return f"if({column}, {lit(str(yes[0]))}, if(not {column}, {lit(str(no[0]))}, null))"
    if kind.startswith("timestamp"):
        micros = f"date_format({column}, '.SSSSSS')"
        rest = f"if({micros} = '.000000', '', {micros})"
        return f"concat(date_format({column}, {lit(MOMENT)}), {rest})"
    if kind in ("double", "float"):
        whole = f"{column} = floor({column}) and abs({column}) < 1e15"
        text = f"replace(cast({column} as string), 'Infinity', 'INF')"
        if field and field.type in ("integer", "year"):
            return f"if({whole}, cast(cast({column} as bigint) as string), {text})"
        return text
    if kind.startswith(("array", "map", "struct", "variant")):
        return f"to_json({column})"
    return f"cast({column} as string)"


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


def suspected(text: str, suspicion: str) -> str:
    """Whether an expression is found in texts, or may be."""
    found = None if lasting(suspicion) else automaton.partly(suspicion)
    there = f"{text} is not null"
    return (
        there
        if found is None
        else f"({there} and (length({text}) > {LONG} or {text} rlike {lit(found)}))"
    )
