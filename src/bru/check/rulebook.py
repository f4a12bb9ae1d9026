"""The rules: entries of the catalogue, and modules, each explained by its docstring."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from bru.check.packs import PACKS, pack_of
from bru.datapackage.suggest import closest, suggested
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Findings, NotRun
from bru.model.question import Ask, Question

HOMES = ("rules", "releases/rules", "claims/rules")
CATALOGUE = "bru.rules.catalogue"


Found = Iterable[Finding | Findings | NotRun]
# How far the faults of a rule reach: everything in the file and what reads it; the header; records
# that are gone from the end; the record; the row; what reads the cell, which is without its form or
# refers to nothing; the cell by itself. A seal (a hash) is told last. "": no further.
FILE, RECORD, ROW, CELL, VALUE, SEAL = "file", "record", "row", "cell", "value", "seal"
HEADER, CUT, REFERENCE = "header", "cut", "reference"
# What the findings of a rule rest on beside their own row: the rows that each names, or all that
# the rule read, for they say that something is not there. They are told after all others.
NAMED, ALL = "named", "all"


def cut_off(table: str) -> str:
    """The cause that all problems have which come from a table without its end."""
    return f"{CUT} {table}"


class Entry(NamedTuple):
    """What a rule is: the bad condition, why it is bad, how to fix it, what it asks and says.

    `questions` of a package are what it wants to know; `findings` of (package, question, answer,
    ask) what is wrong by the answer to one of them, where `ask` answers further ones. `level` is
    that of a finding which has none. `reach` (FILE … REFERENCE) is what else goes wrong by it,
    `rests` (NAMED, ALL) what its findings may follow from.
    """

    code: str
    title: str
    why: str
    fix: str
    questions: Callable[[Package], Iterable[Question]]
    findings: Callable[[Package, Any, Sequence[Any], Ask], Found]
    level: str = ERROR
    reach: str = ""
    rests: str = ""


class Rule:
    """A rule by its code; what it is gets loaded when something of it is asked for."""

    def __init__(self, code: str) -> None:
        self.code = code

    @cached_property
    def module(self) -> Entry:
        """Its entry in the catalogue, or what its module says."""
        home = _codes()[self.code]
        if home == CATALOGUE:
            found: Entry = import_module(CATALOGUE).ENTRIES[self.code]
            return found
        module = import_module(f"{home}.{self.code.lower()}")
        texts = sections(module.__doc__ or "")
        more = (getattr(module, name, "") for name in ("REACH", "RESTS"))
        return Entry(self.code, *texts, module.questions, module.findings, module.LEVEL, *more)

    @cached_property
    def pack(self) -> str:
        """The name of its pack."""
        return pack_of(self.code).name

    @cached_property
    def level(self) -> str:
        """Error or warning, where a finding says nothing else."""
        return self.module.level

    @cached_property
    def reach(self) -> str:
        """How far its faults reach."""
        return self.module.reach

    @cached_property
    def rests(self) -> str:
        """What its findings rest on."""
        return self.module.rests

    @property
    def title(self) -> str:
        """The bad condition."""
        return self.module.title

    @property
    def why(self) -> str:
        """Why it is bad."""
        return self.module.why

    @property
    def fix(self) -> str:
        """How to fix it."""
        return self.module.fix


def load_rules(select: Sequence[str] = (), ignore: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The rules that one of `select` (all) and none of `ignore` means, by code.

    Each names a pack or the beginning of codes. Raises ValueError for what means no rule.
    """
    for word in (*select, *ignore):
        if not any(means(word, c) for c in _codes()):
            whole = f"bru{word}" if any(means(f"bru{word}", c) for c in _codes()) else ""
            near = whole or closest(word, [*PACKS, *map(str.lower, _codes())])
            meant = suggested(near if near in PACKS else near.upper())
            raise ValueError(f"no pack and no code begins with {word}{meant}")
    return tuple(
        _rule(c)
        for c in _codes()
        if (not select or any(means(w, c) for w in select)) and not any(means(w, c) for w in ignore)
    )


def rules_of(
    packs: Collection[str], select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Rule, ...]:
    """The rules of these packs, as far as `select` and `ignore` leave them.

    A pack or a whole code in `select` is asked even where its pack is not among `packs`.
    Raises ValueError as `load_rules`.
    """
    named = {w.lower() for w in select if w.lower() in PACKS} | {w.upper() for w in select}
    return tuple(
        rule
        for rule in load_rules(select, ignore)
        if rule.pack in packs or rule.pack in named or rule.code in named
    )


def means(word: str, code: str) -> bool:
    """Whether a word of --select or --ignore means a code: its pack, or how it begins."""
    return (
        pack_of(code).name == word.lower()
        if word.lower() in PACKS
        else (code.startswith(word.upper()))
    )


@cache
def _codes() -> dict[str, str]:
    """The codes in order, each with the package its module is in, or the catalogue."""
    root = Path(__file__).parents[1]
    found = {
        p.stem.upper(): "bru." + home.replace("/", ".")
        for home in HOMES
        for p in (root / home).glob("bru[0-9]*.py")
    }
    listed = dict.fromkeys(import_module(CATALOGUE).ENTRIES, CATALOGUE)
    return dict(sorted({**found, **listed}.items()))


@cache
def _rule(code: str) -> Rule:
    return Rule(code)


def sections(docstring: str) -> tuple[str, str, str]:
    """Title, why and fix of a rule's docstring."""
    title, _, rest = docstring.partition("\n")
    why, _, fix = rest.partition("Fix:")
    why = why.replace("Why:", "", 1)
    return title.rstrip("."), " ".join(why.split()), " ".join(fix.split())
