"""Faults of what a document prints: names, titles, outlets, numbers, units, dates, speakers."""

from __future__ import annotations

import re
from fractions import Fraction

from bru.claims.documents.mention import beginnings, keywords
from bru.claims.documents.printed import prints
from bru.claims.documents.stated import values
from tools.faults.kinds import Mutants, cell, cells, kind
from tools.faults.kinds.document import spans, texts
from tools.shipped import Shipped


def source_of(shipped: Shipped) -> dict[str, str]:
    """The source of each claim."""
    return {row[0]: row[1] for row in shipped["claims"].rows}


def slips(text: str) -> tuple[str, ...]:
    """A text mistyped."""
    return (text + text[-1], text[:-1], text[:2] + text[3:], text[0] + "x" + text[1:])


@kind("BRU614")
def name_misspelled(shipped: Shipped) -> Mutants:
    """A name that a document is said to use is mistyped, or that of another document."""
    grid, known = shipped["actor_names"], texts(shipped)
    for row, name in cells(grid, "name"):
        document = known[grid.cell(row, "source_id")][1]
        for value in slips(name):
            if not prints(document, value):
                yield cell(shipped, grid, row, "name", value, "BRU614")
        for source, (_, other) in known.items():
            if not prints(other, name):
                yield cell(shipped, grid, row, "source_id", source, "BRU614", at="name")


@kind("BRU615")
def actor_misspelled(shipped: Shipped) -> Mutants:
    """The name of an actor has a word that no document prints."""
    grid, publishers = shipped["actors"], shipped["sources"].column("publisher")
    for row, name in cells(grid, "name"):
        if grid.cell(row, "actor_id") not in publishers:
            for value in (f"{name} Zqortle", f"Vexmundor {name}", f"{name} of Quibblewick"):
                yield cell(shipped, grid, row, "name", value, "BRU615")


@kind("BRU616")
def outlet_misspelled(shipped: Shipped) -> Mutants:
    """The outlet that a claim names is mistyped, or has another date."""
    grid, known = shipped["claims"], texts(shipped)
    for row, outlet in cells(grid, "reported_via"):
        document = known[grid.cell(row, "source_id")][1]
        dated = re.sub("[0-9]", lambda m: str((int(m[0]) + 3) % 10), outlet)
        for value in (*slips(outlet), outlet.upper(), dated):
            if value != outlet and not prints(document, value):
                yield cell(shipped, grid, row, "reported_via", value, "BRU616")


@kind("BRU617")
def outlet_left_out(shipped: Shipped) -> Mutants:
    """A passage cites an outlet, and its claim names none."""
    grid = shipped["claims"]
    for row, document, start, end in spans(shipped):
        outlet = grid.cell(row, "reported_via")
        cited = f"({outlet.partition(',')[0]}, " in document[start:end]
        if outlet and cited and "citation" not in grid.cell(row, "note").lower():
            others = grid.column("reported_via").count(outlet)
            same = [
                o for o in grid.column("reported_via") if o.split(",")[0] == outlet.split(",")[0]
            ]
            if others > 1 or len(same) > 1:
                yield cell(shipped, grid, row, "reported_via", "", "BRU617")


@kind("BRU618")
def title_misspelled(shipped: Shipped) -> Mutants:
    """The title of a position is mistyped, or is not the one that the document prints."""
    grid, known, sources = shipped["positions"], texts(shipped), source_of(shipped)
    for row, title in cells(grid, "title"):
        document = known[sources[grid.cell(row, "claim_id")]][1]
        for value in (*slips(title), f"Deputy {title}", f"former {title}", title.upper()):
            if value != title and not prints(document, value):
                yield cell(shipped, grid, row, "title", value, "BRU618")


