"""Actors or projects with nearly the same name.

Why: They may be one under two spellings, such as two transliterations of a name, which two
contributions added. Names alone do not decide it, so this is a suggestion.

Fix: If they are one, `bru retire ID --to ID`, and put the other spelling of an actor into
actor_names; else add a waiver that says why they differ.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from operator import eq
from typing import Any

from bru.claims.words.everyday import WORDS
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = WARNING
ACTORS = "actors"
NAMES = Columns("actor_names", ("actor_id", "name", "kind"))
PLACES = ("place", "region")
UNHEARD, TWICE = re.compile(r"[aeiouyj]|[^\w\s]"), re.compile(r"(\w)\1+")
SILENT = dict.fromkeys(n for n in range(128) if UNHEARD.match(chr(n)))  # of ASCII
THE = "the "
VOWEL = re.compile("[aeiouy]", re.IGNORECASE)
SHORT = 3  # consonants that tell a name with so many vowels only
SPELLINGS = ("variant", "abbreviation")  # a metonym or an office is the name of others, too


def questions(package: Package) -> Iterator[Question]:
    """The actors, and the projects."""
    for table, own in ((ACTORS, "actor_id"), ("projects", "project_id")):
        if package.has(**{table: f"{own} name kind"}):
            more = ("country",) * (table == ACTORS and package.has(actors="country"))
            yield Columns(table, (own, "name", "kind", *more))


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """Those with the name of an earlier one but for vowels, doubled letters, order of words.

    Not those of two countries: each may have a Ministry of the Economy.
    """
    seen: dict[str, tuple[str, str]] = {}
    countries = {cells[0]: cells[3] for _, cells in rows if cells[3:]}
    if q.resource == ACTORS and package.has(actor_names=" ".join(NAMES.fields)):
        others = [cells[:2] for _, cells in ask(NAMES) if cells[2] in SPELLINGS]
        of = ask(q._replace(among=frozenset(actor for actor, _ in others))) if others else ()
        kinds = {actor: kind for _, (actor, _, kind, *_) in of}
        for actor, name in others:
            for key in keys(name, kinds.get(actor, "")):
                seen.setdefault(key, (actor, name))
    for row, (actor, name, kind, *more) in rows:
        own = actor, name
        found = [seen.setdefault(key, own) for key in keys(name, kind)]
        of_others = {"", *more}  # a country that differs is that of somebody else
        like = [
            other
            for other in found
            if other[0] != actor and ("" in more or countries.get(other[0], "") in of_others)
        ]
        if like:
            first, other = like[0]
            message = f"{name} may be the same as {first} ({other})"
            same = f"if so, `bru retire {actor} --to {first}`"
            hint = f"{same}; if not, add a waiver with the reason"
            yield Finding(q.resource, message, hint, [row], "name", name)


def keys(name: str, kind: str) -> Iterator[str]:
    """The name itself, and for the kind of actor its consonants if there are three at least.

    A place and what acts there may have one name. "The Government" is that of any country.
    """
    plain = name.casefold()
    if plain.startswith(THE) and plain.removeprefix(THE) in WORDS:
        return
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
    plain = plain.removeprefix(THE)
    if plain.strip():
        yield f"{'place' if kind in PLACES else ''}{BETWEEN}{plain}"
    for spelled, sound in (("x", "ks"), ("w", "v"), ("kh", "h")):
        plain = plain.replace(spelled, sound)
    plain = plain.translate(SILENT) if plain.isascii() else UNHEARD.sub("", plain)
    if any(map(eq, plain, plain[1:])):
        plain = TWICE.sub(r"\1", plain)
    parts = plain.split()
    size = sum(map(len, parts))
    if size >= SHORT:
        vowels = str(len(VOWEL.findall(name))) if size == SHORT else ""  # Chur is not Choir
        yield f"{kind}{BETWEEN}{' '.join(sorted(parts))}{vowels}"
