"""Event type missing or misplaced.

Why: Every event has a type, and nothing else has one. Who asks for visits or signings goes by
event_type: an event without one is not found. A commitment has one if it was made by an act, such
as a signing.

Fix: Fill in event_type, or leave it empty; or correct the kind.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import ERROR, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = ERROR
ACTS = ("event", "commitment")
TYPED = rf"(?:{'|'.join(ACTS)}){BETWEEN}[\s\S]+"
ODD = rf"\A(?:event{BETWEEN}\Z|[^{BETWEEN}]+{BETWEEN}[^{BETWEEN}])"


def questions(package: Package) -> Iterator[Question]:
    """The kinds of the claims and of their events."""
    if package.has(claims="kind event_type"):
        yield Columns("claims", ("kind", "event_type"), unless=TYPED, suspicion=ODD)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Events without a type, and types of what is neither event nor commitment."""
    for row, (kind, event) in rows:
        if kind == "event" and not event:
            message, hint = "an event needs an event_type", "fill in event_type"
            yield Finding("claims", message, hint, [row], "event_type")
        elif kind and kind not in ACTS and event:
            message = f"a claim of kind {kind} cannot have an event_type"
            yield Finding("claims", message, "leave it empty", [row], "event_type", event)
