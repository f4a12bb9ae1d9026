"""The text form of a cell.

A checker and a fixer of text call `tidy`, so that what is reported is what is written.
"""

import re
import unicodedata
from collections.abc import Callable

from bru.datapackage import types
from bru.datapackage.constraints import fitting
from bru.datapackage.records import LINE_END
from bru.model.package import Field

BLANKS = " \t\r\n"  # at the ends of a line; any other white space may be meant
DOUBLED = re.compile(r"(?:(?<=[^\W\d_])|(?<=[^\W\d_][.,!?]))  (?=[^\W\d_])")  # between words
CODE = re.compile(r"""[{}\[\]<>=\\|^$*`~_@#/"]|\w\(""")  # what has it may mean each of its spaces
UNTIDY = re.compile(r"  |[ \t\n]\Z|\A[ \t\n]|\r")

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


def tidy(text: str) -> str:
    """A text in NFC with LF; one line without blanks at its ends and doubled spaces between words.

    Several lines keep their spaces, what looks like code keeps those inside.
    """
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    if text.isalnum() or not UNTIDY.search(text):
        return text
    line = text.strip(BLANKS)
    if not is_line(line):
        return LINE_END.sub("\n", text)
    return line if CODE.search(line) else DOUBLED.sub(" ", line)


def is_line(text: str) -> bool:
    """Whether a text has one line."""
    return not LINE_END.search(text)


def tidier(field: Field) -> Callable[[str], str]:
    """`tidy` for the cells of a field, where that takes nothing from what they mean.

    JSON, bytes and lists with spaces between their items keep them. A cell stays as it is when it
    is a missing value or a listed one, would become a missing one (unless it is nothing but
    spaces) or one of another value, or fits the field only as it is.
    """
    if is_spaced(field):
        return lambda text: text
    if field.type in ("object", "array", "geojson") or field.format == "binary":
        return lambda text: LINE_END.sub("\n", text)
    fits, identity = fitting(field), types.identity(field)

    def tidied(text: str) -> str:
        new = tidy(text)
        if new == text or text in field.missing or (new and new in field.missing):
            return text
        if not (new and fits(text)):
            return new
        same = fits(new) and (identity is None or identity(text) == identity(new))
        return new if same and not field.listed else text

    return tidied


def is_spaced(field: Field) -> bool:
    """Whether spaces separate the items of its values."""
    mark = str(field.spec.get("delimiter", ","))
    return field.type == "list" and mark.strip() != mark


def is_text(text: str) -> bool:
    """Whether all words are Latin or Cyrillic, not mixed, and nothing shows a wrong encoding."""
    text = unicodedata.normalize("NFC", text)
    words = ("".join(filter(str.isalpha, w)) for w in re.findall(r"[^\W\d_]+", text))
    return not NO_TEXT.search(text) and all(WORD.fullmatch(word) for word in words if word)
