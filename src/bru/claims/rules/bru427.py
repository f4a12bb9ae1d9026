"""The kind of a claim is not borne out by its statement.

Why: Kinds are what readers filter by. A forecast speaks of what will or may be, a commitment of
what was agreed or planned, an event of what happened, a position of what somebody wants or says;
a statistic has a figure.

Fix: Correct the kind, or say in the statement what makes it one.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = WARNING
FIGURES = Columns("figures", ("claim_id",))
WILL = re.compile(r"\b(?:will|going to)\b")
KINDS = {
    "forecast": r"\b(?:will|may|might|would|could|should|going to|go on|expected|likely|uncertain"
    r"|future|(?:is|are|was|were) to|remains?|threatens?|possible)\b",
    "commitment": r"\b(?:agree[ds]?|plan(?:s|ned)?|promise[ds]?|commit(?:s|ted|ments?)?|pledge[ds]?"
    r"|must|meant|ordered|obliged|undert(?:akes?|ook)|(?:is|are|was|were) to)\b",
    "event": r"\b(?:\w+ed|was|were|had|has|have|came|went|began|took|made|left|gave|said|met|became"
    r"|sent|built|bought|sold|put|set|kept|lost|won|held|drew)\b",
    "position": r"(?i)\b(?:wish|hope|want|call|aim|interest|appropriate|should|need|argu|reject|urg"
    r"|insist|concern|worr|assur|view|said|say|goal|meant|demand|press|inten|see|seek|advocat"
    r"|accord|optimis|champion|oppos|support|object|plea|request|require|understand|expect)",
}

SIGNED = "|".join((*KINDS, "statistic"))
CLAIMS = Columns(
    "claims",
    ("claim_id", "kind", "statement", "hedged", "asserted_by"),
    suspicion=rf"{BETWEEN}(?:{SIGNED}){BETWEEN}|will|going to",
)


def questions(package: Package) -> Iterator[Question]:
    """The claims and their kinds, where there are figures."""
    if package.has(claims=" ".join(CLAIMS.fields), figures="claim_id"):
        yield CLAIMS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The claims whose kind lacks its sign, or has that of another kind."""
    figures = {row.cells[0] for row in ask(FIGURES)}
    for row, (claim, kind, statement, hedged, speaker) in rows:
        bare = kind in KINDS and not re.search(KINDS[kind], statement)
        wrong = bare and not (kind == "position" and speaker)
        wrong |= kind == "statistic" and claim not in figures
        stays = ("forecast", "commitment", "not_stated")
        wrong |= hedged == "false" and kind not in stays and bool(WILL.search(statement))
        if kind and statement and wrong:
            message = f"the statement is not that of a claim of kind {kind}"
            yield Finding("claims", message, "correct kind or statement", [row], "kind", kind)
