"""The row that the options of `bru new` and the answers to its questions make."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from bru.cli.ask import Target, ask, confirm_id, interactive
from bru.model.package import Field

if TYPE_CHECKING:
    from bru.editing.known import Known
    from bru.editing.new import Row

OWN = frozenset("documents passage nth force dry-run help".split())  # no field's option


def draft(context: click.Context, target: Target, options: dict[str, Any]) -> list[Row]:
    """The row that the options and the answers make, and the rows that tie it to others."""
    from bru.editing import new as core
    from bru.editing import new_id
    from bru.editing.known import Known

    known = Known(target.store, target.name, target.package)
    resource, own = target.resource, new_id.key(target.resource)
    cells = given(target, options)
    ties = {n[4:]: list(v) for n, v in options.items() if n.startswith("tie_")}
    cells |= referred(known, target, cells)
    if interactive():
        cells |= worked_out(target, cells, options, early=True)
        ask(target, cells, ties, options)
    cells |= referred(known, target, cells)
    cells |= worked_out(target, cells, options)
    if own and not cells.get(own.name):
        cells[own.name] = new_id.mint(resource, cells, core.records(target.store, resource))
        if interactive():
            cells[own.name] = confirm_id(target, own, cells[own.name])
    if missing := lacking(target, cells):
        raise click.UsageError(f"missing: {', '.join(missing)}", context)
    if own and not cells[own.name]:
        why = "no ID can be made of the other fields"
        raise click.UsageError(f"missing: {flag(own)}, for {why}", context)
    rows = core.tidied(resource, [cells])
    for name, link in core.links(target.package, resource).items():
        for value in dict.fromkeys(ties.get(name, ())):
            tie = dict(link.cells(cells[resource.schema.primary_key[0]], value))
            tie[link.other] = known.one(link.target, tie[link.other])
            rows += core.tidied(link.resource, [tie])
    return rows


def lacking(target: Target, cells: dict[str, str]) -> list[str]:
    """The options that give what a row must have and does not."""
    from bru.editing.new_id import key

    by_option = {name: filler.told for filler in target.fillers for name in filler.fields}
    own = key(target.resource)
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


def given(target: Target, options: dict[str, Any]) -> dict[str, str]:
    """The cells that options give."""
    from bru.datapackage.types.texts import BOOLEANS, booleans

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
