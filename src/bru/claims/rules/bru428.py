"""Country differs from the one named.

Why: Who counts the companies of a country, or maps the actors, goes by the code.

Fix: Correct the code; if it is right, say in the description what ties the actor to the country.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from bru.claims.prose.countries import countries, sought
from bru.claims.prose.units import rows
from bru.claims.rules.outliers import borne_out
from bru.claims.words.spelling import everyday, tokens
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = WARNING
ACTORS = Columns("actors", ("actor_id", "name", "kind", "country", "description"))
COUNTRIES = Columns("actors", ("kind", "name", "country"), among=frozenset(("country",)))
NAMES = Columns("actor_names", ("actor_id", "name"))
TITLES = Columns("positions", ("actor_id", "title"))
OTHER = re.compile(r"\b(?:that|which|who|whose|where|for|with|through|via|to|by|about|between)\b")
ORIGIN = re.compile(r"\b(?:from|who|that)\b")  # students from Kazakhstan
PLACED = ("company", "government", "group", "public_body", "think_tank", "organisation", "country")


def questions(package: Package) -> Iterator[Question]:
    """The actors that are countries."""
    if package.has(actors=" ".join(ACTORS.fields)):
        yield COUNTRIES


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Codes of a country that is not named, and no code where the name has one country's.

    That nothing names the country is told where nearly all other actors are tied to theirs, and all
    words are everyday English: of any other nobody knows whether it is a place.
    """
    own = {
        code: re.escape(name[: max(4, len(name) - 2)])
        for _, (_, name, code) in rows
        if code and not countries(name)
    }
    text, called = f"[^{BETWEEN}]*", "|".join([sought(), *own.values()])
    open_ = rf"{text}(?:{called}){text}{BETWEEN}(?:{'|'.join(PLACED)}){BETWEEN}{BETWEEN}"
    coded = rf"{text}{BETWEEN}{text}{BETWEEN}[^{BETWEEN}]"
    actors = ask(ACTORS._replace(suspicion=rf"\A{text}{BETWEEN}(?:{coded}|{open_})"))
    more: dict[str, str] = {}
    for question in (NAMES, TITLES):
        if package.has(**{question.resource: " ".join(question.fields)}):
            for _, (actor, text) in ask(question):
                more[actor] = f"{more.get(actor, '')} {text}"
    patterns = {code: re.compile(rf"\b{name}") for code, name in own.items()}
    untied: list[tuple[str, Finding]] = []
    for row, (actor, name, kind, code, description) in actors:
        if not (code or kind in PLACED):
            continue
        own_name = ORIGIN.split(name)[0] if kind == "group" else name
        named = names(f"{name} {description} {more.get(actor, '')}" if code else own_name, patterns)
        initials = name.replace(".", "").startswith(code)  # U.S. State Department
        if code and not named:
            message = f"the country is {code}, but nothing names it"
            untied.append((f"{name} {description}", told(row, code, message)))
        elif code and code not in named and not initials:
            what = f"{name} {OTHER.split(description)[0]} {more.get(actor, '')}"
            if of := names(what, patterns):
                yield told(row, code, f"the country is {code}, but {min(of)} is named")
        elif not code and len(named) == 1 and (named & {*own} or is_called(name, *named)):
            yield told(row, code, f"{min(named)} is in the name, but country is empty")
    lacking = borne_out(untied, sum(bool(row.cells[3]) for row in actors))
    yield from (found for text, found in lacking if all(map(everyday, tokens(text))))


def names(text: str, own: Mapping[str, re.Pattern[str]]) -> set[str]:
    """The countries that a text names: those of the package, and any other."""
    found = {mention.code for mention in countries(text)}
    return found | {code for code, pattern in own.items() if pattern.search(text)}


def is_called(name: str, code: str) -> bool:
    """Whether a name has a word that begins as that of a country, not only one of a city in it."""
    own = (name[m.start : m.start + 2] for m in countries(name) if m.code == code)
    return any(called(code).startswith(start) for start in own)


@cache
def called(code: str) -> str:
    """The name of a country in English."""
    every = rows("countries.en.csv")
    return next((row["words"].partition("|")[0] for row in every if row["code"] == code), "")


def told(row: int, code: str, message: str) -> Finding:
    """A finding."""
    hint = "correct the code, or say in the description what ties them"
    return Finding("actors", message, hint, [row], "country", code)
