"""What kind of JSON value each property of a descriptor has, by the standards.

A property with another kind of value is reported and left out, so that nobody who uses the
package has to be on guard. Where the text of the standard and its profiles differ, the text
decides; what only a profile says (a list is not empty) holds as well, for a descriptor must be
valid against its profile.
"""

import re
from collections.abc import Callable, Collection
from typing import Any

Shape = tuple[str, Callable[[Any], bool]]

LICENSE_NAME = re.compile(r"[-a-zA-Z0-9._]+")
NAME_V1 = re.compile(r"[-a-z0-9._/]+")
MEDIATYPE = re.compile(r".+/.+", re.DOTALL)
HASH = re.compile(r"[^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32}|")
URL = re.compile(r"(?:http|ftp)s?://.+", re.IGNORECASE | re.DOTALL)
WEB = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
CREATED = re.compile(
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[Tt ]"
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
    r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)


def is_url(value: str) -> bool:
    """Whether a text is an address that a path of the standard may be."""
    return URL.fullmatch(value) is not None


OUTSIDE = re.compile(r"[/~]|.:|.*(?:\\|://)|file:", re.DOTALL)  # how a path out of it begins


def stays_inside(path: str) -> bool:
    """Whether a text is a path as the standard allows it: relative, nothing hidden, no way out."""
    parts = path.removeprefix("./").split("/")
    return bool(path) and not OUTSIDE.match(path) and not any(p.startswith(".") for p in parts)


def _is_place(value: Any) -> bool:
    return isinstance(value, str) and (is_url(value) or stays_inside(value))


def _a(words: str, *kinds: type) -> Shape:
    return words, lambda value: type(value) in kinds


def _like(words: str, expression: re.Pattern[str]) -> Shape:
    """A text of a form, or an empty one."""
    return words, lambda v: isinstance(v, str) and (not v or expression.fullmatch(v) is not None)


def _list(words: str, one: Callable[[Any], bool], least: int = 1) -> Shape:
    return words, lambda v: isinstance(v, list) and len(v) >= least and all(map(one, v))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_some(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _each(names: str, shape: Shape) -> dict[str, Shape]:
    """Several properties of one shape."""
    return dict.fromkeys(names.split(), shape)


def _object(
    shapes: dict[str, Shape], needs: Collection[str] = (), least: int = 0
) -> Callable[[Any], bool]:
    """An object of which known properties are sound, which has one of some and so many of any."""

    def is_sound(value: Any) -> bool:
        if not isinstance(value, dict) or len(value) < least:
            return False
        if needs and not value.keys() & set(needs):
            return False
        return all(shapes[key][1](v) for key, v in value.items() if key in shapes)

    return is_sound


def _is_key(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list)
        and bool(value)
        and all(map(_is_text, value))
        and len(set(value)) == len(value)
    )


def _is_missing(value: Any) -> bool:
    """A list of texts, or of objects with a text as `value`, each once."""
    if not isinstance(value, list):
        return False
    texts = [item.get("value") if isinstance(item, dict) else item for item in value]
    labels = [item.get("label", str(n)) for n, item in enumerate(value) if isinstance(item, dict)]
    alike = len({isinstance(item, dict) for item in value}) < 2
    return alike and all(map(_is_text, [*texts, *labels])) and len(set(texts)) == len(texts)


def _is_enum(value: Any) -> bool:
    """A list in which nothing is twice; true is not 1."""
    return isinstance(value, list) and bool(value) and len({*map(repr, value)}) == len(value)


TEXT, LIST, OBJECT = _a("a text", str), _a("a list", list), _a("an object", dict)
WORDS = ("a list of 1 to 1,000 words", lambda v: _list("", _is_text)[1](v) and len(v) <= 1000)
BOOLEAN = _a("true or false", bool)
SIZE: Shape = ("a whole number from 0 on", lambda v: type(v) is int and v >= 0)
PLACE: Shape = ("an object or a path", lambda v: isinstance(v, dict) or (_is_text(v) and bool(v)))
LOCATION: Shape = ("an address or a path inside the package", _is_place)
KEY: Shape = ("a name or a list of names, each once", _is_key)
KEYS = _list("a list of keys, each of one field or more and none twice", _is_key)
MISSING: Shape = ("a list of texts, or of objects with value and label, each once", _is_missing)
ROWS = _list("a list of row numbers from 1 on", lambda n: type(n) is int and n >= 1, 0)
NAMES = _list("a list of names", _is_text, 0)

