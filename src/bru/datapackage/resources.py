"""Reads one resource of a descriptor: JSON → Resource. What is wrong with it is noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from bru.datapackage import formats, metadata, property_types, tableschema
from bru.datapackage.property_types import OUTSIDE, is_url, stays_inside
from bru.model import limits
from bru.model.package import Dialect, Resource, Schema
from bru.model.problem import shown

if TYPE_CHECKING:
    from bru.datapackage.descriptor import Reader

EMPTY = Schema((), {}, (), (), (), "subset", {})  # of a table whose columns nobody describes


class ResourceReader:
    """Reads one resource with the reader of its package."""

    def __init__(self, reader: Reader, spec: dict[str, Any]) -> None:
        self.reader, self.notes, self.spec = reader, reader.notes, spec
        self.name: str = spec["name"]

    def wrong(self, detail: str, field: str) -> None:
        """Note a property that is wrong."""
        self.notes.defect("property", detail, self.name, at=(field,), field=field)

    def skip(self, why: str) -> None:
        """Note that the rows of the resource are not checked."""
        self.notes.skip(f"resource {shown(self.name)} is not checked", why)

    def read(self) -> Resource | None:
        """The resource, with format "" where its rows are not read; None if it is nowhere."""
        files = self.files()
        if files is None:
            return None
        kind = formats.kind(self.spec, files[0] if files else "")
        given = self.dialect(kind.delimiter)
        schema = self.schema(given or Dialect())
        encoding = (files and self.spec.get("encoding")) or "utf-8"
        path = files[0] if files else self.reader.descriptor
        found = Resource(
            self.name,
            path,
            schema or EMPTY,
            encoding,
            given or Dialect(),
            self.spec,
            files,
            "inline" if isinstance(self.spec.get("data"), list | dict) else kind.format,
            kind.packed,
        )
        is_read = given is not None and schema is not None and self.is_readable(found, kind.name)
        return found if is_read else found._replace(format="")

    def files(self) -> tuple[str, ...] | None:
        """The files of the resource, none for inline data; None where they cannot be told."""
        path = self.spec.get("path")
        if path is None and "data" not in self.spec and "url" in self.spec:
            path = self.spec["url"]  # version 0
        if "data" in self.spec:
            if path is not None:
                self.wrong('"path" and "data" exclude each other', "data")
                return None
            return () if self.has_data() else None
        listed: list[Any] = path if isinstance(path, list) else [path]
        if not listed or not all(isinstance(p, str) and p for p in listed):
            self.wrong(f'resource {shown(self.name)} has no "path"', "path")
            return None
        if len({is_url(p) for p in listed}) > 1:
            self.wrong('"path" mixes addresses and paths inside the package', "path")
            return None
        sound = [p for p in listed if is_url(p) or self.is_inside(p)]
        return tuple(sound) if len(sound) == len(listed) else None

    def is_inside(self, path: str, field: str = "path") -> bool:
        """Whether a path is one the standard allows; else that is noted."""
        if stays_inside(path):
            return True
        why = "it must be relative and stay inside the package"
        if "://" in path or path.startswith("file:"):
            why = "an address must begin with http, https, ftp or ftps"
        elif stays_inside(own := path.replace("\\", "/")):
            why = f'folders are parted by "/": {own}'
        elif not OUTSIDE.match(path) and ".." not in path.split("/"):
            why = "a hidden file or folder is no part of a package"
        self.notes.defect("outside", why, self.name, at=(field,), value=path)
        return False

    def has_data(self) -> bool:
        """Whether inline data are of a kind that the standard knows; else that is noted."""
        data = self.spec["data"]
        if isinstance(data, str):
            if not (self.spec.get("format") or self.spec.get("mediatype")):
                self.wrong('"data" that is a text needs "format" or "mediatype"', "data")
                return False
        elif not isinstance(data, list | dict):
            self.wrong('"data" must be a list, an object, or a text with a "format"', "data")
            return False
        elif self.is_table and not is_rows(data):
            self.wrong('"data" of a table must be a list of lists or of objects', "data")
            return False
        return True

    @property
    def is_table(self) -> bool:
        """Whether the resource is declared to be a table."""
        own = str(self.spec.get("profile", ""))
        tabular = self.reader.profile.is_tabular or metadata.TABULAR.fullmatch(own) is not None
        return self.spec.get("type") == "table" or tabular

    def dialect(self, delimiter: str) -> Dialect | None:
        """The dialect, given inline or by path; None where it cannot be had."""
        value = self.spec.get("dialect", {})
        path = value if isinstance(value, str) else ""
        if path and not (is_url(path) or self.is_inside(path, "dialect")):
            return None
        given = self.reader.described(path, "property", self.name) if path else value
        if given is None:
            return None
        at, shapes = () if path else ("dialect",), property_types.DIALECT
        sound = self.notes.sound(given, shapes, "property", self.name, path, at=at)
        metadata.extended(self.notes, sound, self.name, "dialect")
        found = formats.dialect(sound, delimiter)
        field, why = formats.contradiction(found)
        if why:
            self.notes.defect("property", why, self.name, path, (*at, field), field=field)
        return None if why or len(sound) < len(given) else found

    def schema(self, dialect: Dialect) -> Schema | None:
        """The Table Schema given inline or by path, an empty one where there is none."""
        value = self.spec.get("schema")
        if self.spec.get("profile") == "json-data-resource":
            if value is not None:
                self.skip("the schema of a JSON Data Resource is no Table Schema")
            return EMPTY
        if value is None:
            if self.is_table and (self.reader.profile.version < 2 or "schema" in self.spec):
                self.wrong("a tabular resource needs a schema", "schema")
                return None
            return EMPTY
        path = value if isinstance(value, str) else ""
        if path and not (is_url(path) or self.is_inside(path, "schema")):
            return None
        given = self.reader.described(path, "schema", self.name) if path else value
        if not isinstance(given, dict) or not self.reader.has_room(given, self.name, path):
            return None
        metadata.extended(self.notes, given, self.name, "schema")
        null = frozenset() if dialect.null is None else frozenset({dialect.null})
        return tableschema.read_schema(self.notes, given, self.name, path, null)

    def is_readable(self, resource: Resource, kind: str) -> bool:
        """Whether the rows can be read; why not is noted where the resource is a table."""
        is_table = self.is_table or bool(resource.schema.fields)
        if any(map(is_url, resource.files)) and not self.reader.is_online:
            self.skip(f"its file is at an address; {offered(*resource.files)}")
            return False
        if not is_table and (resource.format != "csv" or "path" not in self.spec):
            return False  # a file like any other
        why = ""
        if resource.packed not in ("", "gz", "zip"):
            why = f"what is packed as {resource.packed} is not unpacked"
        elif not resource.format:
            why = f"the rows of a file of the kind {kind} are not read"
        elif resource.format == "inline" and not is_rows(self.rows(resource)):
            self.wrong('"data" of a table must be a list of lists or of objects', "data")
            return False
        elif resource.format == "sheet" and not has_library():
            why = "workbooks need a library: pip install 'bru-dataset[sheets]'"
        if why:
            self.skip(why)
        return not why

    def rows(self, resource: Resource) -> Any:
        """Where in inline data the rows are."""
        data = self.spec["data"]
        if isinstance(data, dict) and resource.dialect.rows_at:
            return data.get(resource.dialect.rows_at)
        return data


def offered(*urls: str) -> str:
    """How what is at addresses can be had."""
    is_web = all(url.lower().startswith("http") for url in urls if is_url(url))
    return "--remote fetches it" if is_web else "only http and https are fetched: put it here"


def is_rows(data: Any) -> bool:
    """Whether inline data are rows: lists or objects."""
    return isinstance(data, list) and all(isinstance(row, list | dict) for row in data)


def has_library() -> bool:
    """Whether workbooks can be read."""
    from importlib.util import find_spec

    return find_spec("python_calamine") is not None


def names(listed: Sequence[Any]) -> list[str]:
    """What resources are called: by name, else as their file, else by number; "" for no object."""
    given = [item.get("name") if isinstance(item, dict) else None for item in listed]
    known = [name if isinstance(name, str) else "" for name in given]
    for at, item in enumerate(listed):
        if not known[at] and isinstance(item, dict):
            path = item.get("path")
            first = path[0] if isinstance(path, list) and path else path
            stem = PurePosixPath(first).stem if isinstance(first, str) else ""
            known[at] = stem if stem and stem not in known else f"resource-{at + 1}"
    return known


def read_resource(reader: Reader, item: object, number: int, name: str) -> Resource | None:
    """One resource of a descriptor, or None and a defect; `name` is what it is called."""
    notes = reader.notes
    given: Mapping[str, Any] = item if isinstance(item, dict) else {}
    if given.get("name") != name or not name:
        here = f": it is checked as {shown(name)}" if name else ""
        what = "is no object" if item is not given else f'has no "name"{here}'
        at = "resources", number, "name"
        notes.defect("property", f"resource {number + 1} {what}", at=at, field="name")
    if not name:
        return None
    given = {**given, "name": name}
    if len(name) > limits.NAME:
        why = f"the name {shown(name)} has more than {limits.NAME:,} characters"
        notes.defect("property", why, at=("resources", number, "name"), field="name")
        return None
    shapes = property_types.RESOURCE
    if reader.profile.version == 2:
        shapes = {**shapes, "type": ('"table"', lambda value: value == "table")}
    spec = notes.sound(given, shapes, "property", name)
    metadata.named(notes, spec, reader.profile.version, name)
    own = str(spec.get("profile", ""))
    known = own in metadata.RESOURCE_PROFILES or metadata.TABULAR.fullmatch(own)
    if not known and not metadata.STANDARD.fullmatch(own):
        notes.skip(f"resource {shown(name)}", f"its profile {own} is not checked")
    metadata.extended(notes, spec, name)
    return ResourceReader(reader, spec).read()
