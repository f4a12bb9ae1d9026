"""Changes of the tables that are no faults: none may be reported."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from bru.datapackage import edtf
from tools.faults.kinds import Mutant, Mutants, cells, harmless
from tools.shipped import Files, Shipped


def settled(shipped: Shipped, files: Files, what: str) -> Mutant:
    """A change after `bru fmt`, which puts records in order and renews sizes and hashes."""
    return Mutant(partial(shipped.settled, files), (), what)


def edited(shipped: Shipped, name: str, new: Mapping[tuple[int, str], str]) -> Mutant:
    """Some cells of a table changed."""
    what = f"{name}.{next(iter(new))[1]} {new!a:.80}"
    return Mutant(lambda: shipped.settled(shipped.edit(name, new)), (), what)


LONGER = {
    "sources": ("note",),
    "actors": ("description",),
    "projects": ("description",),
    "measures": ("name", "definition"),
    "claims": ("note",),
    "checks": ("label", "note"),
    "claim_links": ("note",),
}
ADDED = (
    " Nothing more is known.",
    " As an editor understood it; compare the other sources, too.",
    " The word “harbour” is quoted; so is ‘quay’ – and the dash is a dash… 100 % sure.",
    " Café, Łódź, Åland, naïve, Đà Nẵng, Kraków.",
    " (See also the note above, in brackets; A/B, C & D, 5 × 3 = 15, €7, $9, 20 °C, §4.)",
    " Минск, Россия и Беларусь: слова другого письма.",
)


@harmless
def text_longer(shipped: Shipped) -> Mutants:
    """A free text says more, with quotes, dashes, accents, symbols or whole words in Cyrillic."""
    for name, fields in LONGER.items():
        for field in fields:
            for row, text in cells(shipped[name], field):
                stop = "" if text.endswith(".") else "."
                more = stop + ADDED[row % len(ADDED)]
                yield edited(shipped, name, {(row, field): text + more})


@harmless
def text_shorter(shipped: Shipped) -> Mutants:
    """A free text that may be empty is, or another one is a word."""
    for name, fields in LONGER.items():
        for field in fields if name != "claims" else ():  # the notes of claims explain their ties
            for row, _ in cells(shipped[name], field):
                if field == "note" and name != "sources":
                    yield edited(shipped, name, {(row, field): ""})
                elif name == "actors" and shipped[name].cell(row, "country"):
                    continue  # the description may be what ties it to the country
                elif field != "name":
                    yield edited(shipped, name, {(row, field): "Unclear."})


@harmless
def cell_of_several_lines(shipped: Shipped) -> Mutants:
    """A cell has several lines, so that records and lines are not the same."""
    for name, fields in LONGER.items():
        for field in fields:
            for row, text in cells(shipped[name], field):
                if field != "name":
                    lines = f"{text}\nA second line, with a comma.\n\nAnd a “third”."
                    yield edited(shipped, name, {(row, field): lines})


FORMS = (
    "{}~",
    "{}?",
    "{}%",
    "{}/..",
    "../{}",
    "{}/",
    "/{}",
)
DATES = (
    "2012 2012-10 2012-10-23 2012-33 2012-21 2012-41 201X 20XX 2012-XX XXXX-10-23 2012/2015".split()
)
DATES += (
    "2012-10/2013-01 2012-02-29 2012-02-29/2015 2012~/2013? 2012-40/2013-37 -0044 Y17012".split()
)
DATES += "2012-XX-23 2012-10-XX ../2012-10-23 2012-10-23/.. 0000 1999~ 2000-02-29? 2012-36%".split()


@harmless
def other_form_of_date(shipped: Shipped) -> Mutants:
    """A date is marked as uncertain or approximate."""
    for name in ("claims", "projects", "figures", "sources"):
        field = "published" if name == "sources" else "time_period"
        for row, text in cells(shipped[name], field):
            if "/" not in text:
                for form in FORMS[:3]:
                    yield edited(shipped, name, {(row, field): form.format(text.rstrip("?~%"))})


@harmless
def any_legal_date(shipped: Shipped) -> Mutants:
    """The date of a project has any form that EDTF allows."""
    grid = shipped["projects"]
    for row in range(len(grid.rows)):
        for value in DATES[row % 3 :: 3]:
            edtf.parse(value)
            yield edited(shipped, "projects", {(row, "time_period"): value})


FREE = {
    "sources": ("kind",),
    "projects": ("kind",),
    "actor_names": ("kind",),
    "project_participants": ("role",),
    "exclusions": ("reason",),
    "figures": ("obs_status",),
}


@harmless
def every_listed_value(shipped: Shipped) -> Mutants:
    """Every listed value, in every field whose values no other rule restricts."""
    for name, fields in FREE.items():
        grid = shipped[name]
        for field in fields:
            listed = next(f for f in grid.fields if f.name == field).constraints["enum"]
            for number, value in enumerate(listed):
                for row in range(number, len(grid.rows), max(1, len(grid.rows) // 4)):
                    record = {**grid.record(row), field: value}
                    taken = {tuple(r[grid.at(k)] for k in grid.key) for r in grid.rows}
                    same = grid.cell(row, field) == value
                    if not same and (
                        field not in grid.key or tuple(record[k] for k in grid.key) not in taken
                    ):
                        yield edited(shipped, name, {(row, field): value})


@harmless
def every_relation(shipped: Shipped) -> Mutants:
    """Every relation between two claims of different documents and speakers, or of one."""
    grid, claims = shipped["claim_links"], shipped["claims"]
    origin = {r[0]: (r[1], claims.cell(n, "asserted_by")) for n, r in enumerate(claims.rows)}
    allowed = ("updates", "qualifies", "answers")
    for row, record in enumerate(grid.rows):
        one, two = origin[record[0]], origin[record[2]]
        more = ("corroborates",) if one != two else ()
        for value in (*allowed, *more):
            if value != record[1]:
                yield edited(shipped, "claim_links", {(row, "relation"): value})
