"""Accept expressions for numbers within a bound: most values need not be read as numbers."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from bru.model.package import Field

FRACTION = r"(?:\.[0-9]*)?"


def within(field: Field, name: str, limit: object) -> str | None:
    """An expression for plain numbers that keep the bound `name`, None where there is none.

    It need not match all of them: what it leaves is read as a number.
    """
    if not isinstance(limit, Decimal):
        return None
    from bru.datapackage.types.numbers import MARKS

    if any(mark in field.spec for mark in MARKS):
        return None
    if not limit.is_finite() or not 0 <= limit < 10**18:
        return None
    low = int(limit.to_integral_value(ROUND_FLOOR))
    high = int(limit.to_integral_value(ROUND_CEILING))
    if "inimum" in name:
        whole = at_least(low + 1 if name.startswith("exclusive") else high)
        return rf"[+]?{whole}{'' if field.type == 'integer' else FRACTION}"
    most = high - 1 if name.startswith("exclusive") else low
    parts = [r"-[0-9]+" + ("" if field.type == "integer" else FRACTION)] if most >= 0 else []
    parts += [rf"[+]?{at_most(most)}"] if most >= 0 else []
    if field.type == "number" and low > 0:
        parts.append(rf"[+]?{at_most(low - 1)}{FRACTION}")
    return "|".join(parts) or None


def at_least(least: int) -> str:
    """Whole numbers from `least` on."""
    digits = str(least)
    size = len(digits)
    parts = [digits, f"[1-9][0-9]{{{size},}}"]
    for at, digit in enumerate(digits):
        if digit < "9":
            parts.append(f"{digits[:at]}[{int(digit) + 1}-9][0-9]{{{size - at - 1}}}")
    return f"0*(?:{'|'.join(parts)})"


def at_most(most: int) -> str:
    """Whole numbers from 0 to `most`."""
    digits = str(most)
    size = len(digits)
    parts = [digits, *([f"[0-9]{{1,{size - 1}}}"] if size > 1 else [])]
    for at, digit in enumerate(digits):
        if digit > "0":
            parts.append(f"{digits[:at]}[0-{int(digit) - 1}][0-9]{{{size - at - 1}}}")
    return f"0*(?:{'|'.join(parts)})"
