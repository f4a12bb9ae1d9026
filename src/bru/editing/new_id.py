"""IDs for new rows: readable slugs, minted once.

Nothing is transliterated: which transliteration is right is for a person to say.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from bru.model.package import Field, Resource
from bru.store.base import is_device

Cells = Mapping[str, str]
STOP = frozenset(
    "a an and are as at be been but by can could did do does for from had has have if in into is "
    "it its may more most no not of on or should so such than that the their them then there "
    "these they this those to was were which will with would about according after all also "
    "before between both during each its nor one other over own per said say says since some still "
    "under until up very when where while who whose january february march april june july august "
    "september october november december".split()
)
# characters of a text that is shortened for an ID, to so many words, to no more than so many
LONG, WORDS, MOST = 60, 5, 12
FEW = 3  # words of its own that are enough for an ID
COMMON, SMALL = 0.05, 100  # a word of more rows of a table that is not small tells none apart
SPEAKER = re.compile(r"According to [^,.]+, ")
UNFOLDED = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "ß": "ss", "ı": "i"})
BEGINNING = re.compile(r"^(?:[0-9]{4}(?:-[0-9]{2})+\b|[^-]*)")
YEAR = re.compile(r"([a-z]+).*?\b(?:19|20)([0-9]{2})\b")


def key(resource: Resource) -> Field | None:
    """The field that holds the ID of a row: the only one of its key, and not a reference."""
    schema = resource.schema
    references = [k.fields for k in schema.foreign_keys]
    if len(schema.primary_key) != 1 or schema.primary_key in references:
        return None
    return schema.field(schema.primary_key[0])


def slug(text: str, most: int = WORDS, common: Collection[str] = ()) -> str:
    """A readable ID of a text, "" where it has letters that are not of the Latin alphabet.

    A long text is shortened to its first `most` words that say what it is about: not those that
    are `common` in the table, nor the name of who says it.
    """
    text = SPEAKER.sub("", text) if len(text) > LONG else text
    plain = re.sub(r"['`´ʼ‘’]|(?<=\b\w)\.|(?<=\d),(?=\d)", "", text.casefold().translate(UNFOLDED))
    plain = unicodedata.normalize("NFKD", plain)  # U.S. → us
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    if any(c.isalpha() and not c.isascii() for c in plain):
        return ""
    words = re.findall(r"[a-z0-9]+", plain)
    if len(text) > LONG or (len(words) > WORDS and text.rstrip().endswith((".", "?", "!"))):
        words = [w for w in words if w not in STOP and not w.isdigit()]
        own = [w for w in words if w not in common]
        words = (own if len(own) >= FEW else words)[:most]
    return "-".join(words)


class Minter:
    """Makes IDs for new rows of a table, as its other rows have theirs; none is made twice.

    Rows that belong to another (figures of a claim) are numbered: ID-1, ID-2. Rows of one source
    begin alike. A person is named by surname. A page of the row has a name that Windows can hold.
    """

    def __init__(self, resource: Resource, rows: Sequence[Cells]) -> None:
        """`rows`: those that the table has."""
        own = key(resource)
        assert own is not None
        self.resource, self.own, self.rows = resource, own.name, rows
        self.common = common([named(resource, row) for row in rows])
        self.taken = {row.get(own.name, "") for row in rows}
        self.numbered: dict[str, bool] = {}
        self.siblings: dict[str, dict[str, list[str]]] = {}  # by field and its value
        for foreign in resource.schema.foreign_keys:
            field = foreign.fields[0]
            if len(foreign.fields) == 1 and resource.schema.field(field).required:
                self.numbered[field] = numbered(own.name, field, rows)
                self.siblings[field] = {}
                for row in rows:
                    self.add(field, row)

    def add(self, field: str, row: Cells) -> None:
        """Note the ID of a row that belongs to another."""
        own = self.siblings[field].setdefault(row.get(field, ""), [])
        own.append(row.get(self.own, ""))

    def mint(self, cells: Cells, text: str = "") -> str:
        """An ID for a row, "" where none can be made.

        One that is taken gets more words where it was shortened, else it is what it is.
        """
        text, most = text or named(self.resource, cells), WORDS
        found = self.named_after(cells, text, most)
        while found in self.taken and most < MOST:
            most += 1
            found = self.named_after(cells, text, most)
        return f"{found}-2" if is_device(found) else found

    def note(self, cells: Cells) -> None:
        """Add a row that is new."""
        self.taken.add(cells.get(self.own, ""))
        for field in self.siblings:
            self.add(field, cells)

    def named_after(self, cells: Cells, name: str, most: int) -> str:
        """The ID of a row by its name, and by the row that it belongs to."""
        text = slug(name, most, self.common)
        if text and cells.get("kind") == "person" and len(text) <= LONG:
            *given, surname = text.split("-")
            text = "-".join([surname, *given])
        for field in self.siblings:
            if value := cells.get(field, ""):
                siblings = self.siblings[field].get(value, [])
                if self.numbered[field]:
                    return f"{value}-{1 + max([0, *map(number, siblings)])}"
                return f"{head(value, siblings)}-{text}" if text else ""
        return text


def common(texts: Sequence[str]) -> frozenset[str]:
    """The words that more than COMMON of the texts have."""
    if len(texts) < SMALL:
        return frozenset()
    often = Counter(word for t in texts for word in {*re.findall("[a-z0-9]+", t.casefold())})
    return frozenset(word for word, count in often.items() if count > COMMON * len(texts))


def mint(resource: Resource, cells: Cells, rows: Sequence[Cells], text: str = "") -> str:
    """An ID for a row of a table with these rows, "" where none can be made.

    `text`: its name in Latin letters, where the row has it in others.
    """
    return Minter(resource, rows).mint(cells, text)


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
    """How the IDs of rows that belong together begin: as most do, else word and year, or date."""
    heads = Counter(id_.partition("-")[0] for id_ in siblings if id_)
    if heads:
        return heads.most_common(1)[0][0]
    found = YEAR.match(value)
    return found[1] + found[2] if found else BEGINNING.findall(value)[0]
