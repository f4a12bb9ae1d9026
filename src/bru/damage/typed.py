"""What spreadsheets, editors and typing do to values, recognised and named for what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from bru.damage import encoding, letters
from bru.datapackage import edtf
from bru.datapackage.expression import matches
from bru.datapackage.value import STRING_FORMATS, booleans, frozen, parse
from bru.model.package import Field
from bru.model.problem import shown

ERRORS = (
    r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!"
    r"|ССЫЛКА!|Н/Д|ЗНАЧ!|ИМЯ\?|ДЕЛ/0!|ЧИСЛО!|ПУСТО!|##+)|Err:[0-9]{3}"
)
SHORTENED = r"[+-]?[0-9]([.,][0-9]+)?E[+-][0-9]{2,3}"
SHOUTED = {  # booleans as spreadsheets write them
    "trueValues": ["TRUE", "ИСТИНА", "ІСЦІНА", "WAHR", "VRAI"],
    "falseValues": ["FALSE", "ЛОЖЬ", "ХЛУСНЯ", "FALSCH", "FAUX"],
}
SPREADSHEET = (
    rf"\A(?:{ERRORS}|{SHORTENED}|{'|'.join(word for w in SHOUTED.values() for word in w)})\Z"
)
FORMULA = r"\A[=+\-@\t\r]"  # and every text that is a formula begins so
OTHER_WORDS = {"trueValues": ["true", "yes", "да", "1"], "falseValues": ["false", "no", "нет", "0"]}
THOUSANDS = (
    "([+-]?[0-9]{1,3}([ \u00a0\u2009\u202f'’.,])[0-9]{3}(?:\\2[0-9]{3})*)(?:([.,])([0-9]+))?"
)
DAY_FIRST = r"[0-9]{1,2}([./])[0-9]{1,2}\1[0-9]{2,4}"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS += " янв фев мар апр май мая июн июл авг сен окт ноя дек"
MONTH = rf"(?i:({'|'.join(MONTHS.split())})[a-zа-я]*)"
MONTH_DATE = rf"[0-9]{{1,2}}[./ -]{MONTH}([./ -][0-9]{{2,4}})?|{MONTH}[./ -][0-9]{{2,4}}"
QUOTES = ('""', "“”", "„“", "„”", "«»", "»«", "‘’", "''")
QUOTED = r"""\A["“„«»‘'][\s\S]*["”“»«’']\Z"""
SIGNED_NUMBER = r"[+-]\s?[.,]?[0-9]([\w\s.,;:%°€$/)–—-]|(?<=\s)\()*"


def named(value: str, field: Field) -> str:
    """What happened to a value that does not have the form of its field, and what to write.

    As the end of a message, " (decimal comma); write 43.4"; "" where the value has the form, or
    nothing is recognised.
    """
    if fits(value, field):
        return ""
    cures: dict[str, str] = {}
    for what, repaired in typed(value, field):
        if repaired not in cures and repaired != value and fits(repaired, field):
            cures[repaired] = what
    if not cures:
        fitting = ((new, what) for what, new in typing(value) if new != value and fits(new, field))
        cures.update(islice(fitting, 1))
    if cures:
        return f" ({' or '.join(cures.values())}); write {' or '.join(cures)}"
    what = spreadsheet(value) or ("formula" if is_formula(value) else "")
    if field.type in ("integer", "number") and not what:
        what = "date" if re.fullmatch(f"{DAY_FIRST}|{MONTH_DATE}", value) else ""
        what = "semicolon" if ";" in value else what
    return f" ({what})" if what else ""


def fits(value: str, field: Field) -> bool:
    """Whether a value is there, with the form its field asks for: type, format, pattern, list."""
    if value in field.missing:
        return False
    try:
        meant = parse(field, value)
        if field.is_edtf:
            edtf.parse(value)
    except ValueError:
        return False
    pattern = field.constraints.get("pattern") if field.type in ("string", "any") else None
    shape = STRING_FORMATS.get(field.format) if field.type == "string" else None
    if any(p is not None and not matches(p, value) for p in (pattern, shape)):
        return False
    return not field.listed or frozen(meant) in field.allowed


def typing(value: str) -> Iterator[tuple[str, str]]:
    """What may have happened to any value, and what it would have been before."""
    import unicodedata

    yield "white space", " ".join(value.split())
    if hidden := letters.invisible(value):
        yield hidden[0].name, letters.visible(value)
    for script in letters.SCRIPTS:
        new = letters.in_script(value, script)
        odd = dict.fromkeys(c for c, other in zip(value, new, strict=True) if c != other)
        names = dict.fromkeys(name for c in odd for name in letters.scripts(c))
        yield f"{' and '.join(names)} {' '.join(map(shown, odd))}", new
    yield "wrong encoding", encoding.restored(value)
    yield "another Unicode form", unicodedata.normalize("NFC", value)
    yield "digits of another script", "".join(str(unicodedata.decimal(c, c)) for c in value)
    yield "quotes", unquoted(value)
    yield "long dash", re.sub("[\u2010-\u2015\u2212]", "-", value)
    yield "punctuation at the end", value.rstrip(".,;:")
    yield "capital letters", value.lower()
    yield "small letters", value.upper()
    yield "percent sign", re.sub(r"\s?%\Z", "", value)
    yield "decimals", re.sub(r"[.,]0+\Z", "", value)


def typed(value: str, field: Field) -> Iterator[tuple[str, str]]:
    """What may have happened to a value of this field, and what it would have been before."""
    if field.type in ("integer", "number"):
        yield from numbers(value, field)
    elif field.type == "boolean":
        for key, words in SHOUTED.items():
            meant = (booleans(field, key) or [""])[0]
            yield from (("boolean of a spreadsheet", meant) for word in words if value == word)
            yield from (("another word", meant) for word in OTHER_WORDS[key] if value == word)
    elif field.is_edtf or field.type in ("date", "year", "yearmonth"):
        yield from dates(value, field)
    elif "pattern" in field.constraints and value.isascii() and value.isdigit():
        longer = (value.zfill(n) for n in range(len(value) + 1, len(value) + 10))
        yield "lost leading zeros", next((v for v in longer if fits(v, field)), value)


def numbers(value: str, field: Field) -> Iterator[tuple[str, str]]:
    """What a number with other marks may be."""
    point = str(field.spec.get("decimalChar", "."))
    if match := re.fullmatch(THOUSANDS, value):
        whole, mark, other, digits = match.groups()
        if mark != other:
            plain = whole.replace(mark, "")
            yield "thousands separator", plain + (point + digits if digits else "")
    if re.fullmatch("[+-]?[0-9]+[.,][0-9]+", value):
        yield f"decimal {'comma' if ',' in value else 'point'}", re.sub("[.,]", point, value)
    if field.type == "integer":
        yield "decimals", re.sub(r"\.0+\Z|,0{1,2}\Z", "", value)


def dates(value: str, field: Field) -> Iterator[tuple[str, str]]:
    """What a date in another notation may be; for EDTF only what `edtf.parse` does not name."""
    if re.fullmatch(DAY_FIRST, value):
        yield "day and month first, as in a spreadsheet", edtf.cure(value) or value
    elif not field.is_edtf:
        yield "another notation", edtf.cure(value) or value
    if re.fullmatch("[2-5][0-9]{4}", value):
        day = date(1899, 12, 30) + timedelta(int(value))
        yield "day number of a spreadsheet", day.isoformat()


def spreadsheet(value: str) -> str:
    """What in a spreadsheet a value is that is no text; "" if it is nothing of that kind."""
    if re.fullmatch(ERRORS, value):
        return "error value of a spreadsheet"
    if re.fullmatch(SHORTENED, value):
        return "number that a spreadsheet cut short"
    return "boolean of a spreadsheet" if any(value in words for words in SHOUTED.values()) else ""


def is_formula(value: str) -> bool:
    """Whether a spreadsheet takes a text for a formula; a number and a lone sign are none."""
    if not value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return False
    return not re.fullmatch(f"[+-]+|{SIGNED_NUMBER}", value)


def unquoted(value: str) -> str:
    """A text without the quotes around the whole of it; itself if there are none."""
    if re.fullmatch('"".+""', value, re.DOTALL):
        return unquoted(value[1:-1])
    inner = value[1:-1].strip()
    for first, last in map(tuple, QUOTES):
        inside = inner.replace('""', "") if first == '"' else inner
        if value[:1] == first and value[1:].endswith(last) and not {first, last} & {*inside}:
            return unquoted(inner.replace('""', '"') if first == '"' else inner) if inner else value
    return value