@kind("BRU619")
def number_of_statement_wrong(shipped: Shipped) -> Mutants:
    """A statement has a number that its document does not print."""
    grid, known = shipped["claims"], texts(shipped)
    for row, text in cells(grid, "statement"):
        printed = values(known[grid.cell(row, "source_id")][1], "en")
        rest = values(f"{grid.cell(row, 'note')} {grid.cell(row, 'time_period')}", "en")
        for match in re.finditer(r"(?<![\w.,-])[0-9]+(?![\w.,-])", text):
            for value in ("7141", match[0] + "3", match[0][::-1] + "9"):
                if Fraction(value) not in printed | rest:
                    changed = text[: match.start()] + value + text[match.end() :]
                    yield cell(shipped, grid, row, "statement", changed, "BRU619")


@kind("BRU620")
def unit_of_figure_wrong(shipped: Shipped) -> Mutants:
    """A figure has a unit or a power of ten of which its passage does not speak."""
    grid = shipped["figures"]
    words = {"EUR": "eur|€", "RUB": "r[uo]+b", "decade": "decade", "week": "week", "day": r"\bday"}
    powers = {"3": "thousand", "6": "million", "9": "billion|bn", "12": "trillion"}
    for row, text in passages(shipped):
        for unit, word in words.items():
            if unit != grid.cell(row, "unit_measure") and not re.search(word, text, re.IGNORECASE):
                yield cell(shipped, grid, row, "unit_measure", unit, "BRU620")
        if grid.cell(row, "unit_mult") == "0":
            for power in ("3", "6", "9"):
                if not re.search(powers[power], text, re.IGNORECASE):
                    yield cell(shipped, grid, row, "unit_mult", power, "BRU620")
        else:
            yield cell(shipped, grid, row, "unit_mult", "0", "BRU620")


def passages(shipped: Shipped) -> list[tuple[int, str]]:
    """Each figure's row, and the passage of its claim."""
    claims, figures = shipped["claims"], shipped["figures"]
    found = {claims.cell(r, "claim_id"): text[a:b] for r, text, a, b in spans(shipped)}
    return [(row, found[claim]) for row, claim in cells(figures, "claim_id")]


@kind("BRU621")
def qualifier_of_figure_wrong(shipped: Shipped) -> Mutants:
    """A figure has a qualifier that no word of its passage bears out."""
    grid = shipped["figures"]
    words = {
        "minimum": "at least|less than|fewer than|minimum",
        "maximum": "at most|more than|up to|maximum",
        "exclusive_maximum": "less|under|below|fewer",
        "exclusive_minimum": "exceed|more|over|above",
        "about": "about|around|approx|some|roughly|nearly|almost|circa",
    }
    for row, text in passages(shipped):
        for qualifier, word in words.items():
            if not re.search(word, text, re.IGNORECASE):
                yield cell(shipped, grid, row, "qualifier", qualifier, "BRU621")


@kind("BRU622")
def month_not_in_document(shipped: Shipped) -> Mutants:
    """A time has a month or a day that its document does not print."""
    grid, known = shipped["claims"], texts(shipped)
    months = {"01": "Jan", "02": "Feb", "06": "Jun", "08": "Aug", "11": "Nov"}
    for row, period in cells(grid, "time_period"):
        document = known[grid.cell(row, "source_id")][1]
        if year := re.match("[0-9]{4}", period):
            for month, name in months.items():
                if not re.search(rf"\b{name}", document):
                    for value in (f"{year[0]}-{month}", f"{year[0]}-{month}-11"):
                        yield cell(shipped, grid, row, "time_period", value, "BRU622")


@kind("BRU623")
def speaker_named_elsewhere(shipped: Shipped) -> Mutants:
    """The speaker of a claim is somebody whom its part of the document does not name."""
    grid, known = shipped["claims"], texts(shipped)
    names: dict[str, list[str]] = {}
    for actor, name, *_ in (*shipped["actors"].rows, *shipped["actor_names"].rows):
        names.setdefault(actor, []).append(name)
    said = {source: beginnings(text) for source, (_, text) in known.items()}
    for row, source in cells(grid, "source_id"):
        for actor in [*names][row % 13 :: 13]:
            if not any(keywords(name) <= said[source] for name in names[actor]):
                yield cell(shipped, grid, row, "asserted_by", actor, "BRU623")


