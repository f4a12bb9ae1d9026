"""Statement does not support the kind.

Why: Kinds are what readers filter by. A forecast speaks of what will or may be, and a statistic has
a figure. What commits somebody, and what happened, is said in too many ways to be doubted.

Fix: Correct the kind, or say in the statement what makes it one.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import Any

from bru.claims.prose.language import ENGLISH, language, sought
from bru.claims.prose.reader import read
from bru.claims.rules.outliers import LEAST, borne_out, is_borne_out
from bru.datapackage import edtf
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = WARNING
FIGURES = Columns("figures", ("claim_id",))
WORDS = language(ENGLISH)
FORETOLD, SHARE = WORDS.whole("kinds", "forecast"), WORDS.whole("kinds", "share")
SIGNED = ("forecast", "statistic")
CLAIMS = Columns(
    "claims",
    ("claim_id", "kind", "statement", "hedged"),
    suspicion=rf"{BETWEEN}(?:{'|'.join(SIGNED)}){BETWEEN}|{sought(WORDS.words['kinds']['will'])}",
)
WILL, ASKED = WORDS.whole("kinds", "will"), WORDS.whole("kinds", "asked")
TIMES = Columns("claims", ("source_id", "time_period"))
PUBLISHED = Columns("sources", ("source_id", "published"))
ENOUGH = 25  # claims of both kinds that bear out a sign of which one kind has few
AHEAD = ("forecast", "commitment", "position", "event")  # kinds that may speak of the future


def questions(package: Package) -> Iterator[Question]:
    """The claims and their kinds, where there are figures."""
    if package.has(claims=" ".join(CLAIMS.fields), figures="claim_id"):
        yield CLAIMS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The claims whose kind lacks its sign, or has that of another kind.

    It is told where nearly all claims of the kind have their signs; of few ones, where all of these
    kinds have. Forecasts of what had passed before their document was published are more doubtful,
    and counted by themselves.
    """
    figures = {row.cells[0] for row in ask(FIGURES)}
    lacking: dict[str, Callable[[Sequence[str]], bool]] = {
        "forecast": lambda c: not FORETOLD.search(c[2]),
        "statistic": lambda c: c[0] not in figures and not SHARE.search(c[2]),
    }
    every: tuple[list[Finding], list[Finding]] = [], []
    signed = 0
    for kind, lacks in lacking.items():
        own = [row for row in rows if row.cells[1] == kind and row.cells[2]]
        wrong = [row for row in own if lacks(row.cells)]
        past: Collection[int] = ()
        if kind == "forecast" and wrong:
            future, past = apart(package, ask)
            wrong = [row for row in wrong if row.row not in future]
        if kind == "statistic" and len(wrong) > 1:
            wrong = [
                row for row in wrong if not any(q.is_amount for q in read(row.cells[2]).quantities)
            ]
        tell = unnumbered if kind == "statistic" else told
        for together, is_past in zip(every, (True, False), strict=True):
            some = [row for row in wrong if (row.row in past) == is_past]
            if is_borne_out(len(some), len(own)):
                yield from map(tell, some)
            elif len(own) < LEAST:  # of so few nobody can tell, of all kinds together perhaps
                together += map(tell, some)
        signed += len(own)
    for together in every if signed >= ENOUGH else ():
        yield from borne_out(together, signed)
    sure = (row for row in rows if is_sure(*row.cells[3:0:-2]))
    asked = Columns(CLAIMS.resource, ("hedged", "kind"))
    count = partial(sum, (is_sure(*row.cells) for row in ask(asked)))
    yield from borne_out((told(row) for row in sure if foretells(row.cells[2])), count)


def apart(package: Package, ask: Any) -> tuple[set[int], set[int]]:
    """The claims whose time lies or ends after their document was published, and before it.

    The year or month in which it was published is neither, nor is what goes on since then ahead.
    """
    future, past = set[int](), set[int]()
    if not package.has(**{q.resource: " ".join(q.fields) for q in (TIMES, PUBLISHED)}):
        return future, past
    published = dict(row.cells for row in ask(PUBLISHED))
    for row, (source, period) in ask(TIMES):
        try:
            time, day = edtf.parse(period), edtf.parse(published.get(source, ""))
        except ValueError:
            continue  # BRU301, BRU302
        ends = [time.start, *[time.end] * ("/" in period)]
        if day.end and any(end and end > day.end for end in ends):
            future.add(row)
        elif day.start and time.end and time.end < day.start:
            past.add(row)
    return future, past


def is_sure(hedged: str, kind: str) -> bool:
    """Whether a claim is of a kind that cannot speak of the future, and not hedged."""
    return hedged == "false" and kind not in ("", *AHEAD)


def foretells(statement: str) -> bool:
    """Whether a statement says what will be, and does not only ask for it."""
    will = WILL.search(statement)
    at_will = will and statement[: will.start()].endswith(" at ")
    return bool(will and not at_will and not ASKED.search(statement, 0, will.start()))


def told(row: Row) -> Finding:
    """A finding."""
    kind = row.cells[1]
    message = f"the statement does not read like a claim of kind {kind}"
    return Finding("claims", message, "correct kind or statement", [row.row], "kind", kind)


def unnumbered(row: Row) -> Finding:
    """The finding of a statistic."""
    hint = f"`bru new figure --claim-id {row.cells[0]}` adds it; else correct kind"
    return told(row)._replace(message="the claim is a statistic and has no figure", hint=hint)
