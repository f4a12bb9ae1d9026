"""Faults of checks and of links between claims."""

from __future__ import annotations

from functools import partial

from tools.faults.kinds import Mutant, Mutants, Place, cell, cells, kind
from tools.shipped import Shipped, line

OPPOSITE = {"eq": "lt", "lt": "gt", "le": "gt", "gt": "lt", "ge": "lt"}


@kind("BRU501")
def verdict_changed(shipped: Shipped) -> Mutants:
    """A check expects another verdict than the figures give."""
    grid = shipped["checks"]
    for row, own in cells(grid, "expected"):
        for value in {"entailed", "consistent", "inconsistent"} - {own}:
            yield cell(shipped, grid, row, "expected", value, "BRU501")


Bounds = tuple[float, float]


def bounds(figure: dict[str, str]) -> Bounds:
    """What a figure can mean, roughly."""
    scale = 10.0 ** int(figure["unit_mult"])
    value, half = float(figure["obs_value"]) * scale, scale / 2 / 10 ** int(figure["decimals"])
    match figure["qualifier"]:
        case "exclusive_minimum" | "minimum":
            return value, float("inf")
        case "exclusive_maximum" | "maximum":
            return float("-inf"), value
    exact = figure["unit_measure"] == "count" and figure["qualifier"] == "exact"
    return (value, value) if exact else (value - half, value + half)


def total(terms: list[dict[str, str]], side: str, known: dict[str, dict[str, str]]) -> Bounds:
    """The sum of a side of a check."""
    low = high = 0.0
    for term in terms:
        if term["side"] == side:
            ends = [float(term["coefficient"]) * end for end in bounds(known[term["figure_id"]])]
            low, high = low + min(ends), high + max(ends)
    return low, high


@kind("BRU501")
def figure_breaks_check(shipped: Shipped) -> Mutants:
    """A figure of a check is another one, so that a sum that was right is wrong."""
    checks, terms, figures = shipped["checks"], shipped["check_terms"], shipped["figures"]
    known = {figures.rows[n][0]: figures.record(n) for n in range(len(figures.rows))}
    for check in range(len(checks.rows)):
        record = checks.record(check)
        used = [terms.record(n) for n, c in cells(terms, "check_id") if c == record["check_id"]]
        names = {term["figure_id"] for term in used}
        if (record["relation"], record["expected"]) != ("eq", "entailed") or "" in names:
            continue
        for name in sorted(names):
            own = known[name]["unit_mult"]
            for field, value in (
                ("unit_mult", str(int(own) + 3)),
                ("unit_mult", str(max(0, int(own) - 3))),
                ("obs_value", "-999"),
                ("obs_value", "999"),
            ):
                now = {**known, name: {**known[name], field: value, "decimals": "0"}}
                left, right = total(used, "left", now), total(used, "right", now)
                if left[0] < right[0] - 1e-6 * abs(right[0]) or left[1] > right[1] + 1e-6 * abs(
                    right[1]
                ):
                    change = {(figures.find(figure_id=name), field): value}
                    place = Place("BRU501", "checks", line(check), "expected")
                    edit = partial(shipped.edit, "figures", change)
                    yield Mutant(edit, (place,), f"{record['check_id']} {name} {value}")


@kind("BRU502")
def term_without_value(shipped: Shipped) -> Mutants:
    """A term of a check names nothing, or two things."""
    grid = shipped["check_terms"]
    for row in range(len(grid.rows)):
        record = grid.record(row)
        own = next(f for f in ("figure_id", "count_parts_of", "date_of") if record[f])
        yield cell(shipped, grid, row, own, "", "BRU502", at="figure_id")
        if own == "figure_id":
            for project in shipped["projects"].column("project_id")[::9]:
                yield cell(shipped, grid, row, "count_parts_of", project, "BRU502", at="figure_id")
        else:
            for figure in shipped["figures"].column("figure_id")[::4]:
                yield cell(shipped, grid, row, "figure_id", figure, "BRU502")


@kind("BRU503")
def side_missing(shipped: Shipped) -> Mutants:
    """A check has no term on one of its sides, or none at all."""
    grid, checks = shipped["check_terms"], shipped["checks"]
    for row, check in enumerate(checks.column("check_id")):
        for sides in (("left",), ("right",), ("left", "right")):
            gone = [n for n, r in enumerate(grid.rows) if r[0] == check and r[1] in sides]
            place = Place("BRU503", "checks", line(row), "check_id")
            yield Mutant(partial(shipped.drop, "check_terms", gone), (place,), f"{check} {sides}")


