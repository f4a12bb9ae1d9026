"""Faults of a value against its field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from bru.model.package import Field
from tools.faults.kinds import Mutant, Mutants, Place, cell, cells, kind
from tools.shipped import Grid, Shipped, line


def fields(shipped: Shipped, constraint: str = "", type_: str = "") -> Iterator[tuple[Grid, Field]]:
    """The fields with a constraint, or of a type."""
    for grid in shipped.grids.values():
        for field in grid.fields:
            if (constraint in field.constraints or not constraint) and type_ in ("", field.type):
                yield grid, field


@kind("BRU101")
def required_emptied(shipped: Shipped) -> Mutants:
    """A required cell is empty."""
    for grid, field in fields(shipped, "required"):
        if field.name not in grid.key:
            for row, _ in cells(grid, field.name):
                yield cell(shipped, grid, row, field.name, "", "BRU101")


@kind("BRU102")
def not_listed(shipped: Shipped) -> Mutants:
    """A value is not one of the listed ones: a capital, a plural, another word, two at once."""
    for grid, field in fields(shipped, "enum"):
        listed = field.constraints["enum"]
        for row, text in cells(grid, field.name):
            new = (
                text.capitalize(),
                text + "s",
                text[:-1],
                text.upper(),
                f"{text} {text}",
                "other",
            )
            for value in (*new, f"{listed[0]};{text}", text.replace("_", " "), text[::-1]):
                if value and value not in listed:
                    yield cell(shipped, grid, row, field.name, value, "BRU102")


def spoilt(text: str) -> set[str]:
    """Values that are no slug or hash any more."""
    joined = (text.replace("-", "_"), text.replace("-", " "), f"{text}-", f"-{text}", f"{text}--x")
    marked = (f"{text}.", f"{text};{text}", f"({text})", f"{text}\n", text.upper(), text.title())
    foreign = (text.replace("a", "а"), text.replace("e", "é"), text[:-1] + "ą")
    return {*joined, *marked, *foreign} - {text}


@kind("BRU103")
def pattern_broken(shipped: Shipped) -> Mutants:
    """An ID or a hash holds a character that it cannot hold."""
    for grid, field in fields(shipped, "pattern"):
        if field.constraints["pattern"].startswith(("[a-z0-9]", "[0-9a-f]")):
            for row, text in cells(grid, field.name):
                for value in sorted(spoilt(text)):
                    if re.search("[a-z]", text):
                        yield cell(shipped, grid, row, field.name, value, "BRU103")


@kind("BRU103")
def code_misspelled(shipped: Shipped) -> Mutants:
    """A country, language or hash has too few or too many characters, or the wrong case."""
    for grid, field in fields(shipped, "pattern"):
        for row, text in cells(grid, field.name):
            new: tuple[str, ...] = ()
            if field.constraints["pattern"] == "[A-Z]{2}":
                new = (
                    text.lower(),
                    text[0],
                    text + "S",
                    text[0] + "1",
                    f"{text},{text}",
                    f"{text}.",
                )
            elif "sha256" in field.name:
                new = (text[:-1], text + "0", text.upper(), "g" + text[1:], "sha256:" + text, "-")
            elif field.name == "language":
                new = ("english", "EN", "e", "en_GB", "en-", "англ")
            for value in new:
                yield cell(shipped, grid, row, field.name, value, "BRU103")


@kind("BRU104")
def too_short(shipped: Shipped) -> Mutants:
    """A text is shorter than its field allows."""
    for grid, field in fields(shipped, "minLength"):
        for row, text in cells(grid, field.name):
            short = text[: field.constraints["minLength"] - 2].rstrip(" .")
            for value in (f"{short}.", f"{text[:5].rstrip()}.", f"{row}."):
                yield cell(shipped, grid, row, field.name, value, "BRU104")


@kind("BRU105")
def too_long(shipped: Shipped) -> Mutants:
    """A text is longer than its field allows."""
    for grid, field in fields(shipped, "maxLength"):
        most = field.constraints["maxLength"]
        for row, text in cells(grid, field.name):
            glue = "-" if "pattern" in field.constraints else " "
            value = glue.join([text] * (most // len(text) + 2))
            yield cell(shipped, grid, row, field.name, value, "BRU105")
            exactly = (text + "x" * most)[: most + 1]
            yield cell(shipped, grid, row, field.name, exactly, "BRU105")


@kind("BRU106")
def too_small(shipped: Shipped) -> Mutants:
    """A number is below its field's minimum."""
    for grid, field in fields(shipped, "minimum"):
        least = field.constraints["minimum"]
        for row, _ in cells(grid, field.name):
            for less in (1, 2, 10, 1000):
                yield cell(shipped, grid, row, field.name, str(least - less), "BRU106")


