"""Faults of figures and measures."""

from __future__ import annotations

from functools import partial

from tools.faults.kinds import Mutant, Mutants, Place, cell, cells, kind
from tools.shipped import Shipped, line

UNITS = {
    "currency": ("USD", "EUR", "RUB", "BYN"),
    "percent": ("percent",),
    "count": ("count",),
    "duration": ("day", "week", "month", "year", "decade"),
}


@kind("BRU402")
def decimals_do_not_fit(shipped: Shipped) -> Mutants:
    """The digits after the point are not as many as `decimals` says."""
    grid = shipped["figures"]
    for row, text in cells(grid, "decimals"):
        for more in (1, 2, 3):
            yield cell(shipped, grid, row, "decimals", str(int(text) + more), "BRU402")
        if int(text):
            yield cell(shipped, grid, row, "decimals", "0", "BRU402")
        value = grid.cell(row, "obs_value")
        longer = value + ("5" if "." in value else ".5")
        if grid.cell(row, "unit_measure") != "count":
            yield cell(shipped, grid, row, "obs_value", longer, "BRU402", at="decimals")


@kind("BRU402")
def part_of_a_count(shipped: Shipped) -> Mutants:
    """A count is no whole number, or a number no plain decimal."""
    grid = shipped["figures"]
    for row, text in cells(grid, "obs_value"):
        if grid.cell(row, "unit_measure") == "count":
            yield cell(shipped, grid, row, "obs_value", f"{text}.5", "BRU402")
            yield cell(shipped, grid, row, "obs_value", f"{text}.25", "BRU402")
        for value in (f"+{text}", f"{text}e1", f"{text}E+1", f".{text.partition('.')[0]}", "NaN"):
            yield cell(shipped, grid, row, "obs_value", value, "BRU402")


@kind("BRU403")
def unit_of_another_kind(shipped: Shipped) -> Mutants:
    """A figure has a unit that does not fit its measure, or the measure another kind of unit."""
    figures, measures = shipped["figures"], shipped["measures"]
    kinds = {unit: name for name, units in UNITS.items() for unit in units}
    for row, own in cells(figures, "unit_measure"):
        for unit in kinds:
            if kinds[unit] != kinds[own]:
                yield cell(shipped, figures, row, "unit_measure", unit, "BRU403")
        for other, measure in cells(measures, "measure_id"):
            if measures.cell(other, "unit_kind") != kinds[own]:
                at = "unit_measure"
                yield cell(shipped, figures, row, "measure", measure, "BRU403", at=at)
    for row, own in cells(measures, "unit_kind"):
        used = [n for n, m in cells(figures, "measure") if m == measures.cell(row, "measure_id")]
        places = tuple(Place("BRU403", "figures", line(n), "unit_measure") for n in used)
        for other in {*UNITS} - {own}:
            files = partial(shipped.edit, "measures", {(row, "unit_kind"): other})
            yield Mutant(files, places, f"measures {row} {other}")


@kind("BRU409")
def figure_twice(shipped: Shipped) -> Mutants:
    """A figure is there twice under two IDs."""
    grid = shipped["figures"]
    for row, figure in enumerate(grid.column("figure_id")):
        for end in ("-2", "-again", "b", "-copy", "-x"):
            record = (figure + end, *grid.rows[row][1:])
            place = Place("BRU409", "figures", line(row + 1), "figure_id")
            yield Mutant(partial(shipped.insert, "figures", row + 1, record), (place,), figure)


@kind("BRU414")
def project_of_another_claim(shipped: Shipped) -> Mutants:
    """A figure is about a project that its claim is not about."""
    grid, projects = shipped["figures"], shipped["projects"].column("project_id")
    tied = {*shipped["claim_projects"].rows}
    for row, claim in cells(grid, "claim_id"):
        for project in projects:
            if (claim, project) not in tied:
                yield cell(shipped, grid, row, "project_id", project, "BRU414")
        own = grid.cell(row, "project_id")
        if own:
            link = shipped["claim_projects"].rows.index((claim, own))
            place = Place("BRU414", "figures", line(row), "project_id")
            yield Mutant(partial(shipped.drop, "claim_projects", [link]), (place,), claim)


@kind("BRU416")
def measure_unused(shipped: Shipped) -> Mutants:
    """A measure is added that no figure uses, or the figures that use it are deleted."""
    grid, figures = shipped["measures"], shipped["figures"]
    for row, measure in enumerate(grid.column("measure_id")):
        for unit in UNITS:
            new = f"{measure}-{unit}-x"
            record = (new, "Another measure", "It measures something.", unit, "false")
            place = Place("BRU416", "measures", line(row + 1), "measure_id")
            yield Mutant(partial(shipped.insert, "measures", row + 1, record), (place,), measure)
        used = [n for n, m in cells(figures, "measure") if m == measure]
        place = Place("BRU416", "measures", line(row), "measure_id")
        yield Mutant(partial(shipped.drop, "figures", used), (place,), f"{measure} deleted")


@kind("BRU436")
def power_of_another_unit(shipped: Shipped) -> Mutants:
    """A figure has a power of ten that no word has, or one although its unit is never multiplied."""
    grid = shipped["figures"]
    for row, own in cells(grid, "unit_measure"):
        plain = own in (*UNITS["percent"], *UNITS["duration"])
        for value in (
            "1",
            "2",
            "4",
            "5",
            "7",
            "8",
            "10",
            "11",
            *(("3", "6", "9") if plain else ()),
        ):
            if own == "INR" and value in ("5", "7"):  # lakhs and crores
                continue
            yield cell(shipped, grid, row, "unit_mult", value, "BRU436")
        if grid.cell(row, "unit_mult") != "0":
            for unit in (*UNITS["percent"], *UNITS["duration"]):
                yield cell(shipped, grid, row, "unit_measure", unit, "BRU436", at="unit_mult")


@kind("BRU605")
def number_not_in_passage(shipped: Shipped) -> Mutants:
    """A figure's number is not the one that its passage states."""
    grid = shipped["figures"]
    for row, text in cells(grid, "obs_value"):
        for value in (f"{text}7", "1234", "97", text[:-1] + str((int(text[-1]) + 4) % 10), "6.02"):
            if value != text and not (value.startswith("0") and value != "0"):
                yield cell(shipped, grid, row, "obs_value", value, "BRU605")
    claims = shipped["claims"]
    places = ("source_id", "span_start", "span_end")
    cited = dict(
        zip(claims.column("claim_id"), zip(*map(claims.column, places), strict=True), strict=True)
    )
    for row, own in cells(grid, "claim_id"):
        for claim in claims.column("claim_id")[::9]:
            (one, start, end), (other, first, last) = cited[own], cited[claim]
            apart = one != other or int(end) <= int(first) or int(last) <= int(start)
            if apart and claim not in shipped["figures"].column("claim_id"):
                yield cell(shipped, grid, row, "claim_id", claim, "BRU605", at="obs_value")


@kind("BRU449")
def time_of_figure_called_stated(shipped: Shipped) -> Mutants:
    """A figure's time is marked otherwise than the same time of its claim."""
    grid, claims = shipped["figures"], shipped["claims"]
    times = dict(zip(claims.column("claim_id"), claims.column("time_period"), strict=True))
    for row, period in cells(grid, "time_period"):
        if times[grid.cell(row, "claim_id")] == period:
            other = "false" if grid.cell(row, "time_inferred") == "true" else "true"
            yield cell(shipped, grid, row, "time_inferred", other, "BRU449")
