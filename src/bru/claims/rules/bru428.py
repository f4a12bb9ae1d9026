"""An actor's country is not the one that its name or its description names.

Why: Who counts the companies of a country, or maps the actors, goes by the code.

Fix: Correct the code; if it is right, say in the description what ties the actor to the country.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

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
    """Codes of a country that is not named, and no code where the name has one country's."""
    countries = {
        code: re.compile(rf"\b{re.escape(name[: max(4, len(name) - 2)])}")
        for _, (_, name, kind, code, _) in rows
        if kind == "country" and code
    }
    more: dict[str, str] = {}
    for question in (NAMES, TITLES):
        if package.has(**{question.resource: " ".join(question.fields)}):
            for _, (actor, text) in ask(question):
                more[actor] = f"{more.get(actor, '')} {text}"
    for row, (actor, name, kind, code, description) in rows:
        texts = f"{name} {description} {more.get(actor, '')}"
        in_name = [c for c, country in countries.items() if country.search(name)]
        named = [c for c, country in countries.items() if country.search(texts)]
        initials = name.replace(".", "").startswith(code)  # U.S. State Department
        message = ""
        if code and named and code not in named and not initials:
            message = f"the country is {code}, but {named[0]} is named"
        elif code in countries and not named:
            message = f"the country is {code}, but nothing names it"
        elif not code and len(in_name) == 1 and kind in PLACED:
            message = f"the name is of {in_name[0]}, but there is no country"
        if message:
            hint = "correct the code, or say in the description what ties them"
            yield Finding("actors", message, hint, [row], "country", code)
