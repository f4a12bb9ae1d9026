"""What undoes the damage that spreadsheets, editors and wrong encodings do to a cell.

A cure is a function of a value and its field: the value before the damage, which its docstring
names, or None. Cures of form (spaces, encoding) may change a value that fits its field; cures of
meaning are tried on a value that does not, and what they give must fit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from bru.datapackage import edtf
from bru.datapackage.value import BOOLEANS, booleans
from bru.datapackage.whitespace import fitting, tidier
from bru.model.package import Field

Cure = Callable[[str, Field], str | None]
Mended = tuple[str, str]  # a value, and what was undone ("": nothing)

STEPS = 3  # cures of meaning that may follow each other
LONGEST_DATE = 60
SPACE = "[ \u00a0\u2007\u2009\u202f]"
GROUPED = re.compile(rf"([+-]?[1-9][0-9]{{0,2}}(?:({SPACE}|['’,.])[0-9]{{3}})(?:\2[0-9]{{3}})*)")
DECIMALS = re.compile(r"(.*[0-9])([.,])([0-9]+)")
AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")  # thousands, or a decimal mark
UNSEEN = "".join(filter(str.isspace, map(chr, range(0x3001)))) + (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # not what comes in pairs
)
QUOTED = re.compile(r"[“„”]([^“„”]+)[“”]|«([^«»]+)»|[‘‚]([^‘’]+)[‘’]|\"([^\"]+)\"|'([^']+)'")
DATE = re.compile(r"([0-9Xx\u0425\u0445?~%./\u2010-\u2015\u2212-]+)(?:[ T]00:00(?::00)?)?")
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
WORDS = {"true": True, "истина": True, "false": False, "ложь": False}
LATIN, CYRILLIC = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u0218-\u021b", "А-яЁёІіЎўЄєЇїҐґ"
WORD = re.compile(rf"[{LATIN}]+|[{CYRILLIC}]+")
BEHIND = "’”“‘…–—»•·°™®\u0300-\u036f"  # what else stands behind a letter
NO_TEXT = re.compile(
    r"[\x80-\x9f\ufffd\u2500-\u259f⌠⌡■∙√≈≤≥]"  # controls, replacements, signs of old code pages
    rf"|(?![A-Za-z])[{LATIN}{CYRILLIC}][^{LATIN}{CYRILLIC}\s!-~{BEHIND}]"  # a letter, such a sign
    r"|[ÂÃ]\u00a0|\w[“”„«»‚]\w"  # quotes within a word
    rf"|(?<![{LATIN}])[^\WA-Za-z{CYRILLIC}\d_]{{3}}"  # such a beginning of a Latin word
    r"|\b[а-яёіўєїґ]+[А-ЯЁІЎЄЇҐ]"  # a word in small letters that goes on in capitals
)


def is_text(text: str) -> bool:
    """Whether all words are Latin or Cyrillic, not mixed, and nothing shows a wrong encoding."""
    text = unicodedata.normalize("NFC", text)
    words = ("".join(filter(str.isalpha, w)) for w in re.findall(r"[^\W\d_]+", text))
    return not NO_TEXT.search(text) and all(WORD.fullmatch(word) for word in words if word)


def double_encoded(value: str, field: Field) -> str | None:
    """UTF-8 that was read as another encoding."""
    if value.isascii() or is_text(value):
        return None
    return next(filter(is_text, decoded(value)), None)


def decoded(value: str, times: int = 3) -> Iterator[str]:
    """What a value can have been before UTF-8 was read as something else, up to three times."""
    if value.isascii() or not times:
        return
    for encoding in ("cp1252", "latin-1", "cp1251"):
        try:
            new = b"".join(byte(c, encoding) for c in value).decode("utf-8")
        except UnicodeError:
            continue
        if "".join(character(b, encoding) for b in new.encode("utf-8")) == value != new:
            yield new
            yield from decoded(new, times - 1)


def byte(character: str, encoding: str) -> bytes:
    """The byte of a character; as on Windows, a control character may stand for its number."""
    try:
        return character.encode(encoding)
    except UnicodeEncodeError:
        if not "\x80" <= character <= "\x9f":
            raise
        return character.encode("latin-1")


def character(byte: int, encoding: str) -> str:
    """The character of a byte, or the control character of that number."""
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


def edges(value: str, field: Field) -> str | None:
    """Invisible characters at the edges."""
    new = value.strip(UNSEEN)
    if not new or new == value:
        return None
    cut = value.replace(new, "", 1)
    if re.search(r"[\x80-\xff]", cut) and (not is_text(value) or any(decoded(value))):
        return None  # it may be a part of a letter
    return new


def quotes(value: str, field: Field) -> str | None:
    """Quotes around the value."""
    found = QUOTED.fullmatch(value)
    return next(g for g in found.groups() if g) if found else None


def minus(value: str, field: Field) -> str | None:
    """A dash for a minus."""
    if field.type in ("integer", "number") and value[:1] and value[0] in DASHES:
        return "-" + value[1:]
    return None


def thousands(value: str, field: Field) -> str | None:
    """Thousands separators."""
    if field.type not in ("integer", "number") or not (found := GROUPED.match(value)):
        return None
    mark, rest = found[2], value[found.end() :]
    if not re.fullmatch(r"(\.[0-9]+)?" if mark != "." else "", rest):
        return None
    if not rest and AMBIGUOUS.fullmatch(value) and (field.type == "number" or mark == "."):
        return None
    return found[1].replace(mark, "") + rest


def decimal_comma(value: str, field: Field) -> str | None:
    """A decimal comma."""
    found = DECIMALS.fullmatch(value)
    if field.type != "number" or not found or found[2] != ",":
        return None
    whole, _, digits = found.groups()
    if group := GROUPED.fullmatch(whole):
        return whole.replace(group[2], "") + "." + digits if group[2] != "," else None
    ambiguous = AMBIGUOUS.fullmatch(value) or not re.fullmatch("[+-]?[0-9]+", whole)
    return None if ambiguous else f"{whole}.{digits}"


def whole(value: str, field: Field) -> str | None:
    """A whole number with a decimal."""
    found = re.fullmatch(r"([+-]?[0-9]+)[.,]0", value)
    return found[1] if found and field.type == "integer" else None


def boolean(value: str, field: Field) -> str | None:
    """The boolean of a spreadsheet."""
    if field.type != "boolean" or value.casefold() not in WORDS:
        return None
    true, false = (booleans(field, key) for key in BOOLEANS)
    return next(iter(true if WORDS[value.casefold()] else false), None)


def date(value: str, field: Field) -> str | None:
    """A date in another notation."""
    is_date = field.is_edtf or (field.type == "date" and field.format == "default")
    found = DATE.fullmatch(value) if len(value) < LONGEST_DATE else None
    return edtf.cure(found[1]) if is_date and found else None


MEANING: tuple[Cure, ...] = (quotes, minus, thousands, decimal_comma, whole, boolean, date)


def mender(field: Field) -> Callable[[str], Mended]:
    """The value a damaged cell of a field had, and what was undone; itself if nothing is proven."""
    fits, tidied = fitting(field), tidier(field)

    def spaces(value: str, _: Field) -> str | None:
        """Spaces or Unicode form."""
        return new if (new := tidied(value)) and new != value else None

    def mend(value: str) -> Mended:
        if value in field.missing:
            return value, ""
        now, undone = value, list[str]()
        for cure in (double_encoded, edges, spaces):
            while new := cure(now, field):
                now, undone = new, [*undone, named(cure)]
        if not fits(now):
            now, further = meant(now, field, fits)
            undone += further
        return (now, ", ".join(undone)) if now not in ("", value) and fits(now) else (value, "")

    return mend


def meant(value: str, field: Field, fits: Callable[[str], bool]) -> tuple[str, list[str]]:
    """The one value that cures of meaning lead to and that fits, in the fewest steps, or ""."""
    reached: dict[str, list[str]] = {value: []}
    for _ in range(STEPS):
        reached = {
            new: [*undone, named(cure)]
            for old, undone in reached.items()
            for cure in MEANING
            if (new := cure(old, field))
        }
        fitting_ones = {new: undone for new, undone in reached.items() if fits(new)}
        if fitting_ones:
            return next(iter(fitting_ones.items())) if len(fitting_ones) == 1 else ("", [])
    return "", []


def named(cure: Cure) -> str:
    """What a cure undoes, from its docstring."""
    text = (cure.__doc__ or "").rstrip(".")
    return text[0].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
