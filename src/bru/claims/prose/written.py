"""Values in words, as a text would state them: "more than 50 billion USD". What `read` undoes."""

from __future__ import annotations

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, Inexact, InvalidOperation

from bru.claims.prose.units import unit

# The default context rounds to 28 digits; this one has room for all of them and traps a loss.
EXACT = Context(MAX_PREC, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[Inexact, InvalidOperation])
QUALIFIED = {
    "exact": "",
    "about": "about",
    "minimum": "at least",
    "exclusive_minimum": "more than",
    "maximum": "at most",
    "exclusive_maximum": "less than",
}
SCALES = {12: "trillion", 9: "billion", 6: "million"}
LONG = 10_000  # from here on digits are in groups of three


def stated(value: Decimal, power: int, qualifier: str, code: str = "") -> str:
    """A number times 10^`power` in words, its digits as stated: "43.40 percent", "28" (count).

    KeyError for an unknown qualifier.
    """
    scale = SCALES.get(power, "")
    number = value if scale or not power else EXACT.scaleb(value, power)
    digits = grouped(number)
    return " ".join(filter(None, (QUALIFIED[qualifier], digits, scale, noun(code, digits))))


def grouped(value: Decimal) -> str:
    """A number in digits, a long one in groups of three."""
    return f"{value:,f}" if value.copy_abs() >= LONG else f"{value:f}"


def noun(code: str, digits: str) -> str:
    """A unit as it follows a number in words: "months", "USD"; nothing for a count or no unit."""
    known = unit(code) if code else None
    if known is None or not known.plural:
        return "" if known else code.replace("_", " ")
    is_one = digits == "1" and known.plural != code
    return code.replace("_", " ") if is_one else known.plural
