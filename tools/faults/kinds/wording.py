"""Faults of texts: their characters, spaces and encoding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bru.rules.bru310 import SENTENCE
from tools.faults.kinds import Mutants, cell, cells, kind
from tools.shipped import Grid, Shipped

CYRILLIC = dict(zip("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ", strict=True))
ERRORS = "#REF! #N/A #NAME? #VALUE! #DIV/0! #NUM! ####### #ССЫЛКА! #Н/Д Err:502 1.23E+12 4,5E+10"
PAIRS = ("“”", '""', "«»", "„“", "‘’")


def texts(shipped: Shipped) -> Iterator[tuple[Grid, str, int, str]]:
    """The cells of fields that hold any text."""
    for grid in shipped.grids.values():
        for field in grid.fields:
            narrow = {"pattern", "enum"} & {*field.constraints} or field.format != "default"
            if field.type == "string" and not narrow and not field.is_edtf:
                for row, text in cells(grid, field.name):
                    yield grid, field.name, row, text


@kind("BRU303")
def letters_decomposed(shipped: Shipped) -> Mutants:
    """A letter is written as a base letter and a mark, or by a second code of the same letter."""
    for grid, field, row, text in texts(shipped):
        words = text.split()
        for accented in ("ā", "é", "Ö", "й", "ç"):
            word = words[row % len(words)]
            odd = unicodedata.normalize("NFD", accented)
            value = text.replace(word, word + odd + word[:1].lower(), 1)
            if accented != "й":
                yield cell(shipped, grid, row, field, value, "BRU303")
        yield cell(
            shipped, grid, row, field, text.replace(words[0], f"{words[0]} \u212b", 1), "BRU303"
        )


@kind("BRU304")
def invisible_character(shipped: Shipped) -> Mutants:
    """A word holds an invisible character, or a space is no plain one."""
    for grid, field, row, text in texts(shipped):
        at = 1 + row % max(1, min(7, len(text) - 2))
        for char in "\u200b\u00ad\ufeff\u200e\u2060\u202e":
            yield cell(shipped, grid, row, field, text[:at] + char + text[at:], "BRU304")
        for space in "\u00a0\u2009\u202f\u3000\u2028":
            if re.search("[a-z] [a-z]", text):
                value = re.sub("([a-z]) ([a-z])", rf"\1{space}\2", text, count=1)
                yield cell(shipped, grid, row, field, value, "BRU304")


@kind("BRU305")
def letter_of_another_script(shipped: Shipped) -> Mutants:
    """A letter of a word is a Cyrillic one that looks the same."""
    for grid, field, row, text in texts(shipped):
        places = [m.start() for m in re.finditer("[aceopxyABCEHKMOPTX]", text)]
        places = [at for at in places if re.search("[A-Za-z]{3}", around(text, at))]
        for at in places[row % 3 :: 5][:4]:
            value = text[:at] + CYRILLIC[text[at]] + text[at + 1 :]
            yield cell(shipped, grid, row, field, value, "BRU305")


def around(text: str, at: int) -> str:
    """The letters beside a place, without it."""
    word = next(m for m in re.finditer(r"[^\W_]+", text) if m.start() <= at < m.end())
    return re.sub(r"[0-9]", "", word[0][: at - word.start()] + word[0][at - word.start() + 1 :])


@kind("BRU306")
def spaces_too_many(shipped: Shipped) -> Mutants:
    """There are spaces at the ends of a text, two between words, or one before a comma."""
    for grid, field, row, text in texts(shipped):
        new = (f" {text}", f"{text} ", f"  {text}", f"{text}\t")
        doubled = re.sub(r"(?<=[^\W\d_]) (?=[^\W\d_])", "  ", text, count=1)
        for value in (*new, doubled, text.replace(", ", " , ", 1), f"{text}\n", f" {text} "):
            if value != text:
                yield cell(shipped, grid, row, field, value, "BRU306")


@kind("BRU307")
def spreadsheet_error(shipped: Shipped) -> Mutants:
    """A text is an error value, a number cut short or a boolean of a spreadsheet."""
    for grid, field, row, _ in texts(shipped):
        limits = next(f for f in grid.fields if f.name == field).constraints
        for value in (*ERRORS.split(), "ИСТИНА", "TRUE", "FALSE", "ЛОЖЬ"):
            if "minLength" not in limits:
                yield cell(shipped, grid, row, field, value, "BRU307")


def misread(text: str, real: str, page: str) -> str:
    """A text read in a wrong encoding; characters without a byte stand for themselves."""
    return "".join(
        bytes([byte]).decode(page, "ignore") or chr(byte) for byte in text.encode(real, "ignore")
    )


@kind("BRU308")
def read_in_wrong_encoding(shipped: Shipped) -> Mutants:
    """A text was read in a wrong encoding, once or twice, or its letters are lost."""
    for grid, field, row, text in texts(shipped):
        if not text.isascii():
            yield cell(shipped, grid, row, field, misread(text, "utf-8", "cp1252"), "BRU308")
        words = text.split()
        for word in ("café", "Łódź", "“harbour”", "naïve – so"):
            value = " ".join([*words[:1], misread(word, "utf-8", "cp1252"), *words[1:]])
            yield cell(shipped, grid, row, field, value, "BRU308")
        for real, page in (("utf-8", "cp1251"), ("utf-8", "cp1252"), ("cp1251", "cp1252")):
            value = " ".join([*words[:1], misread("Беларусь", real, page), *words[1:]])
            yield cell(shipped, grid, row, field, value, "BRU308")
        for lost in ("????????", "Min\ufffdsk", "â€"):
            value = " ".join([*words[:1], lost, *words[1:]])
            yield cell(shipped, grid, row, field, value, "BRU308")


@kind("BRU309")
def formula(shipped: Shipped) -> Mutants:
    """A text begins as a formula does."""
    for grid, field, row, text in texts(shipped):
        signs = "=@" if text[0].isdigit() else "=@+-"  # +5 is a number
        for value in (*(f"{sign}{text}" for sign in signs), f"\t={text}"):
            yield cell(shipped, grid, row, field, value, "BRU309")
        call = '=HYPERLINK("https://example.org/","here")'
        yield cell(shipped, grid, row, field, call, "BRU309")


@kind("BRU310")
def quotes_around(shipped: Shipped) -> Mutants:
    """The whole of a text stands in quotes; a sentence twice: once it may be somebody's words."""
    for grid, field, row, text in texts(shipped):
        is_sentence = len(text.split()) >= SENTENCE
        for first, last in [('""', '""')] if is_sentence else PAIRS:
            if not {first, last, "’", "“", '"'} & {*text}:
                yield cell(shipped, grid, row, field, first + text + last, "BRU310")