@kind("BRU504")
def units_mixed(shipped: Shipped) -> Mutants:
    """The terms of a check have different units."""
    grid, figures = shipped["check_terms"], shipped["figures"]
    unit = dict(zip(figures.column("figure_id"), figures.column("unit_measure"), strict=True))
    for row, figure in cells(grid, "figure_id"):
        first = grid.column("check_id").index(grid.cell(row, "check_id"))
        if first == row:
            continue
        head = grid.cell(first, "figure_id")
        for other in figures.column("figure_id"):
            if unit[other] != (unit[head] if head else "count") and other != figure:
                yield cell(shipped, grid, row, "figure_id", other, "BRU504")


@kind("BRU505")
def check_without_figure(shipped: Shipped) -> Mutants:
    """All terms of a check count the parts of projects."""
    grid, checks = shipped["check_terms"], shipped["checks"]
    for number, check in enumerate(checks.column("check_id")):
        rows = [n for n, c in cells(grid, "check_id") if c == check]
        for project in shipped["projects"].column("project_id")[::6]:
            edits = {}
            for row in rows:
                edits[row, "figure_id"] = ""
                edits[row, "count_parts_of"] = project
                edits[row, "date_of"] = ""
            place = Place("BRU505", "checks", line(number), "check_id")
            yield Mutant(partial(shipped.edit, "check_terms", edits), (place,), check)


@kind("BRU506")
def linked_to_itself(shipped: Shipped) -> Mutants:
    """A claim is linked to itself."""
    grid = shipped["claim_links"]
    for row in range(len(grid.rows)):
        own, other = grid.cell(row, "claim_id"), grid.cell(row, "other_claim_id")
        yield cell(shipped, grid, row, "other_claim_id", own, "BRU506")
        yield cell(shipped, grid, row, "claim_id", other, "BRU506", at="other_claim_id")


@kind("BRU507")
def relation_does_not_fit(shipped: Shipped) -> Mutants:
    """A claim of one document repeats another document, or corroborates itself."""
    grid, claims = shipped["claim_links"], shipped["claims"]
    origin = {r[0]: (r[1], claims.cell(n, "asserted_by")) for n, r in enumerate(claims.rows)}
    for row in range(len(grid.rows)):
        one, two = (origin[grid.cell(row, name)] for name in ("claim_id", "other_claim_id"))
        if one[0] != two[0]:
            yield cell(shipped, grid, row, "relation", "repeats", "BRU507")
        if one == two:
            yield cell(shipped, grid, row, "relation", "corroborates", "BRU507")
        if grid.cell(row, "relation") == "repeats":
            for claim in claims.column("claim_id")[::17]:
                if origin[claim][0] != one[0]:
                    yield cell(shipped, grid, row, "other_claim_id", claim, "BRU507", at="relation")


@kind("BRU511")
def linked_twice(shipped: Shipped) -> Mutants:
    """Two claims are linked by a second relation, or in the other direction as well."""
    grid = shipped["claim_links"]
    relations = ("contradicts", "disputes", "qualifies", "related", "updates")
    for row, (one, relation, other, note) in enumerate(grid.rows):
        for more in relations:
            for pair in ((one, other), (other, one)):
                if (more, pair) != (relation, (one, other)):
                    rows = [*grid.rows, (pair[0], more, pair[1], note)]
                    place = Place("BRU511", grid.name, line(len(grid.rows)), "relation")
                    yield Mutant(partial(shipped.put, grid, rows), (place,), f"{row} {more}")


@kind("BRU509")
def position_skipped(shipped: Shipped) -> Mutants:
    """A term has a position beyond the terms of its side, or the term before it is lost."""
    grid = shipped["check_terms"]
    sides = [record[:2] for record in grid.rows]
    for row, position in cells(grid, "position"):
        size = sides.count(sides[row])
        for value in ("0", str(size + 1), f"{position}1", f"{position}0"):
            yield cell(shipped, grid, row, "position", value, "BRU509")
        if int(position) < size:
            place = Place("BRU509", grid.name, line(row + size - int(position) - 1), "position")
            yield Mutant(partial(shipped.drop, grid.name, [row]), (place,), f"{row} lost")


@kind("BRU510")
def factor_without_reason(shipped: Shipped) -> Mutants:
    """A term is multiplied by what its check does not name, a date at all, or a sign is another."""
    grid = shipped["check_terms"]
    for row, position in cells(grid, "position"):
        for value in ("7", "11", "0.9", "1.01", "1.7", "-6"):
            yield cell(shipped, grid, row, "coefficient", value, "BRU510")
        if position == "1" or grid.cell(row, "date_of"):
            yield cell(shipped, grid, row, "coefficient", "-1", "BRU510")
        if grid.cell(row, "date_of"):
            yield cell(shipped, grid, row, "coefficient", "2", "BRU510")
