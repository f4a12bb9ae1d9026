"""The bytes of a file of delimited text → its text, or what they are instead."""

import codecs
import json
import re
from contextlib import suppress

from bru.datapackage.jsontext import HALF
from bru.datapackage.records import LINE_END, breaks
from bru.datapackage.table import Reading, Unreadable
from bru.model.problem import shown

AS_UTF_8 = "save the file as UTF-8 (in a spreadsheet: CSV UTF-8)"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
CONTROL_BYTES = bytes(c for c in range(0x80) if CONTROL.match(chr(c)))
WIDE = re.compile(r"utf[-_]?(16|32)", re.IGNORECASE)  # encodings with NUL bytes in them
NO_TEXT = {"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined"}  # of Python
SAMPLE = 65_536  # bytes that are looked at for a code page
UTF_16 = re.compile(rb"\xff\xfe|\xfe\xff|(?:\0[^\0]){2}|(?:[^\0]\0){2}")
EXPORT, NAME = "export the table as CSV UTF-8", "or name the file as what it is"
FETCH = "fetch the table itself: a server may have sent this in its place"
KINDS = {  # how files of other kinds begin: what they are, and what mends that
    rb"PK\x03\x04(?s:.*?)(?:xl/|\[Content_Types\]|opendocument\.spreadsheet)": (
        "a workbook",
        f"{EXPORT}, {NAME}",
    ),
    rb"PK\x03\x04": ("a zip file", f"unpack it, {NAME}"),
    rb"\xd0\xcf\x11\xe0": ("a workbook or document of an old Office", f"{EXPORT}, {NAME}"),
    rb"\x1f\x8b": ("packed by gzip", f"unpack it, {NAME}"),
    rb"%PDF-": ("a PDF document", f"{EXPORT}, from where the document has it"),
    rb"PAR1": ("a Parquet file", EXPORT),
    rb"SQLite format 3\0": ("an SQLite database", EXPORT),
    rb"\{\\rtf": ("a text of a word processor (RTF)", EXPORT),
    rb"(?i:<!doctype\s+html|<html)[\s>]": ("a web page", FETCH),
    rb"<\?xml\s": ("an XML document", FETCH),
}


def other_kind(data: bytes) -> tuple[str, str]:
    """What a file is by its beginning, if it is no delimited text, and what mends that."""
    start = data[:SAMPLE].removeprefix(codecs.BOM_UTF8).lstrip()
    for begin, found in KINDS.items():
        if re.match(begin, start):
            return found
    if is_json(data if start[:1] in (b"{", b"[") else b""):
        return "JSON", f"{EXPORT}, {NAME}"
    return "", ""


def is_json(data: bytes) -> bool:
    """Whether a file is a list or an object of JSON, or its first line, of several, an object."""
    first = data.partition(b"\n")[0]
    for part in (data, first) if first.strip()[-1:] == b"}" else (data,):
        with suppress(ValueError, RecursionError):
            return isinstance(json.loads(part), list | dict)
    return False


def decoded(reading: Reading, data: bytes) -> str | Unreadable:
    """The text of a file, without a byte order mark."""
    encoding = reading.resource.encoding
    if not data:
        return reading.refuse("empty", 0, "the file has no bytes")
    what, hint = other_kind(data)
    if what:
        return reading.refuse("binary", 1, f"this is {what}, not delimited text", "", hint)
    if b"\0" in data and not WIDE.match(encoding):
        line = breaks(data[: data.index(b"\0")].decode("latin-1")) + 1
        if UTF_16.match(data):
            return reading.refuse("binary", line, "a NUL byte: this is UTF-16", "", AS_UTF_8)
        return reading.refuse("binary", line, "a NUL byte: this is not a text file")
    try:
        if (name := codecs.lookup(encoding).name) in NO_TEXT:
            raise LookupError
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        from bru.datapackage.code_pages import WESTERN, code_page

        line = breaks(data[: error.start].decode(encoding, "replace")) + 1
        what = f"byte 0x{data[error.start]:02X} at offset {error.start}"
        page = code_page(data[error.start : error.start + SAMPLE])
        script = "" if page == WESTERN.upper() else " (Cyrillic)"
        hint = f"{AS_UTF_8}; it reads as {page}{script}" if page else AS_UTF_8
        return reading.refuse("encoding", line, f"{what} is not {encoding.upper()}", page, hint)
    except (LookupError, ValueError):
        what = f"unknown encoding {shown(encoding)}"
        hint = f'correct "encoding" of {reading.resource.name} in the descriptor, such as utf-8'
        return reading.refuse("encoding", 0, what, "", hint)
    if name == "utf-7" and (half := HALF.search(text)):  # no other encoding has them
        line = breaks(text[: half.start()]) + 1
        return reading.refuse("encoding", line, "there is half of a character", "", AS_UTF_8)
    if text.startswith("\ufeff"):
        reading.defect("bom", 1, "the file starts with a byte order mark")
    return text.removeprefix("\ufeff")


def check(reading: Reading, text: str, data: bytes) -> None:
    """Look for what no text should have, and where it is asked for, at the line ends."""
    start = reading.parts[-1].before if reading.parts else 0
    line, at = start + 1, 0
    quick = codecs.lookup(reading.resource.encoding).name == "utf-8"  # the bytes can be looked at
    none = quick and len(data.translate(None, CONTROL_BYTES)) == len(data)
    for match in () if none else CONTROL.finditer(text):
        line, at = line + len(LINE_END.findall(text, at, match.start())), match.start()
        reading.often("control", line, f"control character U+{ord(match[0]):04X}")
    if reading.canonical:
        line_ends(reading, text)


def line_ends(reading: Reading, text: str) -> None:
    """Note line ends other than LF."""
    if "\r" in text:
        at, count = text.index("\r"), text.count("\r")
        name = "CR LF" if text.startswith("\r\n", at) else "CR"
        line = text.count("\n", 0, at) + 1
        reading.defect("line-end", line, f"{name} instead of LF, {count:,} in all")
    elif text and not text.endswith("\n"):
        detail = "no line end after the last record, which may be cut off"
        reading.defect("final-newline", text.count("\n") + 1, detail)
