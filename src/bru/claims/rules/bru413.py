"""Actors or projects with nearly the same name.

Why: They may be one under two spellings, such as two transliterations of a name, which two
contributions added. Names alone do not decide it, so this is a suggestion.

Fix: If they are one, `bru retire ID --to ID`, and put the other spelling of an actor into
actor_names; else add a waiver that says why they differ.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, islice, pairwise
from typing import Any

from bru.claims.documents.mention import slices
from bru.claims.words.everyday import WORDS
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import BETWEEN, Columns, Question, Row

LEVEL = WARNING
ACTORS = "actors"
NAMES = Columns("actor_names", ("actor_id", "name", "kind"))
PLACES = ("place", "region")
UNHEARD, TWICE = re.compile(r"[aeiouyj]|[^\w\s]"), re.compile(r"(\w)\1+")
ASCII = "".join(map(chr, range(128)))
SILENT = dict.fromkeys(map(ord, UNHEARD.findall(ASCII)))
DOUBLED = [2 * sign for sign in ASCII if TWICE.match(2 * sign)]
THE = "the "
VOWEL = re.compile("[aeiouy]", re.IGNORECASE)
SHORT = 3  # consonants that tell a name with so many vowels only
Named = Sequence[str]  # an ID, a name, a kind and maybe a country
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
    others = other_names(package, q, ask)
    hashes = array("q")  # two of each name, so that few names are kept
    for found in keys(chain(others, (row.cells for row in rows))):
        hashes.extend(map(hash, found))
    again = {one for one, other in pairwise(sorted(hashes)) if one == other} - {hash("")}
    likely = (not again.isdisjoint(own) for own in zip(hashes[::2], hashes[1::2], strict=True))
    alike = [*compress(others, islice(likely, len(others)))]
    left = [*compress(rows, likely)]
    seen: dict[str, Named] = {}
    for own, found in zip(alike, keys(alike), strict=True):
        for key in filter(None, found):
            seen.setdefault(key, own)
    for (row, own), found in zip(left, keys(row.cells for row in left), strict=True):
        earlier = [seen.setdefault(key, own) for key in filter(None, found)]
        if like := [other for other in earlier if may_be_one(own, other)]:
            actor, name, first, other = *own[:2], *like[0][:2]
            message = f"{name} may be the same as {first} ({other})"
            same = f"if so, `bru retire {actor} --to {first}`"
            hint = f"{same}; if not, add a waiver with the reason"
            yield Finding(q.resource, message, hint, [row], "name", name)


def may_be_one(one: Named, other: Named) -> bool:
    """Whether two names are of two IDs, and not of two countries."""
    return one[0] != other[0] and len({*one[3:], *other[3:]} - {""}) < 2


def other_names(package: Package, q: Any, ask: Any) -> list[Named]:
    """Other spellings of the names of actors, where actors are asked for."""
    if q.resource != ACTORS or not package.has(actor_names=" ".join(NAMES.fields)):
        return []
    others = [cells for _, cells in ask(NAMES) if cells[2] in SPELLINGS]
    of = ask(q._replace(among=frozenset(actor for actor, *_ in others))) if others else ()
    more = {actor: own for _, (actor, _, *own) in of}
    return [(actor, name, *more.get(actor, ("",))) for actor, name, _ in others]


def keys(names: Iterable[Named]) -> Iterator[tuple[str, str]]:
    """Two keys of each name, "" for none: itself, and of three consonants or more what is heard.

    A place and what acts there may have one name; what is heard goes with the kind of actor.
    "The Government" is that of any country.
    """
    for part in slices(names):
        called = [name for _, name, *_ in part]
        for (_, name, kind, *_), (plain, heard) in zip(part, spelled(called), strict=True):
            words = heard.split()
            size = sum(map(len, words))
            if name[:4].casefold() == THE and plain in WORDS:
                yield "", ""
                continue
            vowels = len(VOWEL.findall(name)) if size == SHORT else ""  # Chur is not Choir
            yield (
                f"{'place' if kind in PLACES else ''}{BETWEEN}{plain}" if plain.strip() else "",
                f"{kind}{BETWEEN}{' '.join(sorted(words))}{vowels}" if size >= SHORT else "",
            )


def spelled(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each name in small letters, and its consonants; those of ASCII are made all at once."""
    quick = [name.isascii() and "\n" not in name for name in names]
    made = together(compress(names, quick))
    for name, in_ascii in zip(names, quick, strict=True):
        yield next(made) if in_ascii else alone(name)


def together(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The same of names in ASCII."""
    plain = "\n".join(["", *names]).lower().replace(f"\n{THE}", "\n")
    heard = likened(plain).translate(SILENT)
    for pair in DOUBLED:
        while pair in heard:
            heard = heard.replace(pair, pair[0])
    return islice(zip(plain.split("\n"), heard.split("\n"), strict=True), 1, None)


def alone(name: str) -> tuple[str, str]:
    """The same of a name in any letters."""
    plain = unicodedata.normalize("NFKD", name.casefold()).removeprefix(THE)
    return plain, TWICE.sub(r"\1", UNHEARD.sub("", likened(plain)))


def likened(text: str) -> str:
    """A text with one spelling of sounds that have several."""
    return text.replace("x", "ks").replace("w", "v").replace("kh", "h")
