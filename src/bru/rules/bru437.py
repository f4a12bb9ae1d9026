"""A figure's area or time does not fit its claim, or a figure lacks what all others have.

Why: Who looks for the figures of a country or year finds a wrong one, or misses this one.

Fix: Correct the area, or tie the country to the claim; give the time as the claim has it; a mutual
measure needs both areas. Where all other figures of a measure have an area or time, so has this.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from bru.package import Package
from bru.problem import WARNING, Finding
from bru.question import Columns, Question, Row

LEVEL = WARNING
AREAS = ("ref_area", "counterpart_area", "time_period")
FIGURES = Columns("figures", ("claim_id", "measure", *AREAS))
CLAIMS = Columns("claims", ("claim_id", "time_period"))
MEASURES = Columns("measures", ("measure_id", "mutual"))
ACTORS = Columns("actors", ("actor_id", "country"))
TIES = Columns("claim_actors", ("claim_id", "actor_id"))
OTHERS = 2  # figures of a measure that show what its figures have


def questions(package: Package) -> Iterator[Question]:
    """The figures, where it is known what their claims are about."""
    asked = (FIGURES, CLAIMS, MEASURES, ACTORS, TIES)
    if package.has(**{q.resource: " ".join(q.fields) for q in asked}):
        yield FIGURES


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Areas that no actor of the claim has, times it has not, and what is missing."""
    times, mutual = (dict(row.cells for row in ask(asked)) for asked in (CLAIMS, MEASURES))
    country = dict(row.cells for row in ask(ACTORS))
    lands: dict[str, set[str]] = defaultdict(set)
    for _, (claim, actor) in ask(TIES):
        lands[claim].add(country.get(actor, ""))
    total = Counter(cells[1] for _, cells in rows)
    have = Counter((cells[1], at) for _, cells in rows for at in (2, 3, 4) if cells[at])
    for row, cells in rows:
        claim, measure = cells[:2]
        for at, name in enumerate(AREAS, 2):
            value, both = cells[at], mutual.get(measure) == "true" and at < 4
            if value and at < 4 and lands[claim] and value not in lands[claim]:
                message = f"no actor of {claim} is of {value}"
            elif value and at == 4 and claim in times and not times[claim]:
                message = f"the figure is of {value}, but its claim has no time"
            elif not value and (both or total[measure] - 1 == have[measure, at] >= OTHERS):
                message = f"all other figures of {measure} have one, this has none"
                message = f"{measure} is mutual: it needs both areas" if both else message
            else:
                continue
            yield Finding("figures", message, "correct figure or claim", [row], name, value)
