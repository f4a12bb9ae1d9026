"""Entities by any spelling or transliteration of their names.

A name is compared word by word in three ways, the surest first: as Latin letters without accents
and case (`fold`), as its consonants (`skeleton`), and by the share of letters in common. Names
that are alike are shown to a person who decides; they are never taken for the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from bru.datapackage import descriptor, loading, table
from bru.model.package import Package, Resource
from bru.store import Store

LETTERS = str.maketrans(
    # Russian and Belarusian, near BGN/PCGN; letters that NFKD does not take apart
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіўґєї",
            "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i u g e i"
            .replace("_", "").split(" "),
            strict=True,
        )
    )
    | {"č": "ch", "š": "sh", "ž": "zh", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "ı": "i"}
)  # fmt: skip
APOSTROPHES = re.compile("['`´ʹʼ‘’]")
PLAIN = {n: None if APOSTROPHES.match(chr(n)) else " " for n in range(128) if not chr(n).isalnum()}
SOUNDS = tuple(  # spellings of one consonant; what is left of vowels, v and w falls away
    (re.compile(spelt), sound)
    for spelt, sound in (
        ("tsch|tch|ch", "7"),
        ("shch|sch|sh", "s"),
        ("zh", "z"),
        ("kh|gh|h", "g"),
        ("ph", "f"),
        ("th|ts", "t"),
        ("dz", "d"),
        ("x", "ks"),
        ("ck|c|q", "k"),
        ("[aeiouyjvw]", ""),
        (r"(.)\1+", r"\1"),
    )
)
LONGEST = 500  # characters of a text that are looked for
ENOUGH = 0.5  # the least likeness that is shown
NEAR = 0.7  # and the least share of the best one's
LIKE, LETTERED = 0.65, 4  # likeness and letters of words that have but one or two consonants
INITIALS = range(2, 8)
TITLE = re.compile(r"title|author|\w+_name")  # of what has no name, such as a document
SMALL = frozenset("a an and for in of on the to".split())


class Match(NamedTuple):
    """An entity, the name of it that is most like the text, and where that name stands."""

    table: str
    id: str
    name: str
    kind: str
    match: str
    path: str
    line: int
    score: float


class Name(NamedTuple):
    """One name of an entity."""

    table: str
    id: str
    text: str
    path: str
    line: int
    is_office: bool = False  # which another may have as well


def fold(text: str) -> str:
    """A text as lower-case Latin words without accents: "Лукашэнка", "Łukašenka" → "lukashenka"."""
    if text.isascii():  # the same, and quicker
        return " ".join(text.lower().translate(PLAIN).split())
    return " ".join(filter(None, map(folded, text.split())))


@lru_cache(1 << 16)
def folded(word: str) -> str:
    """What `fold` makes of a text without spaces."""
    word = unicodedata.normalize("NFKC", word).casefold().translate(LETTERS)
    word = unicodedata.normalize("NFKD", APOSTROPHES.sub("", word))
    word = "".join(c for c in word if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", word))


@lru_cache(1 << 16)
def skeleton(word: str) -> str:
    """The consonants of a folded word: "lukashenka", "lukaschenko" → "lksnk"; a number is all."""
    if word.isdecimal():
        return word
    for spelt, sound in SOUNDS:
        word = spelt.sub(sound, word)
    return word


def alike(one: str, other: str) -> float:
    """How alike two folded words are, 1 for the same and 0 for too little; `one` may be cut off."""
    if one == other:
        return 1.0
    if len(one) >= 3 and other.startswith(one):
        return 0.9
    share = SequenceMatcher(None, one, other, autojunk=False).ratio()
    bones = skeleton(one)
    is_told = len(bones) > 2 or (share >= LIKE and min(len(one), len(other)) >= LETTERED)
    if bones and bones == skeleton(other) and is_told:
        return 0.6 + 0.3 * share
    return 0.8 * share if share >= 0.75 else 0.0


def likeness(text: str, name: str) -> float:
    """How well a folded name answers to a folded text, from 0 to 1."""
    wanted, words = text.split(), name.split()
    if not wanted or not words:
        return 0.0
    whole, joined = "".join(words), "".join(wanted)
    if whole == joined:
        return 1.0
    if len(wanted) == 1 and len(joined) in INITIALS and abbreviates(joined, words):
        return 0.9
    best = [max((alike(w, word), word) for word in words) for w in wanted]
    score = sum(len(w) * s for w, (s, _) in zip(wanted, best, strict=True)) / len(joined)
    if len(joined) >= 4 and joined in whole:
        score = max(score, 0.7)
    unused = len(set(words) - {word for s, word in best if s}) / len(set(words))
    return score * (1 - 0.1 * unused)


def abbreviates(short: str, words: Sequence[str]) -> bool:
    """Whether a word is made of the initials of others, some with another of their letters: EAEU.

    Words such as "of" may be left out.
    """
    if not words or not short:
        return not words and not short
    own, rest = words[0], words[1:]
    if own in SMALL and abbreviates(short, rest):
        return True
    if own[0] != short[0]:
        return False
    more = len(short) > 1 and short[1] in own[1:] and abbreviates(short[2:], rest)
    return more or abbreviates(short[1:], rest)


def find(store: Store, name: str, text: str) -> list[Match]:
    """The entities that have a name like `text`, best first.

    An entity is a row of a table with a key of one field and a field `name`, or else a TITLE;
    other names are in the tables with such a field and a reference to it. Raises ValueError for a
    broken table.
    """
    package, wanted = descriptor.read(store, name), fold(text[:LONGEST])
    labels: dict[tuple[str, str], tuple[str, str]] = {}
    best: dict[tuple[str, str], tuple[float, Name]] = {}
    for item, kind in names(store, package):
        entity = item.table, item.id
        if kind is not None:
            labels[entity] = item.text, kind
        spellings = [item.text] if kind is None else [item.text, item.id]
        score = max(likeness(wanted, fold(t)) for t in spellings)
        if score > best.get(entity, (0.0,))[0]:
            best[entity] = score, item
    least = max([ENOUGH, *(NEAR * score for score, _ in best.values())])
    found = [
        Match(*entity, *labels[entity], at.text, at.path, at.line, round(score, 3))
        for entity, (score, at) in best.items()
        if entity in labels and score >= least
    ]
    return sorted(found, key=lambda m: (-m.score, m.table, m.id))


def names(store: Store, package: Package) -> Iterator[tuple[Name, str | None]]:
    """Every name of every entity, and its kind where the name is the main one."""
    entities = {r.name for r in package.resources if is_entity(r)}
    for resource in package.resources:
        fields, key, path = resource.schema.by_name, resource.schema.primary_key, resource.path
        names = ["name"] if "name" in fields else [f for f in fields if TITLE.fullmatch(f)]
        if names and len(key) == 1:
            kind = next((f for f in fields if f.endswith("kind")), "")
            for at, (id_, what, *texts) in cells(store, resource, (*key, kind, *names)):
                for text in texts:
                    yield (
                        Name(resource.name, id_, text, path, at),
                        what if text == texts[0] else None,
                    )
            continue
        for foreign in resource.schema.foreign_keys if names else ():
            own = {*foreign.fields} <= {*(key or fields)}
            if foreign.target in entities and len(foreign.fields) == 1 and own:
                for at, (id_, text) in cells(store, resource, (*foreign.fields, names[0])):
                    yield Name(foreign.target, id_, text, path, at, names[0] != "name"), None


def is_entity(resource: Resource) -> bool:
    """Whether the rows of a table are things with a name."""
    schema = resource.schema
    return len(schema.primary_key) == 1 and any(f.name == "name" for f in schema.fields)


def cells(
    store: Store, resource: Resource, fields: Sequence[str]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line and cells of each record; a field "" is empty. Raises ValueError."""
    read, defects = loading.load(store, resource)
    if isinstance(read, table.Unreadable):
        raise ValueError(f"{resource.path}:{defects[-1].line}: {defects[-1].detail}")
    if missing := [f for f in fields if f and f not in read.columns]:
        raise ValueError(f"{resource.path}: there is no column {missing[0]}")
    empty = [""] * len(read.lines)
    columns = [read.columns[f] if f else empty for f in fields]
    for line, record in zip(read.lines, zip(*columns, strict=True), strict=True):
        yield line, tuple(c or "" for c in record)
