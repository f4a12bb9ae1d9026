"""The questions of `bru new`, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

import click

from bru.check.packs import registered
from bru.datapackage.types.texts import BOOLEANS, booleans
from bru.datapackage.whitespace import tidier
from bru.editing.known import Known
from bru.editing.new import links, singular
from bru.editing.new_id import key
from bru.model.grammar import with_article
from bru.model.package import Field, Package, Resource
from bru.render.printable import printable
from bru.rules.values import judging
from bru.store import Store


class Filler(NamedTuple):
    """How a pack works out cells of a new row from what somebody can give.

    `fields`: what is worked out; `beside`: what else the table must have; `options`: of the
    command, the first decides; `questions`: by option, asked in their place; `told`: the options in
    words; `work`: the cells, from the target, the other cells and the values of options;
    `before`: what is done before the row is written; `beside_it`: files of the package that are
    written with it.
    """

    fields: tuple[str, ...]
    beside: frozenset[str]
    options: Sequence[click.Parameter]
    questions: dict[str, str]
    told: str
    work: Callable[[Target, dict[str, str], dict[str, Any]], dict[str, str]]
    beside_it: Callable[[Store, Mapping[str, str]], dict[str, bytes]] = lambda store, cells: {}
    before: Callable[[Mapping[str, str], dict[str, Any]], None] = lambda cells, options: None

    def given(self, options: dict[str, Any]) -> bool:
        """Whether its first option has a value."""
        return bool(options.get(str(self.options[0].name)))


class Target(NamedTuple):
    """The table that gets a row, and its package as it was named."""

    store: Store
    name: str
    package: Package
    resource: Resource
    path: str | None

    @property
    def known(self) -> Known:
        """The IDs and names of the package."""
        return Known(self.store, self.name, self.package)

    @property
    def fields(self) -> dict[str, Field]:
        """The fields of the table by name."""
        return {f.name: f for f in self.resource.schema.fields}

    @property
    def fillers(self) -> list[Filler]:
        """What packs of the package work out for this table."""
        modules = [import_module(f"bru.{pack.FILLERS}") for pack in registered(self.package.packs)]
        known = (filler for module in modules for filler in module.FILLERS)
        return [f for f in known if f.beside.union(f.fields) <= self.fields.keys()]


def interactive() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def ask(
    target: Target, cells: dict[str, str], ties: dict[str, list[str]], options: dict[str, Any]
) -> None:
    """Ask for what is missing: for everything where nothing was given, else for what must be."""
    fillers = target.fillers
    nothing = not any(filler.given(options) for filler in fillers)
    everything = not cells and not any(ties.values()) and nothing
    worked_out = {name for filler in fillers for name in filler.fields}
    for name, field in target.fields.items():
        if name in cells or name in worked_out or field == key(target.resource):
            continue
        if field.required or everything:
            cells[name] = answer(target, field)
    for filler in fillers:
        if not (filler.given(options) or cells.keys() & set(filler.fields)):
            for name, question in filler.questions.items():
                options[name] = options[name] or click.prompt(question)
    for name, link in links(target.package, target.resource).items():
        if not ties[name] and link.resource.name.startswith(singular(target.resource.name)):
            known = reference(target, link.target)
            way = f":{link.how.name.upper()}" if link.how else ""
            title = f"ID{way} of {with_article(name)} it is about (none: Enter)"
            while value := asked(title, partial(tied, known), ""):
                ties[name].append(value)


def tied(wrong: Callable[[str], str], value: str) -> str:
    """What is wrong with the ID of "ID:how"."""
    return wrong(value.partition(":")[0])


def answer(target: Target, field: Field) -> str:
    """The value of a field; the question is asked again until it fits."""
    title = str(field.spec.get("title") or field.name)
    if field.type == "boolean":
        true, false = (booleans(field, key)[0] for key in BOOLEANS)
        return true if click.confirm(printable(title)) else false
    listed = [str(v) for v in field.constraints.get("enum", ())]
    title += f" ({', '.join(listed)})" if listed else ""
    title += "" if field.required else " (Enter: none)"
    wrong, tidy = judging(field), tidier(field)
    for foreign in target.resource.schema.foreign_keys:
        if foreign.fields == (field.name,):
            wrong = reference(target, foreign.target)
    return tidy(asked(title, lambda v: wrong(tidy(v)), None if field.required else ""))


def asked(title: str, wrong: Callable[[str], str], default: str | None) -> str:
    """An answer, `default` for none; asked again while something is wrong with it."""

    def value(text: str) -> str:
        if text and (why := wrong(text)):
            raise click.BadParameter(printable(why))
        return text

    found: str = click.prompt(
        printable(title), default=default, show_default=False, value_proc=value
    )
    return found


def reference(target: Target, name: str) -> Callable[[str], str]:
    """What is wrong with a reference to a table: there is no such row, but perhaps one like it."""
    known = target.known

    def wrong(value: str) -> str:
        found = known.ids(name, value)
        return "" if len(found) == 1 else known.why(name, value, found)

    return wrong


def confirm_id(target: Target, field: Field, offered: str) -> str:
    """The ID that was offered, or another one."""
    judge, known = judging(field), target.known
    title = f"{field.spec.get('title') or field.name}" + (f" [{offered}]" if offered else "")
    return asked(title, lambda v: known.taken(target.resource, v) or judge(v), offered or None)