V0 = ("id", "type", "url")  # of a licence of version 0: there a name is a title
_LICENSE = {"path": LOCATION, "title": TEXT}
_NAMED = {"name": ("", lambda v: _is_text(v) and bool(LICENSE_NAME.fullmatch(v))), **_LICENSE}
_is_license, _is_old_license = _object(_NAMED, ("name", "path")), _object(_LICENSE, V0)
LICENSES = _list(
    'a list of objects, each with "name" (a licence ID) or "path"',
    lambda value: _is_license(value) or _is_old_license(value),
)
_ADDRESS: Shape = ("", lambda v: v == "" or _is_place(v))
_PERSON = {
    **_each("title givenName familyName organization role", TEXT),
    "roles": _list("", _is_text),
    "email": _like("", EMAIL),
    "path": _ADDRESS,
}
CONTRIBUTORS = _list(
    "a list of objects with texts such as title, email, path (an address) and roles (a list)",
    _object(_PERSON, least=1),
)
_SOURCE = {**_each("title version", TEXT), "email": _like("", EMAIL), "path": _ADDRESS}
SOURCES = _list(
    "a list of objects with texts such as title, path (an address or a path) and email",
    _object(_SOURCE, least=1),
    0,
)

PACKAGE = {
    **_each("$schema profile name id title description version", TEXT),
    "homepage": _like("an address", WEB),
    "image": (LOCATION[0], _ADDRESS[1]),
    "created": _like("a date and time such as 1985-04-12T23:20:50Z", CREATED),
    "keywords": _list("a list of words", _is_text),
    "licenses": LICENSES,
    "contributors": CONTRIBUTORS,
    "sources": SOURCES,
}
RESOURCE = {
    **_each("schema dialect", PLACE),
    **_each("profile title description format encoding", TEXT),
    "homepage": _like("an address", WEB),
    "mediatype": _like("a media type such as text/csv", MEDIATYPE),
    "bytes": SIZE,
    "hash": _like("a hash, with its method before a colon where it is not MD5", HASH),
    "licenses": LICENSES,
    "sources": SOURCES,
}
DIALECT = {
    **_each("header doubleQuote skipInitialSpace", BOOLEAN),
    **_each("headerRows commentRows", ROWS),
    **_each("headerJoin nullSequence property sheetName table", TEXT),
    "commentChar": ("a text of one or more characters", _is_some),
    **_each("delimiter lineTerminator", ("a text", _is_some)),
    **_each("quoteChar escapeChar", ("one character", lambda v: _is_text(v) and len(v) == 1)),
    "itemType": ("array or object", lambda v: v in ("array", "object")),
    "itemKeys": NAMES,
    "sheetNumber": ("a whole number from 1 on", lambda v: type(v) is int and v >= 1),
}
SCHEMA = {
    "missingValues": MISSING,
    "primaryKey": KEY,
    "uniqueKeys": KEYS,
    "foreignKeys": _list("a list of at least one key", lambda _: True),
    "fieldsMatch": KEY,
}
FIELD = {
    **_each("type format title description groupChar decimalChar delimiter itemType", TEXT),
    **_each("categoriesOrdered bareNumber", BOOLEAN),
    **_each("trueValues falseValues", WORDS),
    "rdfType": _like("the address of a class", WEB),
    "constraints": OBJECT,
    "missingValues": MISSING,
    "categories": LIST,
}
CONSTRAINTS = {
    **_each("required unique", BOOLEAN),
    **_each("minLength maxLength", SIZE),
    "pattern": TEXT,
    "enum": ("a list of at least one value, each once", _is_enum),
    "jsonSchema": OBJECT,
}


def plainly(name: str) -> str:
    """A name without capitals, signs between its words, and the ending of a plural."""
    return re.sub("[-_ ]", "", name).casefold().removesuffix("s")


CHECKS = ("constraints", "fields", *(n for n in (*SCHEMA, *FIELD, *DIALECT) if n != n.lower()))
BY_PLAIN = {plainly(name): name for name in CHECKS}
BY_PLAIN |= dict.fromkeys(("sep", "separator", "fieldseparator"), "delimiter")
BY_PLAIN |= dict.fromkeys(("navalue", "nastring", "nullvalue"), "missingValues")


def meant(name: str) -> str:
    """The property by which a table is read or checked that a name is like; itself if none is."""
    return BY_PLAIN.get(plainly(name), name)