@kind("BRU620")
def power_of_neighbour(shipped: Shipped) -> Mutants:
    """A figure has the power of ten of another number of its passage."""
    grid = shipped["figures"]
    words = {"3": r"thousand|тыс", "6": r"\dm\b|million|млн", "9": r"bn\b|bcm|billion|млрд"}
    for row, text in passages(shipped):
        own = grid.cell(row, "unit_mult")
        near = {power for power, word in words.items() if re.search(word, text)}
        plain = grid.cell(row, "unit_measure") not in ("percent", "day", "week", "month", "year")
        for power in sorted({*near, "0"} - {own}) if plain and (near or own != "0") else ():
            yield cell(shipped, grid, row, "unit_mult", power, "BRU620")


@kind("BRU621")
def qualifier_not_of_number(shipped: Shipped) -> Mutants:
    """A figure is exact although the words next to its number bound it, or has the wrong bound."""
    grid = shipped["figures"]
    others = {"exclusive_minimum": "exclusive_maximum", "minimum": "maximum", "maximum": "minimum"}
    for row, _ in passages(shipped):
        own = grid.cell(row, "qualifier")
        if own != "exact":
            yield cell(shipped, grid, row, "qualifier", "exact", "BRU621")
            yield cell(shipped, grid, row, "qualifier", others.get(own, "minimum"), "BRU621")


@kind("BRU625")
def hedge_of_passage_lost(shipped: Shipped) -> Mutants:
    """The only hedged claim of a passage that hedges is called a fact."""
    grid = shipped["claims"]
    sure = re.compile(
        r"\b(supposed to|supposedly|perhaps|probably|likely|may be|may have|may well|allegedly"
        r"|alleged to|reportedly|apparently|Вероятно|Якобы|Магчыма)\b(?! (?:\d|two|half))"  # the last of the number alone
    )
    found = [*spans(shipped)]
    for row, document, start, end in found:
        if grid.cell(row, "kind") == "not_stated":
            continue
        text = document[start:end]
        near = [r for r, d, a, b in found if d == document and a < end and start < b]
        hedged = [r for r in near if grid.cell(r, "hedged") == "true"]
        if hedged == [row] and sure.search(text):
            yield cell(shipped, grid, row, "hedged", "false", "BRU625")


@kind("BRU626")
def actor_of_another_document(shipped: Shipped) -> Mutants:
    """A claim is tied to an actor of whose names its document has no word."""
    ties, known, sources = shipped["claim_actors"], texts(shipped), source_of(shipped)
    names: dict[str, list[str]] = {}
    for actor, name, *_ in (*shipped["actors"].rows, *shipped["actor_names"].rows):
        names.setdefault(actor, []).append(name)
    countries = {r[0] for r in shipped["actors"].rows if r[2] in ("country", "region")}
    said = {source: beginnings(text) for source, (_, text) in known.items()}
    for row, claim in cells(ties, "claim_id"):
        source = sources[claim]
        for actor in [*names][row % 13 :: 13]:
            words = {word for name in names[actor] for word in keywords(name)}
            if not words & said[source] and actor not in countries:
                yield cell(shipped, ties, row, "actor_id", actor, "BRU626")


@kind("BRU626")
def project_of_another_document(shipped: Shipped) -> Mutants:
    """A claim is tied to a project of whose name its document has no word."""
    ties, known, sources = shipped["claim_projects"], texts(shipped), source_of(shipped)
    names = {row[0]: row[1] for row in shipped["projects"].rows}
    said = {source: text.lower() for source, (_, text) in known.items()}
    for row, claim in cells(ties, "claim_id"):
        for project, name in [*names.items()][row % 5 :: 5]:
            words = re.findall(r"\w{4,}", name)
            if not any(word[:4].lower() in said[sources[claim]] for word in words):
                yield cell(shipped, ties, row, "project_id", project, "BRU626")
