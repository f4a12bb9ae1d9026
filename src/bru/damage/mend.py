"""Damage of a cell: its name in a message, and its repair where nothing else can be meant."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache, lru_cache, partial
from itertools import islice
from typing import NamedTuple

from bru.damage import (
    Reading,
    addresses,
    amounts,
    booleans,
    dates,
    forms,
    invisible,
    mojibake,
    numbers,
    quotes,
    scripts,
    times,
)
from bru.damage import spreadsheet as sheets
from bru.datapackage import types
from bru.datapackage.constraints import fitting, has_form, not_edtf
from bru.datapackage.types import identity, moments
from bru.datapackage.whitespace import is_line, is_spaced, tidier
from bru.model.package import Field

Fits = Callable[[str], bool]
REMEMBERED = 10_000  # values: what was said of one may be asked again for its repair
STEPS = 3  # kinds of damage that one value may have
CASES = frozenset(("capital letters", "small letters"))  # undone last: nothing else depends on them


def fits(value: str, field: Field) -> bool:
    """Whether a value is there, with the form its field asks for: type, format, pattern, list."""
    if value in field.missing or not has_form(field, value):
        return False
    return not (field.is_edtf and not_edtf(value))


def is_meant(new: str, value: str, field: Field, right: Fits) -> bool:
    """Whether a value is right that another may have been, and not only looks like it."""
    known = f"{field.constraints.get('pattern', '')}{field.listed}"
    return right(new) and not scripts.is_guess(value, new, known)


def readings(value: str, field: Field) -> Iterator[Reading]:
    """What a value of this type of field may have been."""
    if field.form:
        plain = field._replace(format="default")
        for what, new, proven in (Reading("standard form", value), *readings(value, plain)):
            with suppress(ValueError):
                meant = types.parse(plain, new)
                written = moments.write(field, meant)
                if types.parse(field, written) == meant:
                    yield Reading(what, written, proven)
    elif field.type in ("integer", "number"):
        yield from numbers.readings(value, field)
        yield from amounts.readings(value)
    elif field.type == "boolean":
        yield from booleans.readings(value, field)
    elif field.is_edtf or field.type in ("date", "year", "yearmonth"):
        yield from dates.readings(value, field)
    elif field.type in ("time", "datetime"):
        yield from times.readings(value, field)
    elif field.format in ("email", "uri"):
        yield from addresses.readings(value, field.format)
    else:
        yield from sheets.readings(value, field)


def by_column(field: Field, column: Iterable[str], right: Fits) -> dict[str, str] | None:
    """What unclear values mean among those of their column; None: nothing there is to be mended."""
    if field.type in ("integer", "number"):
        return numbers.by_column(column, field, right)
    is_date = field.is_edtf or field.type in ("date", "year", "yearmonth")
    return dates.by_column(column) if is_date else {}


def slipped(value: str) -> Iterator[Reading]:
    """What any value may have been."""
    is_plain = value.isascii()  # most are: then only what plain letters can be
    yield Reading("white space", " ".join(value.split()), is_line(value.strip()))
    if not is_plain and (hidden := invisible.invisible(value)):
        yield Reading(hidden[0].name, invisible.visible(value))
    yield from scripts.readings(value)
    if not is_plain:
        yield Reading("wrong encoding", mojibake.restored(value))
        yield Reading("another Unicode form", unicodedata.normalize("NFC", value))
        digits = re.sub(r"(?![0-9])\d", lambda m: str(unicodedata.decimal(m[0])), value)
        yield Reading("digits of another script", digits)
    yield Reading("quotes", quotes.unquoted(value))
    if not is_plain:
        yield Reading("long dash", re.sub("[\u2010-\u2015\u2212]", "-", value), proven=False)
    yield Reading("punctuation at the end", value.rstrip(".,;:"), proven=False)
    yield Reading("capital letters", value.lower(), proven=False)
    yield Reading("small letters", value.upper(), proven=False)
    if value.endswith("%"):
        yield Reading("percent sign", re.sub(r"\s?%\Z", "", value), proven=False)
    if value.endswith("0"):
        yield Reading("decimals", re.sub(r"\A([^.,]*)[.,]0+\Z", r"\1", value), proven=False)


@lru_cache(REMEMBERED)
def slips(value: str) -> list[Reading]:
    """As `slipped`, at once."""
    return [*slipped(value)]


def named(value: str, field: Field) -> str:
    """What happened to a value that does not have the form of its field, and what to write.

    As the end of a message, " (decimal comma); write 43.4"; "" where the value has the form, or
    nothing is recognised.
    """
    if fits(value, field):
        return ""
    if field.type in ("integer", "number") and (what := amounts.inexact(value)):
        return f" ({what})"
    fitting_ones: dict[str, str] = {}
    is_fit = partial(fits, field=field)
    is_right = partial(is_meant, value=value, field=field, right=is_fit)
    for what, new, _ in readings(value, field):
        is_told = what == "another notation" and field.is_edtf  # by the message itself
        if not is_told and new not in fitting_ones and new != value and fits(new, field):
            fitting_ones[new] = what
    if not fitting_ones:
        once = (s for s in slipped(value) if s.new != value and is_right(s.new))
        fitting_ones = {slip.new: slip.what for slip in islice(once, 1)}
    if not fitting_ones and not field.is_edtf:
        steps = reached(value, field, is_right)
        steps = steps if field.type in ("integer", "number") else steps[:1]  # 1,234 is unclear
        fitting_ones = {step.new: ", ".join(step.undone) for step in steps}
    if fitting_ones:
        what, write = map(" or ".join, (fitting_ones.values(), fitting_ones))
        return f" ({what}); write {write}"
    what = sheets.left_of(value) or ("formula" if sheets.is_formula(value) else "")
    if field.type in ("integer", "number") and not what:
        what = "semicolon" if ";" in value else "date" if dates.is_date(value) else ""
    if field.format == "email" and not what:
        what = addresses.cause(value)
    if field.type in ("date", "datetime") and not what:
        what = forms.cause(value, field.type, field.form)
    return f" ({what})" if what else ""


class Step(NamedTuple):
    """A value that is reached by undoing damage, one kind after the other."""

    new: str
    undone: tuple[str, ...]
    proven: bool


def reached(value: str, field: Field, right: Fits, proven: bool = False) -> list[Step]:
    """The values that are right and reached in the fewest steps; `proven`: in such steps only."""
    at = [Step(value, (), True)]
    seen = {value}
    for _ in range(STEPS):
        before, at = at, []
        for old in before:
            is_last = not CASES.isdisjoint(old.undone)
            more = () if is_last else (*readings(old.new, field), *slips(old.new))
            for what, new, is_proven in more:
                if new and new not in seen and (is_proven or not proven):
                    seen.add(new)
                    at.append(Step(new, (*old.undone, what), old.proven and is_proven))
        if found := [step for step in at if right(step.new)]:
            return found
    return []


Mended = tuple[str, str]  # a value, and what was undone ("": nothing)


def mender(
    field: Field, strict: bool = True, column: Iterable[str] | None = None
) -> Callable[[str], Mended]:
    """The value a damaged cell of a field had, and what was undone; itself if nothing is proven.

    `strict`: in a package that asks for plain texts (the pack "text"). `column`: the values it
    stands among, which may tell what it means, or may need it to be told.
    """
    right, tidied, same = fitting(field), tidier(field), identity(field) or str
    told = by_column(field, column or (), right)
    here = None if column is None or field.is_edtf else cache(lambda: scripts.of_words(column))

    def spaces(value: str) -> str:
        new = tidied(value)
        is_plain = is_line(new) and unicodedata.is_normalized("NFC", value)
        return new if strict or is_plain else value

    def seen(value: str) -> str:
        new = invisible.visible(value, strict)
        # A no-break space or a soft hyphen may be a part of a misread letter.
        half = new != value and re.search("[\u00a0\u00ad]", value) and mojibake.is_half(value)
        return value if half else new

    kinds: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("wrong encoding", mojibake.restored),
        ("invisible characters", seen),
        ("letters of another script", partial(scripts.unmixed, here=here)),
        ("spaces or Unicode form", spaces),
    )

    def mend(value: str) -> Mended:
        if value in field.missing or is_spaced(field):
            return value, ""
        if invisible.is_blank(value, field) and "" in field.missing and not field.required:
            return "", "a blank cell"
        now, undone = value, list[str]()
        for what, kind in kinds if field.type in ("string", "any") else kinds[1::2]:
            if (new := kind(now)) != now:
                now, undone = new, [*undone, what]
        is_right = partial(is_meant, value=now, field=field, right=right)
        if told is not None and not right(now) and reached(now, field, is_right, proven=True):
            found = reached(now, field, is_right)  # whether nothing else can be meant
            if len({same(step.new) for step in found}) == 1 and found[0].proven:
                now, undone = found[0].new, [*undone, *found[0].undone]
        if told and (new := told.get(now, now)) != now:
            now, undone = new, [*undone, "marks of the column"]
        return (now, ", ".join(undone)) if now not in ("", value) and right(now) else (value, "")

    return mend
