"""Words for people, in place of IDs, codes and dates: "first quarter of 2023"."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from bru.claims.numbers.conflicts import Conflicts, Group
from bru.claims.numbers.voices import Voice
from bru.claims.provenance.facts import KEYS, Cells, Facts

ID = re.compile(r"\b[a-z0-9]+(?:-[a-z0-9]+)+\b")
NAMED = ("short_name", "name", "label", "question", "statement", "title")
MONTHS = "January February March April May June July August September October November December"
MONTH = dict(enumerate(MONTHS.split(), 1))
SEASONS = ("spring", "summer", "autumn", "winter") * 3
PARTS = (  # by code, 21 to 41
    *(f"{name} of" for name in SEASONS),
    *(f"{n} quarter of" for n in ("first", "second", "third", "fourth")),
    *(f"{n} third of" for n in ("first", "second", "last")),
    *("first half of", "second half of"),
)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DATE = re.compile(r"(-?[0-9X]{4,}|Y-?[0-9]+)(?:-([0-9X]{2}))?(?:-([0-9X]{2}))?([?~%]?)")


def name(facts: Facts, table: str, identifier: str) -> str:
    """What a row is called, its ID where it has no name."""
    cells = facts.row(table, identifier) if table in KEYS else {}
    return next((cells[f] for f in NAMED if cells.get(f)), identifier)


def names(facts: Facts, table: str, ids: Iterable[str]) -> str:
    """Several, with commas."""
    return ", ".join(name(facts, table, i) for i in dict.fromkeys(ids) if i)


def label(facts: Facts, table: str, field: str, value: str) -> str:
    """What the schema says of a listed value, "" if nothing."""
    resource = facts.package.by_name.get(table)
    known = resource.schema.by_name.get(field) if resource else None
    said = known.spec.get("categories") if known else None
    given = (c for c in said or () if isinstance(c, dict) and c.get("value") == value)
    return next((str(c.get("label", "")) for c in given), "")


def spoken(value: str) -> str:
    """A code as words."""
    return value.replace("_", " ")


def voice(facts: Facts, claim: Cells) -> str:
    """Who says a claim, and in which document."""
    source = name(facts, "sources", claim.get("source_id", ""))
    who = name(facts, "actors", claim.get("asserted_by", ""))
    return f"{who}, in {source}" if who else f"{source}, in its own voice"


def area(facts: Facts, code: str) -> str:
    """The name of the country of a code, the code itself where no actor is that country."""
    return countries(facts).get(code, code)


@lru_cache(maxsize=1)
def countries(facts: Facts) -> Mapping[str, str]:
    """The names of the actors that are countries, by code."""
    found = facts.by("actors", "kind", "country")
    return {a["country"]: a["name"] for a in reversed(found) if a.get("country")}


def quantity(facts: Facts, group: Group) -> str:
    """What a number is a number of: "Trade turnover, Belarus–Russia, 2022"."""
    one = group.quantity
    parts = [
        name(facts, "measures", one.measure),
        name(facts, "projects", one.project) if one.project else "",
        "–".join(area(facts, code) for code in one.areas if code),
        in_words(group.members[0].period),
    ]
    return ", ".join(filter(None, parts))


def heard(facts: Facts, one: Voice) -> Voice:
    """A voice with the name of its document in place of its ID."""
    return one._replace(source_id=name(facts, "sources", one.source_id))


def compared(facts: Facts, found: Conflicts) -> Conflicts:
    """What was compared, with the names of quantities and documents."""
    groups = (
        group._replace(
            title=quantity(facts, group),
            reason=ID.sub(lambda m: name(facts, "sources", m[0]), group.reason),
            members=tuple(m._replace(voice=heard(facts, m.voice)) for m in group.members),
        )
        for group in found.groups
    )
    clashes = (
        c._replace(claim=heard(facts, c.claim), other=heard(facts, c.other)) for c in found.clashes
    )
    return found._replace(groups=tuple(groups), clashes=tuple(clashes))


def in_words(edtf: str) -> str:
    """A date or an interval in words; what is neither stays as it is."""
    first, slash, last = edtf.partition("/")
    if not slash:
        return date(first)
    if last in ("", ".."):
        return f"since {date(first)}"
    if first in ("", ".."):
        return f"until {date(last)}"
    if first[:-2] == last[:-2] and DAY.fullmatch(last):
        return f"{int(first[-2:])}–{date(last)}"  # 8–14 May 2023
    if DAY.fullmatch(first) and DAY.fullmatch(last) and first[:4] == last[:4]:
        return f"{date(first)[:-5]} to {date(last)}"
    return f"{date(first)} to {date(last)}"


def date(text: str) -> str:
    """A single date."""
    match = DATE.fullmatch(text)
    if not match:
        return text
    year, month, day, sure = match.groups()
    if re.fullmatch(r"[0-9]{3}X", year) and not month:
        words = f"the {year[:3]}0s"
    elif "X" in text.removesuffix(sure):
        words = text
    elif not month:
        words = year
    elif 21 <= int(month) <= 41:
        words = f"{PARTS[int(month) - 21]} {year}"
    elif int(month) not in MONTH:
        words = text
    else:
        words = f"{f'{int(day)} ' if day else ''}{MONTH[int(month)]} {year}"
    about, unsure = "about " * (sure in ("~", "%")), " (uncertain)" * (sure in ("?", "%"))
    return f"{about}{words}{unsure}"
