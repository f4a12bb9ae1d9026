"""Dated statement without a time period.

Why: Who goes by time_period misses the claim, although its document gives the year. The year may
be that of something else, though: what a number is compared with, when it was said.

Fix: Fill in time_period.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = WARNING
EVENT = "event"
KINDS = (EVENT, "statistic")
CLAIMS = Columns(
    "claims",
    ("kind", "time_period", "statement"),
    suspicion=rf"\A(?:{'|'.join(KINDS)}){BETWEEN}{BETWEEN}[\s\S]*(?:19|20)[0-9][0-9]",
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
BEFORE = rf"[Ii]n|of|[Ss]ince|[Uu]ntil|[Bb]y|{MONTHS}"
YEAR = re.compile(rf"\b(?:{BEFORE}) ((?:19|20)[0-9]{{2}})\b(?! [a-z]+s\b)")
COMPARED = (
    r"\b(?:than|compared|against|unlike|except|save)(?: \w+){0,3}\s\Z|\b(?:that|those) \Z"
    r"|\b(?:above|below|over|under) (?:the|that|those|its|their)(?: \w+){0,3}\s\Z"
)
LIKE = r"\b(?:as|what) (?:it|they|he|she|many|much|high|low|in)\b(?: \w+){0,3} ?\Z"  # as it did
EARLIER = r"\A(?:After|Before|Following)\b[^,;:]*\s\Z"  # after a strike in 2023, it was twelve
BE = "was|were|is|are|be|been|has|have|had|will|would|to|not"
PARTICIPLE = rf"(?!(?:{BE})\b)\w+(?:ed|en|lt|nt|de)"
# Of the factories announced by 2010.
OF_THOSE = (
    rf"\b[Oo]f (?:the|those|these|all|its|their)(?: (?!(?:{BE})\b)\w+){{1,2}} {PARTICIPLE}\s\Z"
)
TIMES = "end|close|start|beginning|middle|turn|months?|weeks?|days?|half|quarter"
# Claims that go back to the closure of 2023.
CAUSE = (
    r"\b(?i:back to|after|before|following|under|(?:aris\w+|stem\w*|result\w*|date[sd]?) from)"
    rf" (?:the|an?|its|their)(?: (?!(?:{BE}|{TIMES})\b)[^\W\d_]+){{1,3}}\s\Z"
)
OTHER = re.compile(f"{COMPARED}|{LIKE}|{EARLIER}|{OF_THOSE}|{CAUSE}")
SAID = re.compile(r"[^.;]{0,30}\b(?:told|said|stated|reported|announced|wrote|explained|learnt) ")
MORE = Columns("claims", ("claim_id", "stated_at"))
FIGURES = Columns("figures", ("claim_id", "time_period", "base_period"))
PROJECTS = Columns("projects", ("project_id", "time_period"))
TIES = Columns("claim_projects", ("claim_id", "project_id"))
OF = "of "  # the loan of 2017
DAY = rf"(?:the )?(?:end of |early |mid-|late |\d\d? |(?:{MONTHS})\b ?)*"
ENDS = re.compile(rf"\b(?:until|till|by|from|before|through)\s{DAY}\Z")  # a loan until June 2026
PUBLISHED = Columns("sources", ("source_id", "published"))


def questions(package: Package) -> Iterator[Question]:
    """The events and statistics with a year in the statement and no time."""
    if package.has(claims=" ".join(CLAIMS.fields)):
        yield CLAIMS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """These claims, unless the year is told for something else."""
    dated = {
        row: found
        for row, (kind, time, statement) in rows
        if kind in KINDS and not time and (found := years(statement))
    }
    events = {row for row, (kind, *_) in rows if kind == EVENT}
    for row, told, projects, printed in elsewhere(dated, events, package, ask):
        others = (projects if year.startswith(OF) else "" for year in dated[row])
        both = zip(dated[row], others, strict=True)
        left = [year for year, other in both if year[-4:] not in f"{told} {other}"]
        dated[row] = [year for year in left if not printed or year[-4:] <= printed[:4]]
    for row in (row for row, found in dated.items() if found):
        message = "the statement has a year, but the claim has no time"
        yield Finding("claims", message, "fill in time_period", [row], "time_period")


def elsewhere(
    dated: Collection[int], events: Collection[int], package: Package, ask: Any
) -> Iterator[tuple[int, str, str, str]]:
    """What else is dated of some claims: when it was said, what the numbers are about, the note.

    Then the times of their projects, and of what events have numbers of (the 8,784 hours of 2024),
    and when their document was published: nothing that has happened is later.
    """
    if not dated or not package.has(claims=" ".join(MORE.fields)):
        return
    fields = (*MORE.fields, *("note",) * package.has(claims="note"))
    asked = ask(MORE._replace(fields=fields))
    claims = {claim: (row, more) for row, (claim, *more) in asked if row in dated}
    printed: dict[str, str] = {}
    if package.has(claims="source_id", sources=" ".join(PUBLISHED.fields)):
        published = dict(row.cells for row in ask(PUBLISHED))
        own = ask(MORE._replace(fields=("claim_id", "source_id"), among=frozenset(claims)))
        printed = {claim: published.get(source, "") for _, (claim, source) in own}
    told = {claim: [*more] for claim, (_, more) in claims.items()}
    things: dict[str, str] = {}
    if package.has(figures=" ".join(FIGURES.fields)):
        figures = [row.cells for row in ask(FIGURES._replace(among=frozenset(claims)))]
        # with a number that has no time, beside others that have one
        timeless = {claim for claim, time, _ in figures if not time}
        for claim, time, base in figures:
            told[claim] += [base, time if claim in timeless else ""]
            if claims[claim][0] in events:
                things[claim] = f"{things.get(claim, '')} {time}"
    if package.has(**{q.resource: " ".join(q.fields) for q in (PROJECTS, TIES)}):
        times = dict(row.cells for row in ask(PROJECTS))
        for _, (claim, project) in ask(TIES._replace(among=frozenset(claims))):
            things[claim] = f"{things.get(claim, '')} {times.get(project, '')}"
    for claim, (row, _) in claims.items():
        yield row, " ".join(told[claim]), things.get(claim, ""), printed.get(claim, "")


def years(statement: str) -> list[str]:
    """The year of a statement, with the word before, that may be its own: the only one.

    Not of a comparison, an utterance, or what went before. The end of something is told as that
    of what it belongs to: "of 2026".
    """
    every = [*YEAR.finditer(statement)]
    found = (y for y in every if not OTHER.search(statement[: y.start()]))
    own = [
        f"{OF}{year[1]}" if ENDS.search(statement[: year.start(1)]) else year[0]
        for year in found
        if not SAID.match(statement, year.end())
    ]
    return own if len({year[1] for year in every}) == 1 else []
