"""Times that a text tells as so far from others: seven months late, a week after 3 May."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from bru.claims.prose.dates import NOBODY, calendar, dates
from bru.claims.prose.quantity import Quantity
from bru.claims.prose.reader import read

DATE = re.compile(r"(\d{4}|XXXX)-(\d\d)(?:-(\d\d))?(?=[~?%]?(?:/|$))")
MONTHS = {"month": 1, "quarter": 3, "year": 12}
DAYS = {"day": 1, "week": 7, "fortnight": 14}
DAY = timedelta(days=1)
YEAR = "2000"  # stands for one that is not said; it has a 29 February
FAR = 1000  # days or weeks
SAFE = 28  # a day that each month has


def spans(quantities: Iterable[Quantity]) -> set[Fraction]:
    """How many months the times among some quantities have."""
    return {q.lower * MONTHS[unit] for q in quantities for unit in q.units if unit in MONTHS}


def away(text: str, code: str) -> Iterator[tuple[int, int]]:
    """Months with days, 0 for none, so far from one in the same line: seven months late.

    From the one right behind ("a week after 3 May"), or the nearest before.
    """
    known = [
        (
            found,
            date(int(YEAR if year == NOBODY else year), int(month), min(int(day or 1), SAFE)),
            day,
        )
        for found in dates(text, code)
        for year, month, day in DATE.findall(found.edtf)
        if int(month) <= 12
    ]
    own = calendar(code)
    for q in read(text, code).quantities:
        for apart, sign in ((own.later, 1), (own.sooner, -1)):
            words = apart.match(text, q.end)
            if not (words and q.unit in {**MONTHS, **DAYS} and q.lower.denominator == 1):
                continue
            first = text.rfind("\n", 0, q.start) + 1
            behind = [one for one in known if 0 <= one[0].start - words.end() <= 1]
            before = [one for one in known if first <= one[0].start and one[0].end <= q.start]
            for _, start, day in behind[:1] or before[-1:]:
                if q.unit in MONTHS:
                    month = start.month + sign * int(q.lower) * MONTHS[q.unit]
                    yield (month - 1) % 12 + 1, int(day or 0)
                elif day and q.lower < FAR:
                    end = start + DAY * (int(day) - start.day + sign * int(q.lower) * DAYS[q.unit])
                    yield end.month, end.day
