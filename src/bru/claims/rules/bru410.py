"""A position has no organisation although its title names one.

Why: Who looks for the people of a body does not find them.

Fix: Fill in the actor that the title names.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import Columns, Question, Row

LEVEL = WARNING
BODIES = frozenset(
    "country government public_body company international_organisation media think_tank "
    "organisation".split()
)


def questions(package: Package) -> Iterator[Question]:
    """The positions, and the actors that their titles may name."""
    if package.has(positions="title organisation", actors="actor_id name kind"):
        yield Columns("positions", ("title", "organisation"))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Titles with the name of an actor, or with a word made of that of a country: Belarusian."""
    named: dict[str, str] = {}
    for _, (actor, name, kind) in ask(Columns("actors", ("actor_id", "name", "kind"))):
        if kind in BODIES and name:
            named.setdefault(name, actor)
        if kind == "country" and len(name) > 5:
            named.setdefault(name.rstrip("ae"), actor)
    if not named or all(row.cells[1] for row in rows):
        return
    either = "|".join(map(re.escape, sorted(named, key=len, reverse=True)))
    names = re.compile(rf"(?<!\w)({either})(?:n|an|ian|i|ish|ese)?(?!\w)")
    for row, (title, organisation) in rows:
        if not organisation and (match := names.search(title)):
            message = f"the title {shown(title)} names an organisation"
            hint = f"fill in organisation, such as {named[match[1]]}"
            yield Finding("positions", message, hint, [row], "organisation", title)
