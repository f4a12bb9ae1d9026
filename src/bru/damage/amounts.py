"""Numbers with what people write around them: a currency, a unit, the signs of accounting."""

import re
from collections.abc import Collection, Iterator

from bru.damage import Reading

DIGITS = r"[+-]?[0-9.,](?:[0-9.,'’ \u00a0\u2009\u202f]*[0-9])?"
SIGN = r"(?:US|A|C|NZ|R)?[$€£¥₽₴₹₩₪₺₫₱₦]|kr\.?|zł|Kč|Ft|руб\.?|р\."
CODES = "USD EUR GBP JPY CNY CHF RUB BYN UAH KZT PLN CZK HUF SEK NOK DKK TRY INR BRL CAD AUD NZD"
CURRENCY = f"(?:{SIGN}|{'|'.join(CODES.split())})"
UNITS = "kg g mg t lb oz km cm mm ha l ml min s ms W kW MW GW kWh MWh GWh TWh Hz °C °F °"
POWERS = r"\s?(?:(?i:thousand|million|billion|trillion|mln?|mrd|mio|bn|тыс|млн|млрд)\b|[KkMB]\Z)"
WORD = r"\s[^\W\d_][\w/²³.]*"
UNIT = rf"(?:(?:{'|'.join(UNITS.split())})[²³]?|{WORD})"
AROUND = (  # by name: the expression, a group of it before the number, and a sign
    ("parentheses for a negative", r"()\((.*[0-9].*)\)", "-"),
    ("minus at the end", r"()([0-9.,].*)[-\u2010-\u2015\u2212]", "-"),
    ("currency", rf"([+-]?){CURRENCY}\s?({DIGITS})", ""),
    ("currency", rf"()({DIGITS})\s?{CURRENCY}", ""),
    ("unit", rf"()({DIGITS}){UNIT}", ""),
)
BARE = ("currency", "unit")  # what a field may allow around a number: bareNumber
INEXACT = {
    "bound": r"(?:[<>≤≥]=?|=[<>])\s?[+-]?[0-9.,]+",
    "approximate number": r"(?:[~≈]|ca?\.?|about|approx\.?|около)\s?[+-]?[0-9.,]+",
    "power of ten in words": rf"{DIGITS}{POWERS}.*",
    "range": r"[0-9.,]+\s?(?:[-–—]|to|bis|до)\s?[0-9.,]+",
}


def readings(value: str) -> Iterator[Reading]:
    """A number without what stands around it; what that means for it is a guess."""
    for what, form, sign in AROUND:
        if found := re.fullmatch(form, value):
            yield Reading(what, sign + found[1] + found[2].strip(), proven=False)


def inexact(value: str) -> str:
    """What is written in place of a number that is not exactly known; "" for anything else."""
    return next((what for what, form in INEXACT.items() if re.fullmatch(form, value)), "")


def is_bare(values: Collection[str]) -> bool:
    """Whether all values of a column are numbers with a currency or a unit."""
    return all(any(what in BARE for what, _, _ in readings(value)) for value in values)
