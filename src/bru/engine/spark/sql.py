"""What is asked of lines and cells as expressions of Spark SQL.

Java's matcher tries one way after the other and goes deeper with each repetition, so it is given
short texts and expressions that cannot take long; all others are left for Python to judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bru.datapackage.ambiguity import measured
from bru.engine import automaton
from bru.engine.exact import BAD
from bru.engine.spark.number import lit, number, plain_rank, rank
from bru.model import limits
from bru.model.package import Resource, Schema
from bru.model.question import Absent, Breaking, Columns, Fold, Suspected, Unmatched
from bru.model.words import Doubled

LONG = 1000  # characters of a text that Java's matcher is given
WAYS = 10**6  # that it may have to try for one text


def array(parts: Iterable[str]) -> str:
    """An array of texts."""
    return f"cast(array({', '.join(parts)}) as array<string>)"


def by_table(parts: Mapping[int, str], other: str) -> str:
    """What holds for each of some tables, of which a row is in table `t`."""
    groups: dict[str, list[int]] = {}
    for table, part in parts.items():
        groups.setdefault(part, []).append(table)
    if len(groups) == 1:
        return next(iter(groups))
    whens = (f"when t in ({', '.join(map(str, n))}) then {part}" for part, n in groups.items())
    return f"case {' '.join(whens)} else {other} end" if groups else other


def sign(mark: str) -> str:
    """A character in an expression of Java."""
    return rf"\x{{{ord(mark):x}}}"


def formed(resource: Resource, width: int, canonical: bool) -> str:
    """Whether a line is a record of `width` cells in good form, as in `bru.engine.polars.lines`."""
    mark, quote = sign(resource.dialect.delimiter), sign(resource.dialect.quote)
    bare = f"[^{mark}{quote}{BAD}]*+"
    within = f"[^{quote}{BAD}]*+(?:{quote}{quote}[^{quote}{BAD}]*+)*+"
    if canonical:  # quotes only where they are needed
        within = f"{bare}(?:{mark}|{quote}{quote}){within}"
    cell = f"(?:{quote}{within}{quote}|{bare})"
    good = rf"\A{cell}(?:{mark}{cell}){{{width - 1}}}+\r?\z"
    empty = rf"\A(?:{quote}{quote})?+(?:{mark}(?:{quote}{quote})?+)*+\r?\z"
    short = f"octet_length(value) <= {limits.CELL}"
    return f"({short} and value rlike {lit(good)} and not value rlike {lit(empty)})"


def split(resource: Resource) -> str:
    """The cells of a line in good form."""
    mark, quote = resource.dialect.delimiter, resource.dialect.quote
    text = r"regexp_replace(value, '\\r\\z', '')"
    inner = f"[^{sign(quote)}]*+"
    quoted = f"{sign(quote)}{inner}(?:{sign(quote)}{sign(quote)}{inner})*+{sign(quote)}"
    cells = lit(f"{sign(mark)}({quoted}|[^{sign(mark)}{sign(quote)}]*+)")
    bare = f"replace(substring(x, 2, length(x) - 2), {lit(quote * 2)}, {lit(quote)})"
    cell = f"x -> if(startswith(x, {lit(quote)}), {bare}, x)"
    return (
        f"if(contains(value, {lit(quote)}), "
        f"transform(regexp_extract_all(concat({lit(mark)}, {text}), {cells}, 1), {cell}), "
        f"split({text}, {lit(sign(mark))}, -1))"
    )


class Cells:
    """The cells of a table whose records are arrays `p`."""

    def __init__(self, schema: Schema, header: Sequence[str]) -> None:
        self.schema, self.header = schema, header

    def written(self, name: str) -> str:
        """The cells of a field as they are."""
        return f"get(p, {self.header.index(name)})"

    def cell(self, name: str) -> str:
        """The cells of a field, null where they are absent."""
        text = self.written(name)
        missing = [m for m in self.schema.field(name).missing if not any(map(surrogate, m))]
        if missing == [""]:
            return f"nullif({text}, '')"
        if not missing:
            return text
        return f"if({text} in ({', '.join(map(lit, sorted(missing)))}), null, {text})"

    def texts(self, names: Iterable[str]) -> list[str]:
        """The cells of fields, "" where they are absent."""
        return [f"coalesce({self.cell(n)}, '')" for n in names]

    def joined(self, names: Sequence[str]) -> str:
        """The cells of fields as one text."""
        return f"concat_ws('\\u001f', {', '.join(self.texts(names))})"

    def own(self) -> str:
        """The cells of the primary key, as they are."""
        names = [n for n in self.schema.primary_key if n in self.header]
        return array(f"coalesce({self.written(n)}, '')" for n in names)

    def key(self, names: Iterable[str]) -> str:
        """The cells of a key as they are compared, null where one is absent."""
        fields = [(self.schema.field(n), self.cell(n)) for n in names]
        cells = [number(f, c) if f.type in ("integer", "number") else c for f, c in fields]
        there = " and ".join(f"{cell} is not null" for _, cell in fields)
        return f"if({there}, {array(cells)}, null)"

    def sorting(self, names: Sequence[str], numeric: Sequence[bool]) -> str:
        """A key as it sorts: numbers by value, then texts by code point."""
        parts = []
        for name, is_number in zip(names, numeric, strict=True):
            text = f"coalesce({self.written(name)}, '')"
            parts.append(rank(text) if is_number else plain_rank(text, 0))
        return f"array({', '.join(parts)})"

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

    def fold(self, fold: Fold) -> str | None:
        """What a fold leaves of short texts of ASCII, null for nothing; None: Python has to."""
        text = f"lower({self.joined(fold.fields)})"
        for given, new in fold.changes:
            found = automaton.partly(given)
            if found is None or lasting(given):
                return None
            new = new.replace("\\", "\\\\").replace("$", "\\$")
            text = f"regexp_replace({text}, {lit(found)}, {lit(new)})"
        if fold.words:
            words = f"filter(split({text}, ' '), x -> x != '')"
            text = f"array_join(array_sort({words}), ' ')"
        return f"nullif({text}, '')"

    def by_hand(self, fold: Fold) -> str:
        """Whether Python has to fold the text of a row."""
        text = self.joined(fold.fields)
        return f"(octet_length({text}) != length({text}) or length({text}) > {LONG})"


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
