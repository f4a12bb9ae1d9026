"""What differs in the structure of two packages: descriptor, tables, schemas, fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bru.datapackage import descriptor
from bru.model.package import Field, Package, Resource, Schema
from bru.releases.change import Change
from bru.releases.change import of_property as changed
from bru.releases.fields import fields

PACKAGE_KINDS = {  # property → kind, where it is no other
    **dict.fromkeys("title description keywords homepage image created".split(), "package-text"),
    **dict.fromkeys(("$schema", "profile"), "profile"),
    "contributors": "contributors",
    "sources": "package-sources",
}
DERIVED = (*"version resources bytes hash path name schema dialect encoding data".split(),)
PACKAGE_READ, LICENCES = ("id", "canonical"), ("licenses", "license")
FORMAT = ("format", "mediatype", "compression", "type", "profile")
KEYS = ("fields", "primaryKey", "uniqueKeys", "foreignKeys", "fieldsMatch", "missingValues")


def package(old: Package, new: Package) -> Iterator[Change]:
    """What differs in the descriptor, the tables aside."""
    one, two = old.spec, new.spec
    for name in ("name", "id"):
        if one.get(name) != two.get(name):
            yield changed(f"package-{name}", "", name, one.get(name), two.get(name))
    yield from licences("", one, two)
    if promised(one) != promised(two):
        kind = "canonical-promised" if promised(two) else "canonical-dropped"
        yield changed(kind, "", "canonical", promised(one), promised(two))
    for name in sorted(one.keys() | two.keys()):
        if one.get(name) == two.get(name) or name in LICENCES + PACKAGE_READ + DERIVED:
            continue
        if name == "bru" and descriptor.declared(one) ^ descriptor.declared(two) <= {"canonical"}:
            continue
        kind = PACKAGE_KINDS.get(name, "package-other")
        yield changed(kind, "", name, one.get(name), two.get(name))
    common = [r.name for r in old.resources if r.name in new.by_name]
    if common != [r.name for r in new.resources if r.name in old.by_name]:
        yield changed("table-order", "", "resources", common, [r.name for r in new.resources])


def promised(spec: Mapping[str, Any]) -> bool:
    """Whether a descriptor promises the canonical form, as it does now or as 1.0.0 did."""
    return "canonical" in descriptor.declared(spec) or spec.get("canonical") is True


def pairs(old: Package, new: Package) -> dict[str, str]:
    """The tables of both: the name in the new version → that in the old one.

    A table that is gone and one that is new are the same, renamed, when they have the same fields
    and key and no other does.
    """
    found = {r.name: r.name for r in new.resources if r.name in old.by_name}
    gone = [r for r in old.resources if r.name not in new.by_name]
    come = [r for r in new.resources if r.name not in old.by_name]
    for resource in come:
        like = [r for r in gone if shape(r.schema) == shape(resource.schema)]
        also = [r for r in come if shape(r.schema) == shape(resource.schema)]
        if len(like) == len(also) == 1:
            found[resource.name] = like[0].name
    return found


def shape(schema: Schema) -> tuple[Any, ...]:
    """The fields and the key of a table."""
    return tuple((f.name, f.type) for f in schema.fields), schema.primary_key


def dialect(resource: Resource) -> dict[str, Any]:
    """What the dialect of a table says, with the defaults that matter to a reader of CSV."""
    own = resource.dialect
    usual = {"delimiter": own.delimiter, "quoteChar": own.quote, "doubleQuote": own.double_quote}
    given = resource.spec.get("dialect")
    return {**usual, **(given if isinstance(given, dict) else {})}


def resource(old: Resource, new: Resource, renames: Mapping[str, str]) -> Iterator[Change]:
    """What differs in what the descriptor and the schema say of a table.

    `renames`: fields of this table that have another name, old → new.
    """
    name, one, two = new.name, old.spec, new.spec
    if old.name != name:
        yield changed("table-renamed", name, "name", old.name, name)
    if old.encoding.lower() != new.encoding.lower():
        yield changed("table-encoding", name, "encoding", old.encoding, new.encoding)
    if old.dialect != new.dialect:
        yield changed("table-dialect", name, "dialect", dialect(old), dialect(new))
    yield from described(name, one, two)
    yield from keys(name, old.schema, new.schema, renames)
    yield from fields(name, old.schema.fields, new.schema.fields, renames)


def described(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """What differs in what the descriptor says of any resource."""
    if old.get("path") != new.get("path"):
        yield changed("table-path", name, "path", old.get("path"), new.get("path"))
    if isinstance(old.get("schema"), str) and old["schema"] != new.get("schema"):
        yield changed("schema-path", name, "schema", old["schema"], new.get("schema"))
    yield from licences(name, old, new)
    for field in sorted(old.keys() | new.keys()):
        if old.get(field) == new.get(field) or field in LICENCES + DERIVED:
            continue
        kind = "table-text" if field in ("title", "description", "sources") else "table-other"
        kind = "table-format" if field in FORMAT else kind
        yield changed(kind, name, field, old.get(field), new.get(field))


def keys(table: str, old: Schema, new: Schema, renames: Mapping[str, str]) -> Iterator[Change]:
    """What differs in the keys of a schema, and in what it says about itself."""

    def now(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(renames.get(n, n) for n in names)

    if now(old.primary_key) != new.primary_key:
        yield changed("primary-key", table, "primaryKey", old.primary_key, new.primary_key)
    before, after = {now(k) for k in old.unique_keys}, set(new.unique_keys)
    for key in sorted(after - before):
        yield changed("unique-key-added", table, ", ".join(key), None, key)
    for key in sorted(before - after):
        yield changed("unique-key-dropped", table, ", ".join(key), key, None)
    linked = {k._replace(fields=now(k.fields)) for k in old.foreign_keys}
    gone = {k.fields: k for k in sorted(linked - {*new.foreign_keys})}
    come = {k.fields: k for k in sorted({*new.foreign_keys} - linked)}
    for key in sorted(gone.keys() | come.keys()):
        left, right = gone.get(key), come.get(key)
        kind = "foreign-key-changed" if left and right else "foreign-key-dropped"
        kind = "foreign-key-added" if not left else kind
        yield changed(kind, table, ", ".join(key), left and left[1:], right and right[1:])
    if old.fields_match != new.fields_match:
        yield changed("fields-match", table, "fieldsMatch", old.fields_match, new.fields_match)
    for name in sorted(old.spec.keys() | new.spec.keys()):
        if name not in KEYS and old.spec.get(name) != new.spec.get(name):
            yield changed("schema-text", table, name, old.spec.get(name), new.spec.get(name))


def licences(table: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Licences that were given or taken back, or are others under the same name."""
    one, two = named_licences(old), named_licences(new)
    for name in sorted(two.keys() - one.keys()):
        yield Change("licence-added", table, "", "licenses", "", name)
    for name in sorted(one.keys() - two.keys()):
        yield Change("licence-removed", table, "", "licenses", name, "")
    others = [n for n in one if n in two and one[n] and two[n] and one[n] != two[n]]
    for name in others:
        before, after = (f"{name} {side[name]}" for side in (one, two))
        yield Change("licence-changed", table, "", "licenses", before, after)
    if one.keys() == two.keys() and not others and old.get("licenses") != new.get("licenses"):
        kind = "table-text" if table else "package-text"
        yield changed(kind, table, "licenses", old.get("licenses"), new.get("licenses"))


