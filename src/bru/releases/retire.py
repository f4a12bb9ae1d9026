"""An ID is given up for another: its row goes, what refers to it follows, a line says where to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from bru.check.packs import registered
from bru.datapackage import table
from bru.datapackage.suggest import did_you_mean
from bru.editing import form
from bru.editing.new import NewError, brought, records
from bru.editing.new_id import Cells, key
from bru.model.grammar import plural
from bru.model.package import Package, Resource
from bru.model.problem import Problem
from bru.releases import published, redirects
from bru.releases.redirects import TABLE, is_id_table
from bru.store import Store
from bru.store.base import Overlay

MERGED = "merged"


class Retirement(NamedTuple):
    """What retiring an ID comes to: the files, what is done in each, the new problems."""

    files: dict[str, bytes]
    done: Sequence[str]
    problems: Sequence[Problem]


def retire(store: Store, name: str, package: Package, old: str, new: str) -> Retirement:
    """Let `new` stand for `old`, both IDs of one table. Raises NewError where that cannot be."""
    home, gone, stays = found(store, package, old, new)
    for pack in registered(package.packs):
        field = pack.APART.get(home.name, "")
        if gone.get(field) != stays.get(field):
            why = f"differ in {field}: what refers to one cannot refer to the other"
            raise NewError(f"{old} and {new} {why}")
    files, done = {}, list[str]()
    for resource in package.resources:
        rows = records(store, resource)
        made, told = [*moved(home, resource, rows, old, new)], ""
        if resource.name == TABLE and is_published(store, home, old):
            made.append({"table": home.name, "old_id": old, "new_id": new, "reason": MERGED})
            told = f"{old} is retired for {new}"
        elif resource.name == TABLE:  # nothing will tell what became of it
            made = [
                {**row, "new_id": new}
                if (row.get("new_table") or row["table"], row["new_id"]) == (home.name, old)
                else row
                for row in made
            ]
        if made != rows:
            if not resource.is_simple or not package.canonical:
                raise NewError(f"{resource.path}: only tables in canonical form are rewritten")
            names = [*rows[0]] if rows else [f.name for f in resource.schema.fields]
            cells = [[row.get(n, "") for n in names] for row in made]
            files[resource.path] = table.write([names, *cells]).encode("utf-8")
            kept = {tuple(row) for row in cells}
            changed = sum(tuple(row.get(n, "") for n in names) not in kept for row in rows)
            done.append(f"{resource.path}: {told or plural(changed, 'row') + ' changed or gone'}")
    text = gone.get("name", "")
    if text:
        done.append(f"the name {text} is no name of {new} unless you add it (`bru new`)")
    for change in form.changes(Overlay(store, files), name, only=files)[1]:
        if change.new is None:
            raise NewError(f"{change.path}: {change.why}")
        files[change.path] = change.new
    return Retirement(files, done, brought(store, name, files))


def found(store: Store, package: Package, old: str, new: str) -> tuple[Resource, Cells, Cells]:
    """The table of both IDs, the row of the one that goes, and the other. Raises NewError."""
    where: dict[str, list[tuple[Resource, Cells]]] = {old: [], new: []}
    ids = list[str]()
    for resource in filter(is_id_table, package.resources):
        own = key(resource)
        for row in records(store, resource) if own else ():
            identifier = row[own.name] if own else ""
            ids.append(identifier)
            if identifier in where:
                where[identifier].append((resource, row))
    lines = {r.old_id: r for r in redirects.read(store, package).values()}
    for identifier in (i for i, rows in where.items() if not rows):
        if line := lines.get(identifier):
            now = line.new_id or "nothing"
            raise NewError(f"{identifier} was retired before: {now} stands for it")
        raise NewError(f"there is no {identifier} in any table{did_you_mean(identifier, ids)}")
    if old == new:
        raise NewError(f"{old} cannot be retired for itself: --to is the ID that stays")
    pairs = product(where[old], where[new])
    for (resource, row), (other, kept) in pairs:
        if resource.name == other.name:
            return resource, row, kept
    raise NewError(f"{old} and {new} are not two rows of one table")


def is_published(store: Store, home: Resource, old: str) -> bool:
    """Whether a release had an ID: others need no line. Raises ValueError if nobody can tell."""
    ids = published.sound(store).ids
    return any((i.table, i.id, i.left) == (home.name, old, "") for i in ids)


def moved(
    home: Resource, resource: Resource, rows: Sequence[Cells], old: str, new: str
) -> Iterator[Cells]:
    """The rows of a table without the one that goes, references moved, none there twice.

    Raises NewError where two rows would have one key and say different things.
    """
    keys, own = resource.schema.primary_key, key(resource)
    ends = [
        k.fields[0] for k in resource.schema.foreign_keys
        if len(k.fields) == 1 and k.target == home.name
    ]  # fmt: skip
    there = {tuple(row[k] for k in keys): row for row in rows}
    for row in rows:
        if resource == home and own and row[own.name] == old:
            continue
        at = [field for field in ends if row[field] == old]
        if not at:
            yield row
            continue
        follows = {**row, **dict.fromkeys(at, new)}
        if resource == home and own and follows[own.name] == new:
            follows |= dict.fromkeys(at, "")  # it would be a part of itself
        twin = there.get(tuple(follows[k] for k in keys)) if set(at) & set(keys) else None
        if twin and twin != follows:
            differ = ", ".join(
                f"{n} {twin[n]} and {follows[n]}" for n in twin if twin[n] != follows[n]
            )
            where = " / ".join(follows[k] for k in keys)
            raise NewError(
                f"{resource.path}: {where} would be there twice, with {differ}: delete one"
            )
        if not twin and not (len(ends) > 1 and len({follows[f] for f in ends}) == 1):
            yield follows
