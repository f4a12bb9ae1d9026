"""The text form of a cell.

A checker and a fixer of text call `tidy`, so that what is reported is what is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from bru.datapackage.constraints import fitting
from bru.datapackage.records import LINE_END
from bru.model.package import Field

BLANKS = re.compile(r"[ \t]{2,}")
EDGE = re.compile(r"[ \t](?=\n|\Z)|(?<![^\n])[ \t]")  # at most one is left there by BLANKS
UNTIDY = re.compile(r"[ \t]{2}|[ \t]\Z|\A[ \t]|[ \t]\n|\n[ \t]|\r")


def tidy(text: str) -> str:
    """A text in NFC with LF, without spaces and tabs at the ends of a line or more in a row.

    Only the space and the tab count: any other white space may be meant.
    """
    if text.isalnum() or not UNTIDY.search(text):
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    text = EDGE.sub("", BLANKS.sub(" ", LINE_END.sub("\n", text)))
    return unicodedata.normalize("NFC", text)


def tidier(field: Field) -> Callable[[str], str]:
    """`tidy` for the cells of a field, where that takes nothing from what they mean.

    JSON and bytes keep their spaces. A cell stays as it is when it is a missing value, would
    become one (unless it is nothing but spaces), or fits the field only as it is.
    """
    if field.type in ("object", "array", "geojson") or field.format == "binary":
        return lambda text: LINE_END.sub("\n", text)
    fits = fitting(field)

    def tidied(text: str) -> str:
        new = tidy(text)
        if new == text or text in field.missing or (new and new in field.missing):
            return text
        return text if fits(text) and new and not fits(new) else new

    return tidied