def named_licences(spec: Mapping[str, Any]) -> dict[str, str]:
    """The licences of a package or table by name, each with its address."""
    items = [item for item in spec.get("licenses") or () if isinstance(item, dict)]
    if isinstance(one := spec.get("license"), str | dict):  # version 0 of the standard
        items.append(one if isinstance(one, dict) else {"name": one})
    found = [
        (str(i.get("name") or i.get("type") or i.get("path") or ""), address(i)) for i in items
    ]
    return dict(sorted(found))


def address(licence: Mapping[str, Any]) -> str:
    """Where the text of a licence is, in one of the ways of writing that."""
    text = str(licence.get("path") or licence.get("url") or "")
    return re.sub(r"^https?:", "https:", text).rstrip("/")


def renamed(old: Sequence[Field], new: Sequence[Field]) -> dict[str, str]:
    """The fields that have another name: one in the same place that is the same otherwise."""
    names = {f.name for f in old}, {f.name for f in new}
    found = {}
    for one, two in zip(old, new, strict=False):
        if one.name not in names[1] and two.name not in names[0] and same(one, two):
            found[one.name] = two.name
    return found


def same(one: Field, two: Field) -> bool:
    """Whether two fields say the same of their values."""
    words = ("name", "title", "description", "example")
    left, right = ({k: v for k, v in f.spec.items() if k not in words} for f in (one, two))
    return left == right