STANDING_IN = ("n/a", "N/A", "NA", "null", "None", "nan", "-", "–", "?", "...", "…", "***", "tbd")
STANDING_IN += ("TBA", "t.b.d.", "xxx", "missing", "н/д", "нет", "TODO", "TODO: ask the author")
STANDING_IN += ("FIXME once the second source is read",)


@kind("BRU312")
def value_stood_in(shipped: Shipped) -> Mutants:
    """A text, or an empty cell, is a word or mark for a value that is not there."""
    for grid in shipped.grids.values():
        for field in grid.fields:
            narrow = {"pattern", "enum"} & {*field.constraints} or field.format != "default"
            if field.type == "string" and not narrow and not field.is_edtf:
                for row in range(len(grid.rows)):
                    for value in STANDING_IN[row % 3 :: 3]:
                        yield cell(shipped, grid, row, field.name, value, "BRU312")


@kind("BRU313")
def markup_left(shipped: Shipped) -> Mutants:
    """A text has a tag, a comment or a character entity of a web page."""
    for grid, field, row, text in texts(shipped):
        first, _, rest = text.partition(" ")
        marked = (f"<b>{first}</b>", f"<em>{first}</em>", f'<a href="/x">{first}</a>')
        entities = ("&amp;", "&nbsp;", "&#8217;", "&#x2019;", "&quot;", "&frac12;")
        new = [f"{word} {rest}".rstrip() for word in marked]
        new += [f"{first}{entity}{rest}" for entity in entities]
        new += [f"<p>{text}</p>", f"{text}<br>", f"{text}<br />", f"<!-- {first} -->{text}"]
        for value in new[row % 3 :: 3]:
            yield cell(shipped, grid, row, field, value, "BRU313")