@kind("BRU107")
def too_great(shipped: Shipped) -> Mutants:
    """A number is above its field's maximum."""
    for grid, field in fields(shipped, "maximum"):
        most = field.constraints["maximum"]
        for row, _ in cells(grid, field.name):
            for more in (1, 2, 10, 1000):
                yield cell(shipped, grid, row, field.name, str(most + more), "BRU107")


@kind("BRU110")
def not_an_address(shipped: Shipped) -> Mutants:
    """An address lacks its scheme, or has spaces."""
    for grid, field in fields(shipped):
        if field.format == "uri":
            for row, text in cells(grid, field.name):
                bare = text.removeprefix("https://")
                new = (bare, f"www.{bare}", f"//{bare}", text.replace("/", " "), f"{text} {text}")
                for value in (*new, f"1{text}", "none", "see note"):
                    yield cell(shipped, grid, row, field.name, value, "BRU110")


@kind("BRU111")
def not_a_whole_number(shipped: Shipped) -> Mutants:
    """A whole number is written with a point, a separator, letters or other digits."""
    for grid, field in fields(shipped, type_="integer"):
        for row, text in cells(grid, field.name):
            odd = (f"{text}.0", f"{text},0", f"{text}a", f"{text}e3", f"{text} {text}", "O", "--1")
            for value in (*odd, text.translate(ARABIC), f"~{text}", "many", f"{text}%", "1_000"):
                yield cell(shipped, grid, row, field.name, value, "BRU111")


ARABIC = {ord("0") + n: 0x0660 + n for n in range(10)}


@kind("BRU112")
def not_a_boolean(shipped: Shipped) -> Mutants:
    """A boolean is written in another way."""
    for grid, field in fields(shipped, type_="boolean"):
        for row, text in cells(grid, field.name):
            for value in ("yes", "no", "ИСТИНА", "ЛОЖЬ", "t", f"{text}e", text[:-1], "0.0", "-"):
                yield cell(shipped, grid, row, field.name, value, "BRU112")


@kind("BRU113")
def not_a_number(shipped: Shipped) -> Mutants:
    """A number has a decimal comma, a unit, a separator or words."""
    for grid, field in fields(shipped, type_="number"):
        for row, text in cells(grid, field.name):
            comma = text.replace(".", ",") if "." in text else f"{text},0"
            odd = (
                comma,
                f"{text} bn",
                f"{text}%",
                f"{text} 000",
                f"${text}",
                f">{text}",
                "about 5",
            )
            for value in (
                *odd,
                f"{text}.0.0",
                f"{text}O",
                text.translate(ARABIC),
                f"{text}-{text}",
            ):
                yield cell(shipped, grid, row, field.name, value, "BRU113")


@kind("BRU101", "BRU102", "BRU103", "BRU202")
def retired_badly(shipped: Shipped) -> Mutants:
    """A record of a retired ID lacks a value or has a wrong one."""
    grid = shipped["retired_ids"]
    good = {"table": "actors", "new_table": "", "since_version": "0.2.0", "reason": "merged"}
    for number, actor in enumerate(shipped["actors"].column("actor_id")):
        right = {**good, "old_id": f"{actor}-old", "new_id": actor}
        for field, value, code in (
            ("table", "actor", "BRU102"),
            ("table", "", "BRU202"),
            ("old_id", f"{actor}-OLD", "BRU103"),
            ("old_id", "", "BRU202"),
            ("new_table", "actor", "BRU102"),
            ("new_id", f"{actor}_", "BRU103"),
            ("since_version", "0.2", "BRU103"),
            ("since_version", f"v0.{number}.0", "BRU103"),
            ("reason", "merge", "BRU102"),
            ("reason", "", "BRU101"),
        ):
            record = tuple({**right, field: value}[name] for name in grid.header)
            place = Place(code, grid.name, line(len(grid.rows)), field)
            files = partial(shipped.insert, "retired_ids", len(grid.rows), record)
            yield Mutant(files, (place,), f"{field} {value}")


@kind("BRU311")
def sign_or_zeros_needless(shipped: Shipped) -> Mutants:
    """A number is written with a plus sign or with zeros in front."""
    for grid, field in (*fields(shipped, type_="integer"), *fields(shipped, type_="number")):
        for row, text in cells(grid, field.name):
            sign, digits = "-" * text.startswith("-"), text.lstrip("-")
            for value in (
                f"{sign}0{digits}",
                f"{sign}000{digits}",
                *(() if sign else (f"+{text}",)),
            ):
                yield cell(shipped, grid, row, field.name, value, "BRU311")
