"""The row that the options of `bru new` and the answers to its questions make."""

from __future__ import annotations

import re
from typing import Any

import click

from bru.check.packs import registered
from bru.cli.ask import Target, ask, confirm_id, interactive
from bru.damage import scripts
from bru.datapackage.types.texts import BOOLEANS, booleans
from bru.editing import find, new_id
from bru.editing import new as core
from bru.editing.known import Known
from bru.editing.new import Link, Row
from bru.model.package import Field
from bru.render.printable import printable

OWN = frozenset("documents passage nth force dry-run help".split())  # no field's option


def draft(context: click.Context, target: Target, options: dict[str, Any]) -> list[Row]:
    """The row that the options and the answers make, and the rows that tie it to others."""
    known = target.known
    resource, own = target.resource, new_id.key(target.resource)
    cells = given(target, options)
    ties = {n[4:]: list(v) for n, v in options.items() if n.startswith("tie_")}
    cells |= referred(known, target, cells)
    if interactive():
        cells |= worked_out(target, cells, options, early=True)
        ask(target, cells, ties, options)
    cells |= referred(known, target, cells)
    cells |= worked_out(target, cells, options)
    for pack in registered(target.package.packs):
        false = {
            f: "false" for f, of in pack.ABOUT.items() if f in target.fields and of not in cells
        }
        cells = false | cells
    if own and not cells.get(own.name):
        cells[own.name] = new_id.mint(resource, cells, core.records(target.store, resource))
        if interactive():
            cells[own.name] = confirm_id(target, own, cells[own.name])
    if missing := lacking(target, cells):
        raise click.UsageError(f"missing: {', '.join(missing)}", context)
    if own and not cells[own.name]:
        raise click.UsageError(f"missing: {flag(own)}, for {nameless(target, cells)}", context)
    rows = core.tidied(resource, [cells])
    for name, link in core.links(target.package, resource).items():
        for value in dict.fromkeys(ties.get(name, ())):
            tie = dict(link.cells(cells[resource.schema.primary_key[0]], value))
            tie[link.other] = known.one(link.target, tie[link.other])
            rows += core.tidied(link.resource, [tie])
    return rows


def nameless(target: Target, cells: dict[str, str]) -> str:
    """Why no ID can be made of a row: its name is in letters of another alphabet."""
    text = new_id.named(target.resource, cells)
    if not text:
        return "no ID can be made of the other fields"
    for reading in scripts.readings(text):
        if new_id.slug(reading.new):
            return f'"{text}" has {reading.what}: write "{reading.new}"'
    rows = core.records(target.store, target.resource)
    like = f", such as {new_id.mint(target.resource, cells, rows, find.fold(text))}"
    known = "; ".join(core.like(target.store, target.name, target.resource, cells))
    known = f"; {known}" if known else ""
    return f'"{text}" is not in Latin letters: give an ID that is{like}{known}'


def lacking(target: Target, cells: dict[str, str]) -> list[str]:
    """The options that give what a row must have and does not."""
    by_option = {name: filler.told for filler in target.fillers for name in filler.fields}
    own = new_id.key(target.resource)
    found = [
        by_option.get(name, flag(field) + f" or --no-{flag(field)[2:]}" * (field.type == "boolean"))
        for name, field in target.fields.items()
        if field.required and field != own and not cells.get(name)
    ]
    return list(dict.fromkeys(found))


def flag(field: Field) -> str:
    """What the option of a field is called."""
    name = re.sub(r"[^\w]+|_", "-", field.name)
    return f"--field-{name}" if name in OWN else f"--{name}"


def way(link: Link) -> str:
    """What the help says of the way in which something ties."""
    if link.how is None:
        return ""
    listed = ", ".join(map(str, link.how.listed))
    unless = link.otherwise and f" ({link.otherwise} unless given)"
    return f"; {link.how.name.upper()} is one of {listed}{unless}"


def option(number: int, field: Field, source: str) -> click.Option:
    """The option of a field. `source`: what it is made from where it is not given, or ""."""
    name = flag(field)[2:]
    words = [str(v) for v in field.constraints.get("enum", ())]
    about = " ".join(str(field.spec.get("description", "")).split())
    about += f" One of: {', '.join(words)}." if words else ""
    if field.required:
        about += f" [made from {source}]" if source else " [required]"
    if field.type == "boolean":
        names = [f"--{name}/--no-{name}", f"f{number}"]
        return click.Option(names, default=None, help=printable(about))
    return click.Option([f"--{name}", f"f{number}"], metavar="TEXT", help=printable(about))


def given(target: Target, options: dict[str, Any]) -> dict[str, str]:
    """The cells that options give."""
    cells = {}
    for number, (name, field) in enumerate(target.fields.items()):
        value = options[f"f{number}"]
        if isinstance(value, bool):
            true, false = (booleans(field, key) for key in BOOLEANS)
            value = (true if value else false)[0]
        if value is not None:
            cells[name] = value
    return cells


def worked_out(
    target: Target, cells: dict[str, str], options: dict[str, Any], early: bool = False
) -> dict[str, str]:
    """The cells that packs of the package work out from options; `early`: as far as they can."""
    found: dict[str, str] = {}
    for filler in target.fillers:
        if filler.given(options) and (not early or filler.beside <= cells.keys()):
            found |= filler.work(target, cells, options)
    return found


def referred(known: Known, target: Target, cells: dict[str, str]) -> dict[str, str]:
    """IDs in place of names. Raises NewError for one that stands for nothing."""
    keys = [k for k in target.resource.schema.foreign_keys if len(k.fields) == 1]
    given = ((k.fields[0], k.target, cells.get(k.fields[0])) for k in keys)
    return {name: known.one(to, value) for name, to, value in given if value}
