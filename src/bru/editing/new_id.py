"""IDs for new rows: readable slugs, minted once.

Nothing is transliterated: which transliteration is right is for a person to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from bru.model.package import Field, Resource
from bru.store.paths import is_device

Cells = Mapping[str, str]
STOP = frozenset(
    "a an and are as at be been but by can could did do does for from had has have if in into is "
    "it its may more most no not of on or should so such than that the their them then there "
    "these they this those to was were which will with would".split()
)
LONG, WORDS = 60, 5  # characters of a text that is shortened for an ID, to so many words
UNFOLDED = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "ß": "ss", "ı": "i"})
YEAR = re.compile(r"([a-z]+).*?\b(?:19|20)([0-9]{2})\b")


def key(resource: Resource) -> Field | None:
    """The field that holds the ID of a row: the only one of its key, and not a reference."""
    schema = resource.schema
    references = [k.fields for k in schema.foreign_keys]
    if len(schema.primary_key) != 1 or schema.primary_key in references:
        return None
    return schema.field(schema.primary_key[0])


def slug(text: str) -> str:
    """A readable ID of a text, "" where it has letters that are not of the Latin alphabet.

    A long text is shortened to its first words that say something.
    """
    plain = re.sub(r"['`´ʼ‘’]|(?<=\b\w)\.", "", text.casefold().translate(UNFOLDED))  # U.S. → us
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    if any(c.isalpha() and not c.isascii() for c in plain):
        return ""
    words = re.findall(r"[a-z0-9]+", plain)
    if len(text) > LONG:
        words = [w for w in words if w not in STOP][:WORDS]
    return "-".join(words)


def mint(resource: Resource, cells: Cells, rows: Sequence[Cells]) -> str:
    """An ID for a row, as the other rows of its table have theirs, "" where none can be made.

    Rows that belong to another (figures of a claim) are numbered: ID-1, ID-2. Rows of one source
    begin alike. A person is named by surname. A page of the row has a name that Windows can hold.
    """
    found = named_after(resource, cells, rows)
    return f"{found}-2" if is_device(found) else found


def named_after(resource: Resource, cells: Cells, rows: Sequence[Cells]) -> str:
    """As `mint`, for systems on which every name is one."""
    own = key(resource)
    assert own is not None
    text = slug(named(resource, cells))
    if text and cells.get("kind") == "person" and len(text) <= LONG:
        *given, surname = text.split("-")
        text = "-".join([surname, *given])
    for foreign in resource.schema.foreign_keys:
        field, value = foreign.fields[0], cells.get(foreign.fields[0], "")
        if value and len(foreign.fields) == 1 and resource.schema.field(field).required:
            siblings = [row.get(own.name, "") for row in rows if row.get(field) == value]
            if numbered(own.name, field, rows):
                return f"{value}-{1 + max([0, *map(number, siblings)])}"
            return f"{head(value, siblings)}-{text}" if text else ""
    return text


def named(resource: Resource, cells: Cells) -> str:
    """The text of a row that names it: its first required text that is neither key nor listed."""
    schema = resource.schema
    taken = {n for k in schema.foreign_keys for n in k.fields} | set(schema.primary_key)
    for f in schema.fields:
        plain = f.type == "string" and not {"enum", "pattern"} & set(f.constraints)
        if f.required and plain and f.name not in taken:
            return cells.get(f.name, "")
    return ""


def numbered(own: str, field: str, rows: Sequence[Cells]) -> bool:
    """Whether most rows of a table are called after the row they belong to, with a number."""
    like = sum(bool(re.fullmatch(re.escape(r[field]) + "-[0-9]+", r[own])) for r in rows)
    return like * 2 > len(rows)


def number(id_: str) -> int:
    """The number at the end of an ID, 0 where there is none."""
    digits = id_.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0


def head(value: str, siblings: Sequence[str]) -> str:
    """How the IDs of rows that belong together begin: as most do, else word and year."""
    heads = Counter(id_.partition("-")[0] for id_ in siblings if id_)
    if heads:
        return heads.most_common(1)[0][0]
    found = YEAR.match(value)
    return found[1] + found[2] if found else value.partition("-")[0]
