"""What is noted of a descriptor; which version of the standard and which profile it follows."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bru.datapackage import elsewhere, jsontext, property_types
from bru.datapackage.property_types import NAME_V1, Shape
from bru.datapackage.suggest import suggested
from bru.model.classed import classed
from bru.model.problem import Defect, NotRun, Steps, shown

NAME = re.compile(r"[-a-z0-9._]+")
STANDARD = re.compile(
    r"https?://(?:www\.)?datapackage\.org/profiles/([12])(?:\.[0-9]+)*/[a-z]+\.json"
    r"|https?://(?:specs\.frictionlessdata\.io|frictionlessdata\.io)/schemas/[a-z-]+\.json"
)
PROFILES = ("data-package", "tabular-data-package", "default", "")  # of version 1
RESOURCE_PROFILES = ("data-resource", "tabular-data-resource", "json-data-resource", "default", "")
TABULAR = re.compile(
    r"tabular-data-(?:package|resource)|.*/tabular-data-(?:package|resource)\.json"
)


class Notes:
    """Collects defects, and reasons not to check something, on the way through a descriptor."""

    def __init__(self, descriptor: str) -> None:
        self.descriptor = descriptor
        self.defects: list[Defect] = []
        self.not_run: list[NotRun] = []
        self.numbers: dict[str, int] = {}  # of resources

    def defect(
        self,
        kind: str,
        detail: str,
        resource: str = "",
        path: str = "",
        at: Steps = (),
        **more: Any,
    ) -> None:
        """Note a defect of the descriptor, `at` a place in the resource, or of `path`."""
        if not path and resource in self.numbers:
            at = "resources", self.numbers[resource], *at
        place = path or self.descriptor
        self.defects.append(Defect(kind, resource, detail=detail, path=place, at=at, **more))

    def located(self, texts: Mapping[str, bytes]) -> Iterator[Defect]:
        """The defects with their lines in the texts of descriptor and schemas."""
        wanted = classed((d.path, d.at) for d in self.defects if d.at and not d.line)
        lines = {path: jsontext.lines(texts[path], {*at}) for path, at in wanted.items()}
        for d in self.defects:
            yield d if d.line or not d.at else d._replace(line=lines[d.path][d.at])

    def skip(self, what: str, why: str, blamed: str = "") -> None:
        """Note what cannot be checked, a resource or a field of it, and why; by which resource."""
        self.not_run.append(NotRun("", f"{what}: {why}", blamed))

    def sound(
        self,
        spec: Mapping[str, Any],
        shapes: Mapping[str, Shape],
        kind: str,
        resource: str,
        path: str = "",
        field: str = "",
        at: Steps = (),
    ) -> dict[str, Any]:
        """`spec` without the properties that have a wrong kind of value; each is a defect.

        A name that is that of a property but for capitals and the like is told as advice.
        """
        for name in (name for name in spec if name not in shapes):
            meant = property_types.meant(name)
            is_schema = "fieldsMatch" in shapes and "fields" in spec  # else that is told
            if meant != name and meant in (*shapes, *("fields",) * is_schema):
                detail = f'"{name}" has no meaning{suggested(meant)}'
                own = resource, path, (*at, name)
                self.defect("advice", detail, *own, field=field or name, value=name)
        bad = [k for k, v in spec.items() if k in shapes and not shapes[k][1](v)]
        for name in bad:
            what, fits = shapes[name]
            detail = f'"{name}" must be {what}{elsewhere.for_value(name, spec[name], fits)}'
            self.defect(kind, detail, resource, path, field=field or name, at=(*at, name))
        return {k: v for k, v in spec.items() if k not in bad}


class Profile(NamedTuple):
    """What a descriptor follows. `version`: 0 where it does not say; `other`: an extension."""

    version: int
    is_tabular: bool
    other: str


def profile(spec: Mapping[str, Any]) -> Profile:
    """The profile of a package, by `$schema` or else `profile`."""
    given = spec.get("$schema")
    if isinstance(given, str) and given:
        found = STANDARD.fullmatch(given)
        return Profile(int(found[1] or 1) if found else 0, False, "" if found else given)
    own = str(spec.get("profile", ""))
    is_tabular = TABULAR.fullmatch(own) is not None
    known = own in PROFILES or is_tabular or STANDARD.fullmatch(own)
    return Profile(1 if own and known else 0, is_tabular, "" if known else own)


def extended(notes: Notes, spec: Mapping[str, Any], resource: str, part: str = "") -> None:
    """Note an extension of the standard that a resource follows, or its schema or dialect."""
    own = spec.get("$schema")
    if isinstance(own, str) and own and not STANDARD.fullmatch(own):
        of = f" of its {part}" if part else ""
        notes.skip(f"resource {shown(resource)}", f"the profile {own}{of} is not checked")


def named(notes: Notes, spec: Mapping[str, Any], version: int, resource: str = "") -> None:
    """Note a name that is not as the standard wants it: must in version 1, should in version 2."""
    name = spec.get("name")
    if not isinstance(name, str) or not name:
        return
    if version == 1 and not NAME_V1.fullmatch(name):
        what = f"the name {shown(name)} has other characters than a-z, 0-9, -, . and _"
        notes.defect("property", what, resource, at=("name",), field="name", value=name)
    elif not (NAME if version == 2 else NAME_V1).fullmatch(name):
        what = f"the name {shown(name)} should have no other characters than a-z, 0-9, -, . and _"
        notes.defect("advice", what, resource, at=("name",), field="name", value=name)


def titled(notes: Notes, spec: Mapping[str, Any]) -> None:
    """Note people and sources without a title, which version 1 asks for."""
    for key in ("contributors", "sources"):
        for number, item in enumerate(spec.get(key, ())):
            if isinstance(item, dict) and "title" not in item:
                what = f'"{key}" must have a "title" each'
                notes.defect("property", what, at=(key, number), field=key)
                return
