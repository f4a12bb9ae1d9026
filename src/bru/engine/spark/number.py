"""Numbers as expressions of Spark SQL: one spelling for each, and how they sort."""

from __future__ import annotations

from bru.model.package import Field

NUMBER = r"\A[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)\z"
USUAL = r"\A(?:-?[1-9][0-9]*|0)\z"  # whole numbers in the one spelling
WHOLE, BROKEN = r"\A[+-]?0*([0-9]*)", r"\.([0-9]*?)0*\z"  # digits before and after the point
BARE = r"(?s)[+-]?[.,]?[0-9](?:.*[0-9])?"


def lit(text: str) -> str:
    """A text as a literal."""
    plain = (c if " " <= c <= "~" and c not in "'$\\" else f"\\U{ord(c):08X}" for c in text)
    return f"'{''.join(plain)}'"


def number(field: Field, cell: str) -> str:
    """The one spelling of a number, as in `bru.engine.exact`."""
    text = cell
    if not field.spec.get("bareNumber", True):
        found = f"regexp_extract({text}, {lit(BARE)}, 0)"
        text = f"coalesce(nullif({found}, ''), {text})"
    if mark := field.spec.get("groupChar"):
        text = f"replace({text}, {lit(mark)}, '')"
    refused = "false"
    if (point := field.spec.get("decimalChar", ".")) != "." and field.type == "number":
        refused = f"contains({text}, '.')"
        text = f"replace({text}, {lit(point)}, '.')"
    is_number = f"{text} rlike {lit(NUMBER)}"
    # A field that declares nothing has most of its numbers in the one spelling.
    usual = f"{cell} rlike {lit(USUAL)}" if text == cell else "false"
    return f"if({usual} or {refused} or not {is_number}, {cell}, {signed(text)})"


def whole(text: str) -> str:
    """The digits of a number before the point."""
    return f"coalesce(nullif(regexp_extract({text}, {lit(WHOLE)}, 1), ''), '0')"


def broken(text: str) -> str:
    """The digits of a number after the point."""
    return f"regexp_extract({text}, {lit(BROKEN)}, 1)"


def signed(text: str) -> str:
    """A number without needless zeros and signs."""
    digits = broken(text)
    plain = f"concat({whole(text)}, if({digits} = '', '', concat('.', {digits})))"
    return f"if({plain} = '0' or not startswith({text}, '-'), {plain}, concat('-', {plain}))"


def plain_rank(text: str, kind: int) -> str:
    """Texts by code point."""
    return f"named_struct('kind', {kind}, 'size', 0, 'digits', '', 'text', {text})"


def rank(text: str) -> str:
    """Numbers by value, those of the same value by their text; before what is no number."""
    size, digits = f"length({whole(text)})", f"concat({whole(text)}, '.', {broken(text)})"
    below = f"concat(translate({digits}, '0123456789', '9876543210'), '~')"
    minus = f"startswith({signed(text)}, '-')"
    number = (
        f"named_struct('kind', 0, 'size', if({minus}, -{size}, {size}), "
        f"'digits', if({minus}, {below}, {digits}), 'text', {text})"
    )
    return f"if({text} rlike {lit(NUMBER)}, {number}, {plain_rank(text, 1)})"
