"""What is asked of cells as expressions of Spark SQL.

Java's matcher tries one way after the other and goes deeper with each repetition, so it is given
short texts and expressions that cannot take long; all others are left for Python to judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bru.datapackage.ambiguity import measured
from bru.datapackage.types import unique_spelling
from bru.engine import automaton
from bru.model.package import Field
from bru.model.question import BETWEEN, Absent, Breaking, Columns
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
    """An array of texts, "" where one is absent."""
    texts = (f"coalesce({part}, '')" for part in parts)
    return f"cast(array({', '.join(texts)}) as array<string>)"


def written(column: str, kind: str, field: Field | None) -> str:
    """The values of a column of some type as they would stand in a file."""
    text = f"cast({column} as string)"
    if kind == "boolean" and field:
        yes, no = (field.spec.get(f"{w}Values") or [w] for w in ("true", "false"))
        return f"if({column}, {lit(str(yes[0]))}, if(not {column}, {lit(str(no[0]))}, null))"
    if kind.startswith("timestamp"):
        return f"replace({text}, ' ', 'T')"
    if kind in ("double", "float"):
        text = f"replace({text}, 'Infinity', 'INF')"
        if field and field.type in ("integer", "year"):
            whole = f"{column} = floor({column}) and abs({column}) < 1e15"
            return f"if({whole}, cast(cast({column} as bigint) as string), {text})"
    if kind.startswith(("array", "map", "struct", "variant")):
        return f"to_json({column})"
    return column if kind == "string" else text


def present(text: str, field: Field, is_read: bool) -> str:
    """The cells of a field, null where they are absent.

    `is_read`: by Spark's reader of CSV, to which an empty cell is none.
    """
    missing = sorted(field.missing)
    if is_read and "" not in missing:
        text = f"coalesce({text}, '')"
    return f"if({text} in ({', '.join(map(lit, missing))}), null, {text})" if missing else text


def spelled(field: Field) -> str | None:
    """An expression for cells whose identity `same` knows; None: for none."""
    plain = unique_spelling(field)
    return plain and NUMBERS.get(field.type, plain)


def same(cell: str, field: Field, known: Mapping[str, str]) -> str:
    """The identity of cells. `known`: those of cells that are not `spelled`."""
    found, plain = cell, spelled(field)
    if plain and field.type in NUMBERS:
        decimal = f"cast(try_cast({cell} as decimal(24, 6)) as string)"
        cut = f"regexp_replace({decimal}, '[.]?0+$', '')"
        found = f"if({matching(cell, plain)}, {cut}, {cell})"
    pairs = ", ".join(f"{lit(given)}, {lit(new)}" for given, new in known.items())
    return f"coalesce(element_at(map({pairs}), {cell}), {found})" if pairs else found


def flag(q: Any, cells: Sequence[str]) -> str:
    """Whether a row may be part of an answer; `cells` of the fields that the question names."""
    if isinstance(q, Absent):
        return f"{cells[0]} is null"
    text, found = cells[0], [f"{cell} is not null" for cell in cells]
    if isinstance(q, Breaking):
        low, high = (f"try_cast({cell} as decimal(38, 0))" for cell in cells)
        found.append(f"not coalesce({low} < {high}, false)")
    elif isinstance(q, Columns):
        text, found = f"array_join({array(cells)}, {lit(BETWEEN)})", []
    elif isinstance(q, Doubled):
        found.append(f"(length({text}) > {LONG} or {text} rlike {lit(TWICE)})")
    if (among := getattr(q, "among", None)) is not None:
        found.append(f"{cells[0]} in ({', '.join(map(lit, sorted(among))) or 'null'})")
    if (only := getattr(q, "only", None)) is not None and (fits := matching(text, only)):
        found.append(f"({fits} or length({text}) > {longest(only)})")
    if (suspicion := getattr(q, "suspicion", None)) is not None:
        part, long = automaton.partly(suspicion), longest(suspicion)
        found += [f"(length({text}) > {long} or {text} rlike {lit(part)})"] if part and long else []
    unless = getattr(q, "accept", getattr(q, "unless", None))
    if unless is not None and (fits := matching(text, unless)):
        found.append(f"not {fits}")
    return f"({' and '.join(found) or 'true'})"


def longest(expression: str) -> int:
    """Characters of a text for which Java's matcher cannot try too many ways; 0: of none."""
    power, ways = measured(expression)
    if not power:
        return LONG if ways < WAYS else 0
    return max(0, int(min(LONG, (WAYS / ways) ** (1 / power) - 1)))


def matching(text: str, accept: str) -> str | None:
    """Whether texts match an expression in full; None where that is for Python to say."""
    if bounds := automaton.lengths(accept):
        least, most = bounds
        return f"(length({text}) between {least} and {2**31 - 1 if most is None else most})"
    found, long = automaton.translated(accept), longest(accept)
    return f"(length({text}) <= {long} and {text} rlike {lit(found)})" if found and long else None
