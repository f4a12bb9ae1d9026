"""The sheet of what is to do: one row a passage, in columns that a person can fill in.

A row has a passage in place of a span and its hashes, names in place of IDs, and numbers in words.
Several things of one cell stand with "; " between them.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from bru.claims.prose.hedges import SURE
from bru.claims.prose.quantity import MAXIMUM, MINIMUM, Quantity, decimal
from bru.claims.prose.reader import read
from bru.claims.prose.units import COUNT, PERCENT
from bru.claims.prose.written import stated
from bru.claims.todo.names import Names
from bru.claims.todo.work import Task, Work, time
from bru.model.package import Package

BETWEEN = "; "
POINT = "percentage_point"  # is no unit of the tables
CODE = re.compile("[A-Z]{3}|[a-z]+(?:_[a-z]+)+")  # of a unit, perhaps one that the sheet adds
NUMBERS = "number", "alone", "year", "vague"
UNKNOWN = "?"  # a measure that is to be filled in
LOCATED = "table source passage nth exclude".split()
TIED = "actors projects outlets figures question".split()
ENTITIES = "name country part_of status status_as_of description".split()  # of new ones
TOLD = "dates hedges".split()
LEFT_OUT = "source_id span_start span_end span_words span_sha256 span_exact_sha256".split()
COLUMNS: Mapping[str, str] = {  # all but those of tables, which are as they are there
    "table": "Empty for a claim; else the table of the row, such as actors, projects or "
    "claim_links, whose columns it fills. A claim is named by its statement.",
    "source": "ID of the source, or the name of a document's file that is not a source yet.",
    "passage": "Wording of the document; shorten it to what one claim says.",
    "nth": "Which occurrence of the passage, from 1; empty if there is only one.",
    "exclude": "Why the passage needs no claim: a reason of exclusions.",
    "actors": "Actors that the claim is about, by name or ID, each with its role, `mentioned` "
    "unless given: `Mira Berg: subject; Nordbank: object`.",
    "projects": "Projects that it is about, by name or ID.",
    "outlets": "Outlets that the passage cites, by name or ID, with the date of what is cited: "
    "`NAME [@DATE]`.",
    "figures": "Numbers as `MEASURE: words [@TIME]`, such as `trade: more than 50 billion USD "
    "@2022`. Replace `?` by the ID or name of a measure, or delete the number. Without TIME, that "
    "of the claim holds. Columns of figures, such as `ref_area`, may be added; they apply to all "
    "numbers of the row.",
    "question": "What the passage raises and no document answers.",
    "dates": "For information: dates in the passage, with XXXX for a year that it does not state "
    "and `?` after a day that is worked out from a weekday.",
    "hedges": "For information: hedging words of the passage, possible ones in brackets.",
}


class Figure(NamedTuple):
    """A number of a sheet: what the fields of a figure are made of, and its words with the unit."""

    measure: str
    value: Decimal
    power: int
    qualifier: str
    unit: str
    time: str = ""
    words: str = ""


def fields(package: Package) -> list[str]:
    """The fields of claims that a row of the sheet has."""
    table = package.by_name.get("claims")
    names = [field.name for field in table.schema.fields] if table else ["claim_id", "statement"]
    return [name for name in names if name not in LEFT_OUT]


def header(package: Package) -> list[str]:
    """The columns of the sheet of a package."""
    return [*LOCATED, *fields(package), *TIED, *TOLD, *ENTITIES]


def write(package: Package, works: Iterable[Work], names: Names) -> str:
    """The sheet as CSV, with a blank for what a terminal or an editor may take for a command."""
    out = io.StringIO()
    columns = header(package)
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for work in works:
        writer.writerows(row(work.source_id, task, names) for task in work.tasks)
    return "".join(map(shown, out.getvalue()))


def shown(char: str) -> str:
    """A character of the sheet; nothing for one that is not seen, a blank for a control code."""
    if char.isprintable() or char == "\n":
        return char
    return "" if unicodedata.category(char) == "Cf" else " "


def row(source: str, task: Task, names: Names) -> dict[str, str]:
    """A task as a row: what is sure is filled in."""
    found, told = task.found, dict[str, str]()
    told["hedged"] = hedged(task)
    told["time_period"] = time(found.dates)
    told["time_inferred"] = "false" if told["time_period"] else ""
    told["actors"] = BETWEEN.join(names.actors[a].name for a in found.actors)
    told["projects"] = BETWEEN.join(names.projects[p].name for p in found.projects)
    told["outlets"] = BETWEEN.join(names.actors[a].name for a in found.outlets)
    told["figures"] = BETWEEN.join(
        f"{UNKNOWN}: {words}" for q in found.numbers for words in said(q)
    )
    told["dates"] = BETWEEN.join(dict.fromkeys(date.edtf for date in found.dates))
    told["hedges"] = BETWEEN.join(
        hedge.words if hedge.kind == SURE else f"({hedge.words})" for hedge in found.hedges
    )
    nth = str(task.nth) if task.nth else ""
    return {"source": source, "passage": task.passage, "nth": nth, **told}


def hedged(task: Task) -> str:
    """Whether a passage hedges, "" where a person has to decide."""
    if any(hedge.kind == SURE for hedge in task.found.hedges):
        return "true"
    return "" if task.found.hedges else "false"


def said(quantity: Quantity) -> Iterator[str]:
    """A number in words that are read as the same: the two ends of a range."""
    unit = "" if quantity.unit == COUNT else quantity.unit
    bounds = (quantity.lower, quantity.upper) if quantity.is_range else (quantity.lower,)
    qualifiers = (MINIMUM, MAXIMUM) if quantity.is_range else (quantity.qualifier,)
    for bound, qualifier in zip(bounds, qualifiers, strict=True):
        if quantity.kind == "fraction" and not unit:
            yield stated(round_to(bound * 100, 1), 0, qualifier, PERCENT)
        else:
            yield stated(digits(bound, quantity.decimals), quantity.scale, qualifier, unit)


def round_to(value: Fraction, places: int) -> Decimal:
    """A number rounded to so many places, fewer if it ends before."""
    found = Decimal(round(value * 10**places)).scaleb(-places).normalize()
    return found.quantize(Decimal(1)) if found == found.to_integral() else found


def digits(value: Fraction, places: int) -> Decimal:
    """A number with the digits that were stated."""
    found = decimal(value)
    return found.quantize(Decimal(1).scaleb(-places)) if places else Decimal(f"{found:f}")


def figure(text: str, language: str = "en") -> Figure:
    """One number: `MEASURE: words [@TIME]`. Raises ValueError."""
    measure, mark, rest = text.partition(":")
    words, _, time = (part.strip() for part in rest.partition("@"))
    found = [q for q in read(words, language).quantities if q.kind in NUMBERS]
    if not mark or not found or found[0].is_range or len({q.start for q in found}) > 1:
        raise ValueError(f"{text} is no number; expected MEASURE: words [@TIME]")
    q = found[0]
    unit = q.unit.replace(POINT, PERCENT) or COUNT
    if unit == COUNT and (code := CODE.fullmatch(words[q.end :].strip())):
        unit = code[0]
    return Figure(
        measure.strip(),
        digits(q.lower, q.decimals),
        q.scale,
        q.qualifier,
        unit,
        time,
        words[q.start : q.end],
    )
