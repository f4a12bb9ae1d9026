"""What people mean who know SQL, pandas, R or JSON Schema: the words of the standard for it."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from bru.datapackage.suggest import closest, suggested
from bru.model.package import Resource

SHORT = 80  # characters of JSON that is suggested
YES, NO = ("true", "yes", "1"), ("false", "no", "0")


def _each(**names: str) -> dict[str, str]:
    """Words by the other names they go by."""
    return {other: word for word, others in names.items() for other in others.split()}


TYPES = _each(
    string="char character charactervarying varchar nvarchar nchar bpchar str chr text tinytext "
    "mediumtext longtext ntext citext clob utf unicode object o token normalizedstring",
    integer="bigint int smallint tinyint mediumint uint long short byte serial bigserial month "
    "unsignedint nonnegativeinteger positiveinteger",
    number="decimal double doubleprecision float real numeric dbl money currency percent "
    "percentage",
    boolean="bit bool logical lgl",
    date="localdate day",
    time="timetz hms localtime",
    datetime="timestamp timestamptz datetimetz datetimeoffset smalldatetime posixct posixlt "
    "instant",
    duration="timedelta interval difftime period",
    object="dict json jsonb struct map hstore record",
    list="set sequence vector",
    geopoint="point coordinates latlon latlong",
    geojson="geometry geography feature",
    year="gyear",
    yearmonth="gyearmonth",
)
FORMATS = _each(
    uuid="uuid guid uniqueidentifier",
    email="email mail",
    uri="uri url anyuri link",
    binary="binary varbinary blob bytea bytes raw base64 base64binary",
)
LISTED = "category categorical factor enum enumeration ordered ordinal".split()
CONSTRAINTS = _each(
    minimum="min minvalue lowerbound ge gte greaterthanorequal greaterthanorequalto mininclusive",
    maximum="max maxvalue upperbound le lte lessthanorequal lessthanorequalto maxinclusive",
    exclusiveMinimum="gt greaterthan minexclusive",
    exclusiveMaximum="lt lessthan maxexclusive",
    minLength="minlen minsize minitem minchar minpropertie minimumlength",
    maxLength="maxlen maxsize maxitem maxchar maxpropertie maximumlength",
    pattern="regex regexp match strmatche",
    enum="allowed allowedvalue value isin in choice oneof option domain const level enumeration "
    "accepted acceptedvalue",
    required="notnull notna nonnull notempty mandatory isrequired",
    unique="distinct isunique uniqueitem",
)
BESIDE = {"type": "field", "format": "field", "categories": "field", "missingValues": "field"}
BESIDE |= dict.fromkeys(("primaryKey", "uniqueKeys", "foreignKeys"), "schema")
INVERSE = "nullable optional null allownull allowempty".split()
PAIRS = {
    "length": "Length",
    "size": "Length",
    "range": "imum",
    "between": "imum",
    "inrange": "imum",
}
NAMES = {  # of properties that must be there
    "fields": "field column columns col key keys from properties variables attributes".split(),
    "name": "column columnname field fieldname id key header variable".split(),
    "reference": "references ref refers to target".split(),
    "resource": "table tables resources entity".split(),
}
ARRAY = re.compile(r"(.+)\[\]|(?:list|array|set|sequence)[\[<(](.+)[\]>)]")
OPTIONAL = re.compile(
    r"(?:optional|nullable)[\[<(](.+)[\]>)]|(.+?)\s*(?:\?|(?:\||or)\s*(?:null|none))"
)
PARTS = re.compile("[yY]{4}|[yY]{2}|[dD]{1,2}|M{1,4}|m{1,2}|[hH]{1,2}|[sS]{1,2}")


def plain(name: str) -> str:
    """A name without capitals and signs between its words."""
    return re.sub(r"[-_\s]", "", name).casefold()


def type_meant(name: str, known: Collection[str]) -> tuple[str, str]:
    """The type that is meant, and what is to be said with it; "" for none."""
    text = re.sub(r"^(?:https?:.*[#/]|\w+:)", "", name.strip()).casefold()
    if inner := ARRAY.fullmatch(text):
        item = type_meant(inner[1] or inner[2], known)[0]
        return "list", f'with the itemType "{item}"' if item else ""
    if inner := OPTIONAL.fullmatch(text):
        return type_meant(inner[1] or inner[2], known)[0], 'cells may be empty unless "required"'
    text = re.sub(r"[\[<(].*|\b(?:unsigned|with(?:out)?(?: local)? time zone)\b", "", text)
    word = plain(text)
    for own in (word, word.rstrip("0123456789")):
        if own in FORMATS:
            return "string", f'with the format "{FORMATS[own]}"'
        if own in LISTED:
            return "string", 'with "categories"'
        if found := own if own in known else TYPES.get(own, ""):
            return found, ""
    return closest(name, [*known]), ""


def for_type(name: str, known: Collection[str]) -> str:
    """The end of a message about a type that there is not."""
    return suggested(*type_meant(name, known))


def for_constraint(name: str, known: Collection[str]) -> str:
    """The end of a message about a constraint that there is not."""
    word = plain(name).removesuffix("s")
    if word in INVERSE:
        return suggested("required", "true where no cell may be empty")
    if word in PAIRS:
        return suggested(f"min{PAIRS[word]}", f'and "max{PAIRS[word]}"')
    if beside := next((own for own in BESIDE if plain(own) == plain(name)), ""):
        return f'; "{beside}" is a property of the {BESIDE[beside]}'
    same = {plain(own): own for own in known}
    near = same.get(plain(name)) or CONSTRAINTS.get(word) or closest(name, [*known])
    return suggested(near) or f"; there are {', '.join(sorted(known))}"


def for_format(form: str, types: Collection[str]) -> str:
    """The end of a message about a format of texts that there is not."""
    own = FORMATS.get(plain(form)) or closest(form, [*FORMATS.values()])
    kind = "" if own else type_meant(form, types)[0]
    return suggested(own) or (kind and suggested(kind, "as type"))


def for_moments(form: str) -> str:
    """The end of a message about a form of dates or times such as DD.MM.YYYY."""
    seen = ""

    def directive(part: re.Match[str]) -> str:
        nonlocal seen
        letter, size = part[0][0].casefold(), len(part[0])
        is_minute, seen = letter == "m" and "h" in seen, seen + letter
        own = {"y": "%Y" if size == 4 else "%y", "d": "%d", "h": "%H", "s": "%S"}
        return "%M" if is_minute else own.get(letter) or ("%m", "%m", "%b", "%B")[size - 1]

    found = PARTS.sub(directive, form)
    is_whole = not re.search("[A-SU-Za-z]", re.sub("%.", "", found))
    return suggested(found) if "%" in found and is_whole else ""


def by_name(name: str, given: Mapping[str, Any]) -> str:
    """The end of a message that a property is missing: another name that stands for it."""
    others = (other for other in given if plain(other) in (plain(name), *NAMES[name]))
    return next((f'; did you mean it by "{other}"?' for other in others), "")


def for_table(name: str, tables: Mapping[str, Resource], known: Sequence[str]) -> str:
    """The end of a message about a resource that there is not: of that file, or before a dot."""
    files = {file: own for own, resource in tables.items() for file in resource.files}
    parts = PurePosixPath(name).stem, name.partition(".")[0]
    own = files.get(name) or next((part for part in parts if part in known), "")
    return suggested(own or closest(name, known))


def for_field(name: str, table: str, known: Sequence[str]) -> str:
    """The end of a message about a field that a table has not: several, or behind its name."""
    several = re.split(r"\s*[,;+]\s*", name)
    if len(several) > 1 and {*several} <= {*known}:
        return f"; did you mean {json.dumps(several, ensure_ascii=False)}?"
    return suggested(closest(name.removeprefix(f"{table}."), known))


def for_value(name: str, value: Any, fits: Callable[[Any], bool]) -> str:
    """The end of a message about a value of a wrong kind: one of the right kind, as JSON."""
    if value in ("", [], {}) or value is None:
        return "; leave it out where there is none"
    found = next((other for other in _other(name, value) if fits(other)), None)
    text = "" if found is None else json.dumps(found, ensure_ascii=False)
    return f"; did you mean {text if len(text) <= SHORT else text[:SHORT] + '…'}?" if text else ""


def _other(name: str, value: Any) -> Iterator[Any]:
    """Values of another kind that may be meant."""
    listed = value if isinstance(value, list) else [value]
    word = str(value).casefold() if len(listed) == 1 else ""
    if name == "categories" and isinstance(value, dict):
        yield [{"value": key, "label": label} for key, label in value.items()]
    elif name == "fields" and isinstance(value, dict):
        more = [v if isinstance(v, dict) else {"type": v} for v in value.values()]
        yield [{"name": key, **own} for key, own in zip(value, more, strict=True)]
    if word in YES + NO:
        yield word in YES
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < SHORT:
        yield int(value)
    yield _once(listed)
    if len(given := [v for v in listed if v not in (None, "null")]) == 1:
        yield given[0]
    if isinstance(value, dict) and len(value) == 1:
        yield from value.values()
    yield listed
    yield [v for v in listed if v]
    if not any(isinstance(v, list | dict) for v in listed):
        yield ["" if v is None else v if isinstance(v, str) else json.dumps(v) for v in listed]
    for own in ("name", "title"):
        yield [{own: v} for v in listed if isinstance(v, str)]


def _once(value: Any) -> Any:
    """A list, and those in it, with nothing twice."""
    if not isinstance(value, list):
        return value
    return [*{repr(v): _once(v) for v in value}.values()]
