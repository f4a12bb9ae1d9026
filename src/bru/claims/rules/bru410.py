"""Position without the organisation its title names.

Why: Who looks for the people of a body does not find them.

Fix: Fill in the actor that the title names.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = WARNING
BODIES = frozenset(
    "country government public_body company international_organisation media think_tank "
    "organisation".split()
)


ENDINGS = ("n", "an", "ian", "i", "ish", "ese", "")
WORD = re.compile(r"(?<!\w)(?=\S)")  # where one begins
NO_BODY = rf"\A[^{BETWEEN}]+{BETWEEN}\Z"


def questions(package: Package) -> Iterator[Question]:
    """The positions without an organisation; their titles may name actors."""
    if package.has(positions="title organisation", actors="actor_id name kind"):
        yield Columns("positions", ("title", "organisation"), suspicion=NO_BODY)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Titles with the name of an actor, or with a word made of that of a country: Belarusian."""
    open_ = [(row, title) for row, (title, organisation) in rows if title and not organisation]
    named: dict[str, str] = {}
    for _, (actor, name, kind) in (
        ask(Columns("actors", ("actor_id", "name", "kind"))) if open_ else ()
    ):
        if kind in BODIES and not name.islower():  # "parliament" is that of any document
            named.setdefault(name, actor)
        if kind == "country" and len(name) > 5:
            named.setdefault(name.rstrip("ae"), actor)
    sizes = sorted({*map(len, named)}, reverse=True)
    for row, title in open_:
        if name := found(title, named, sizes):
            message = f"the title {shown(title)} names an organisation"
            hint = f"fill in organisation, such as {named[name]}"
            yield Finding("positions", message, hint, [row], "organisation", title)


def found(title: str, names: Collection[str], sizes: Sequence[int]) -> str:
    """The first name in a title that stands by itself or has an ending, the longest of them."""
    for start in (match.start() for match in WORD.finditer(title)):
        for size in sizes:
            name = title[start : start + size]
            if len(name) == size and name in names and ends(title[start + size :]):
                return name
    return ""


def ends(rest: str) -> bool:
    """Whether a word ends here, or after an ending."""
    return any(rest.startswith(e) and not re.match(r"\w", rest[len(e) :]) for e in ENDINGS)
