"""Booleans as spreadsheets and people write them."""

from collections.abc import Collection, Iterator

from bru.damage import Reading
from bru.datapackage.types.texts import booleans
from bru.model.package import Field

SHOUTED = {  # by spreadsheets
    "trueValues": ["TRUE", "ИСТИНА", "ІСЦІНА", "WAHR", "VRAI"],
    "falseValues": ["FALSE", "ЛОЖЬ", "ХЛУСНЯ", "FALSCH", "FAUX"],
}
WORDS = {  # by people and databases; an older edition of the standard had those of a letter, too
    "trueValues": "true yes y t on да так истина ja oui si sí sim tak ano evet wahr vrai".split(),
    "falseValues": "false no n f off нет не ложь nein non não nie ne hayır falsch faux".split(),
}
SIGNS = {"trueValues": ["1", "j"], "falseValues": ["0"]}


def readings(value: str, field: Field) -> Iterator[Reading]:
    """What another word for a boolean means in its field."""
    for key in ("trueValues", "falseValues"):
        for new in booleans(field, key)[:1]:
            if value in SHOUTED[key]:
                yield Reading("boolean of a spreadsheet", new)
            elif value.casefold() in WORDS[key]:
                yield Reading("a word the field does not list", new)
            elif value.casefold() in SIGNS[key]:
                yield Reading("a word the field does not list", new, proven=False)


def of_column(values: Collection[str]) -> dict[str, list[str]]:
    """What the words of a column are for true and false; nothing where one is neither."""
    found: dict[str, list[str]] = {"trueValues": [], "falseValues": []}
    for value in values:
        for key, words in found.items():
            words += [value] if value.casefold() in (*WORDS[key], *SIGNS[key]) else []
    known = {*found["trueValues"], *found["falseValues"]}
    return found if all(found.values()) and known.issuperset(values) else {}


def is_shouted(value: str) -> bool:
    """Whether a text is a boolean of a spreadsheet."""
    return any(value in words for words in SHOUTED.values())
