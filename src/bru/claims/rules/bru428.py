"""Country differs from the one named.

Why: Who counts the companies of a country, or maps the actors, goes by the code.

Fix: Correct the code; if it is right, say in the description what ties the actor to the country.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bru.claims.prose.countries import countries
from bru.claims.rules.outliers import borne_out
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Columns, Question, Row

LEVEL = WARNING
ACTORS = Columns("actors", ("actor_id", "name", "kind", "country", "description"))
NAMES = Columns("actor_names", ("actor_id", "name"))
TITLES = Columns("positions", ("actor_id", "title"))
PLACED = ("company", "government", "group", "public_body", "think_tank", "organisation", "country")


def questions(package: Package) -> Iterator[Question]:
    """The actors."""
    if package.has(actors=" ".join(ACTORS.fields)):
        yield ACTORS


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Codes of a country that is not named, and no code where the name has one country's.

    That nothing names the country is told where nearly all other actors are tied to theirs.
    """
    own = {
        code: re.compile(rf"\b{re.escape(name[: max(4, len(name) - 2)])}")
        for _, (_, name, kind, code, _) in rows
        if kind == "country" and code
    }
    more: dict[str, str] = {}
    for question in (NAMES, TITLES):
        if package.has(**{question.resource: " ".join(question.fields)}):
            for _, (actor, text) in ask(question):
                more[actor] = f"{more.get(actor, '')} {text}"
    untied: list[Finding] = []
    for row, (actor, name, kind, code, description) in rows:
        named = names(f"{name} {description} {more.get(actor, '')}", own)
        initials = name.replace(".", "").startswith(code)  # U.S. State Department
        if code and named and code not in named and not initials:
            yield told(row, code, f"the country is {code}, but {min(named)} is named")
        elif code and not named:
            untied.append(told(row, code, f"the country is {code}, but nothing names it"))
        elif not code and kind in PLACED and len(in_name := names(name, own)) == 1:
            yield told(row, code, f"the name is of {min(in_name)}, but there is no country")
    yield from borne_out(untied, sum(bool(row.cells[3]) for row in rows))


def names(text: str, own: Mapping[str, re.Pattern[str]]) -> set[str]:
    """The countries that a text names: those of the package, and any other."""
    return {mention.code for mention in countries(text)} | {
        c for c, p in own.items() if p.search(text)
    }


def told(row: int, code: str, message: str) -> Finding:
    """A finding."""
    hint = "correct the code, or say in the description what ties them"
    return Finding("actors", message, hint, [row], "country", code)
