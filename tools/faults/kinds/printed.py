"""Faults of what a document prints: names, titles, outlets, numbers, units, dates, speakers."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import partial

from bru.claims.documents import times
from bru.claims.documents.mention import beginnings, is_cyrillic, keywords
from bru.claims.documents.printed import prints
from bru.claims.documents.stated import values
from bru.claims.prose.countries import countries
from tools.faults.kinds import Mutant, Mutants, Place, cell, cells, kind
from tools.faults.kinds.document import spans, texts
from tools.shipped import Shipped, line


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
def citation_not_printed(shipped: Shipped) -> Mutants:
    """A claim cites an outlet that its sentence does not print, or with another date."""
    grid, actors = shipped["citations"], shipped["actors"]
    outlets = [a for n, a in cells(actors, "actor_id") if actors.cell(n, "kind") == "media"]
    printed = sentences(shipped)
    names = dict(zip(actors.column("actor_id"), actors.column("name"), strict=True))
    for row, claim in cells(grid, "claim_id"):
        for outlet in outlets:
            if names[outlet] not in printed[claim]:
                yield cell(shipped, grid, row, "outlet", outlet, "BRU616")
        day = grid.cell(row, "cited_date")
        for value in (f"{day[:8]}28", f"1987{day[4:]}") if day else ():
            yield cell(shipped, grid, row, "cited_date", value, "BRU616")


def sentences(shipped: Shipped) -> dict[str, str]:
    """The passage of each claim up to the end of its paragraph."""
    claims = shipped["claims"]
    found = (
        (claims.cell(r, "claim_id"), text[a:].split("\n")[0]) for r, text, a, _ in spans(shipped)
    )
    return dict(found)


@kind("BRU617")
def citation_left_out(shipped: Shipped) -> Mutants:
    """A passage cites an outlet in brackets, and its claim does not."""
    grid, claims = shipped["citations"], shipped["claims"]
    notes = dict(zip(claims.column("claim_id"), claims.column("note"), strict=True))
    names = dict(zip(*(shipped["actors"].column(f) for f in ("actor_id", "name")), strict=True))
    where = {claims.cell(r, "claim_id"): (r, text[a:b]) for r, text, a, b in spans(shipped)}
    for claim, outlet in dict.fromkeys((row[0], row[2]) for row in grid.rows):
        rows = [n for n, r in enumerate(grid.rows) if (r[0], r[2]) == (claim, outlet)]
        elsewhere = [r for r in grid.rows if r[2] == outlet and r[0] != claim]
        row, passage = where[claim]
        cited = re.search(rf"\([^)]*{re.escape(names[outlet])}, ", passage)
        if cited and elsewhere and "citation" not in notes[claim].lower():
            place = Place("BRU617", "claims", line(row), "claim_id")
            yield Mutant(partial(shipped.drop, "citations", rows), (place,), f"{claim} {outlet}")


@kind("BRU618")
def title_misspelled(shipped: Shipped) -> Mutants:
    """The title of a position is mistyped, or is not the one that the document prints."""
    grid, known, sources = shipped["positions"], texts(shipped), source_of(shipped)
    for row, title in cells(grid, "title"):
        document = known[sources[grid.cell(row, "claim_id")]][1]
        said = {word.rstrip("s") for word in re.findall(r"\w+", document.lower())}
        for value in (*slips(title), f"Deputy {title}", f"former {title}"):
            if not {word.rstrip("s") for word in re.findall(r"\w+", value.lower())} <= said:
                yield cell(shipped, grid, row, "title", value, "BRU618")


@kind("BRU619")
def number_of_statement_wrong(shipped: Shipped) -> Mutants:
    """A statement has a number that its document does not print."""
    grid = shipped["claims"]
    for row, document, *_ in spans(shipped):
        text = grid.cell(row, "statement")
        rest = f"{grid.cell(row, 'note')} {grid.cell(row, 'time_period')}"
        known = values(document, "en") | values(rest, "en")
        for match in re.finditer(r"(?<![\w.,-])[0-9]+(?![\w.,-])", text):
            for value in ("7141", match[0] + "3", match[0][::-1] + "9"):
                if Fraction(value) not in known:
                    changed = text[: match.start()] + value + text[match.end() :]
                    yield cell(shipped, grid, row, "statement", changed, "BRU619")


@kind("BRU619")
def year_of_another_passage(shipped: Shipped) -> Mutants:
    """A statement has a year that its passage does not print."""
    grid = shipped["claims"]
    for row, document, start, end in spans(shipped):
        text = grid.cell(row, "statement")
        known = values(document[start:end], "en") | values(grid.cell(row, "note"), "en")
        for year in {1987, 2023} - known if text.startswith("According to ") else ():
            yield cell(shipped, grid, row, "statement", f"{text[:-1]} in {year}.", "BRU619")


@kind("BRU640")
def name_from_elsewhere(shipped: Shipped) -> Mutants:
    """A statement names an actor, or somebody nobody knows, and its passage does not."""
    grid, actors = shipped["claims"], shipped["actors"]
    names = [n for _, n in cells(actors, "name") if n.istitle() and len(n) > 5]
    names = [n for n in names if not countries(n)]  # their land may be named
    for row, document, start, end in spans(shipped):
        text = grid.cell(row, "statement")
        said = (document[start:end] + text + grid.cell(row, "note")).lower()
        for name in ("Otto Vexmundor", *names[row % 9 :: 9]):
            if not any(word[:4].lower() in said for word in name.split()):
                changed = f"{text[:-1]}, and so does {name}."
                yield cell(shipped, grid, row, "statement", changed, "BRU640")


@kind("BRU620")
def unit_of_figure_wrong(shipped: Shipped) -> Mutants:
    """A figure has a unit or a power of ten of which its passage does not speak.

    Money for anything, a span of time for a number whose unit the text has beside it.
    """
    grid = shipped["figures"]
    words = {"EUR": "eur|€", "RUB": "r[uo]+b", "decade": "decade", "week": "week", "day": r"\bday"}
    powers = {"3": "thousand", "6": "million", "9": "billion|bn", "12": "trillion"}
    for row, text in passages(shipped):
        own = grid.cell(row, "unit_measure")
        for unit, word in words.items():
            is_told = own != "count" and (unit.isupper() or own in ("percent", "month", "year"))
            if own == "percent" and grid.cell(row, "obs_value") not in text:
                continue  # a third: in another unit there is no such number, as BRU605 tells
            if is_told and unit != own and not re.search(word, text, re.IGNORECASE):
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
    }
    for row, text in passages(shipped):
        if not re.search("|".join(words.values()), text, re.IGNORECASE):
            for qualifier in sorted({*words} - {grid.cell(row, "qualifier")}):
                yield cell(shipped, grid, row, "qualifier", qualifier, "BRU621")


@kind("BRU622")
def month_not_in_document(shipped: Shipped) -> Mutants:
    """A time has a month or a day that its document does not print."""
    grid, known = shipped["claims"], texts(shipped)
    months = {"01": "Jan", "02": "Feb", "06": "Jun", "08": "Aug", "11": "Nov"}
    languages = dict(
        zip(*(shipped["sources"].column(c) for c in ("source_id", "language")), strict=True)
    )
    for row, period in cells(grid, "time_period"):
        source = grid.cell(row, "source_id")
        document = known[source][1]
        own = times.printed(document, languages[source]).months
        if year := re.match("[0-9]{4}", period):
            for month, name in months.items():
                if not re.search(rf"\b{name}", document) and int(month) not in own:
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
    described = {actor for actor, every in names.items() if every[0][:1].islower()}
    for row, source in cells(grid, "source_id"):
        left = described if is_cyrillic(known[source][1]) else ()  # a description is translated
        for actor in (a for a in [*names][row % 13 :: 13] if a not in left):
            here = said[source] | beginnings(grid.cell(row, "note"))
            if not any(keywords(name) <= here for name in names[actor]):
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
        r"|alleged to|reportedly|apparently|Вероятно|Якобы|Магчыма)\b"
        r"(?! (?:\d|(?:an?|half|one|two|three|four|five|six|seven|eight|nine|ten)\b))"  # of a number
    )
    found = [*spans(shipped)]
    for row, document, start, end in found:
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
