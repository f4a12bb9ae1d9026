"""Packs of rules: which a package declares, what each needs, and which levels it sets."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from importlib import import_module
from typing import Any, NamedTuple

from bru.model.package import Package
from bru.model.problem import Defect
from bru.store import Store


class Pack(NamedTuple):
    """A set of rules that a package has always, declares, or is asked on a command.

    `codes`: prefixes of the codes of its rules, the longest of all packs decides; `when`: always,
    declared or release; `errors`: codes of other packs whose warnings are errors beside it;
    `module`: where `TABLES` names what it needs; `documents`: prefix of the codes of the rules
    that are asked only where documents are given.
    """

    name: str
    title: str
    codes: tuple[str, ...]
    when: str = "declared"
    errors: tuple[str, ...] = ()
    module: str = ""
    documents: str = ""


ALWAYS, DECLARED, RELEASE = "always", "declared", "release"
PACKS = {
    pack.name: pack
    for pack in (
        Pack(
            "standard",
            "What Data Package and Table Schema say",
            ("BRU0", "BRU1", "BRU2", "BRU8"),
            ALWAYS,
        ),
        Pack(
            "damage",
            "What broke on the way: encodings, invisible characters, spreadsheets",
            tuple(f"BRU{n}" for n in "003 009 016 017 304 305 306 307 308 314".split()),
            ALWAYS,
        ),
        Pack(
            "text",
            "Texts for people: Unicode form, formulas, markup, stand-ins, dates",
            ("BRU3",),
            errors=("BRU009", "BRU304", "BRU305", "BRU307", "BRU308"),
        ),
        Pack(
            "canonical",
            "One written form: line ends, order, quotes, numbers",
            ("BRU004", "BRU011", "BRU012", "BRU013", "BRU311"),
            errors=("BRU003",),
        ),
        Pack(
            "claims",
            "Claims with their sources: statements, figures, totals, passages",
            ("BRU206", "BRU4", "BRU5", "BRU6"),
            module="bru.claims",
            documents="BRU6",
        ),
        Pack(
            "release",
            "What was released before: IDs and causes",
            ("BRU9",),
            RELEASE,
            errors=("BRU632", "BRU634"),  # a draft may have them, a release not
        ),
    )
}


def registered(declared: Collection[str] = tuple(PACKS)) -> Iterator[Any]:
    """The modules of packs that bring commands, formats of export and derived columns."""
    return (import_module(p.module) for n, p in PACKS.items() if p.module and n in declared)


def published(store: Store) -> dict[tuple[str, str], str]:
    """The releases that IDs entered with, by table and ID; not of IDs that a release left out."""
    record = import_module("bru.releases.published").read(store)[0]
    return {(one.table, one.id): one.entered for one in record.ids if not one.left}


def pack_of(code: str) -> Pack:
    """The pack that a rule belongs to."""
    prefixes = ((p, pack.name) for pack in PACKS.values() for p in pack.codes)
    return PACKS[max((len(p), name) for p, name in prefixes if code.startswith(p))[1]]


def packs_of(package: Package) -> tuple[str, ...]:
    """The packs that are asked of a package: those of every package and those it declares."""
    return tuple(n for n, p in PACKS.items() if p.when == ALWAYS or n in package.packs)


def errors(packs: tuple[str, ...]) -> frozenset[str]:
    """The codes whose findings are errors because of what is declared."""
    return frozenset(code for name in packs for code in PACKS[name].errors)


def defects(package: Package) -> Iterator[Defect]:
    """Packs that cannot be asked: unknown, or without the tables and fields they need."""
    named = package.spec.get("bru")
    listed = named.get("packs") if isinstance(named, dict) else None
    if named is not None and not (isinstance(listed, list) and all(map(_is_text, listed))):
        yield _defect('"bru" must be an object with "packs", a list of names')
    for name in sorted(package.packs):
        pack = PACKS.get(name)
        if pack is None or pack.when == RELEASE:
            known = ", ".join(n for n, p in PACKS.items() if p.when == DECLARED)
            yield _defect(f"there is no pack {name!a} to declare: there are {known}", name)
        elif pack.module:
            yield from _lacking(package, pack)


def _lacking(package: Package, pack: Pack) -> Iterator[Defect]:
    for table, fields in import_module(pack.module).TABLES.items():
        resource = package.by_name.get(table)
        if resource is None:
            yield _defect(f"the pack {pack.name} needs a table {table}", table)
            continue
        for field in fields.split():
            if field not in resource.schema.by_name:
                yield _defect(f"the pack {pack.name} needs the field {field} in {table}", field)


def _defect(detail: str, value: str = "") -> Defect:
    return Defect("pack", "", field="bru", value=value, detail=detail)


def _is_text(value: object) -> bool:
    return isinstance(value, str)
