"""A document as text, and the other ways in which the same text may be printed.

A reading is a text that knows for each of its characters where it stands in the one it was made
from. Readings are only tried: what is found in one still has to match both fingerprints, so none
can make an altered passage pass.
"""

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, product
from typing import NamedTuple

TAGS = "html|head|body|div|p|br|span|article|section|main|h[1-6]|ul|ol|li|table|td|em|strong|b|i|a"
MARKUP = rf"(?i:<(?:!doctype html|/?(?:{TAGS})\b)[^<>]*>)"
ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
CHARSET = rb"(?i:charset)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,40})"
BREAK = r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*(?:\r\n?|\n|\u2028)\s*(?=[^\W\d_])"
PRINTED = BREAK + r"|(?<=\s)-{2,3}(?=\s)|``|''|[‹›＂＇]|[\ufb00-\ufb06]"
LETTERS = {"‹": "'", "›": "'", "＇": "'", "＂": '"', "``": '"', "''": '"', "ﬀ": "ff", "ﬁ": "fi"}
LETTERS |= {"ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
MINUS = (  # a dash that may be meant as a minus, though it is none
    "(?<![^\\s(\\[\"'“‘])[\u2010-\u2015\ufe58\ufe63\uff0d](?=\\d)"
)
RAISED = "[0-9⁰¹²³⁴-⁹]{1,3}"
MARK = (  # of a note, behind a word or its punctuation
    rf"(?<=[\w.,;:!?%\"'’”»)])(?:\[(?:{RAISED}(?:[,–-] ?{RAISED})*|[a-z])\])+"
    r"|(?:(?<=[^\W\d_]{4})|(?<=[.,;:!?\"'’”»)]))[⁰¹²³⁴-⁹]{1,3}"
)
PAGE = re.compile(r"\W*(?:page|p\.?|стр\.?|страница|с\.)?\s*0(?:\s*(?:of|/|из)\s*0)?\W*", re.I)
HEAD, WIDE, OFTEN = 3, 80, 3  # lines and characters of a page's head; how often one is repeated
MANY = 6  # more hyphens at line ends than these are not tried in every combination


class Reading(NamedTuple):
    """A text, and where each of its characters stands in the text it was made from."""

    text: str
    at: Sequence[int]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of this text stands in the text it was made from."""
        return self.at[start], self.at[end - 1] + 1


def decode(data: bytes) -> str:
    """The text of a copy: by its byte order mark, as UTF-8, as it declares, else Windows-1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    declared = re.search(CHARSET, data[:4096])
    names = ["utf-8-sig", *([declared[1].decode()] if declared else [])]
    for name in names:
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def plain(text: str) -> Reading | None:
    """The text of a page without tags and entities; None where it has none."""
    if re.search(MARKUP, text):
        from bru.claims.documents.webpage import Page

        return Reading(*Page(text).reading())
    if re.search(ENTITY, text):
        from html import unescape

        return rewritten(text, ENTITY, lambda m: unescape(m[0]))
    return None


def rewritten(text: str, what: str, by: Callable[[re.Match[str]], str]) -> Reading:
    """A text with every match replaced."""
    parts, at, last = [], list[int](), 0
    for match in re.finditer(what, text):
        new = by(match)
        parts += [text[last : match.start()], new]
        at += [*range(last, match.start()), *[match.start()] * len(new)]
        last = match.end()
    return Reading("".join([*parts, text[last:]]), [*at, *range(last, len(text))])


def others(text: str) -> Iterator[Reading]:
    """Other readings of a text: dashes as minus signs, words joined at line ends, and so on."""
    whole = Reading(text, range(len(text)))
    pages = again(whole, unfurnished)
    bare = again(pages, lambda own: rewritten(own, MARK, lambda _: ""))
    for one in (whole, bare) if bare.text != text else (whole,):
        for reading in (one, again(one, lambda own: rewritten(own, PRINTED, _printed))):
            if reading.text != text:
                yield reading
            signed = re.sub(MINUS, "-", reading.text)
            if signed != reading.text:
                yield reading._replace(text=signed)


def again(reading: Reading, by: Callable[[str], Reading]) -> Reading:
    """A reading of a reading, with the places in the text itself."""
    new = by(reading.text)
    return Reading(new.text, [reading.at[at] for at in new.at])


def unfurnished(text: str) -> Reading:
    """A text without the heads and feet of pages: with a page number, or lines met again."""
    lines = text.splitlines(keepends=True)
    forms = [re.sub(r"\d+", "0", line.strip()) for line in lines]
    often = {f for f, times in Counter(forms).items() if times >= OFTEN and 0 < len(f) <= WIDE}
    at, parts, places = 0, list[str](), list[int]()
    for is_block, numbers in groupby(range(len(lines)), lambda n: bool(forms[n])):
        own = [*numbers]
        is_short = len(own) <= HEAD and all(len(forms[n]) <= WIDE for n in own)
        is_head = is_block and is_short and any(PAGE.fullmatch(forms[n]) for n in own)
        for n in own:
            if not (is_head or forms[n] in often):
                parts.append(lines[n])
                places += range(at, at + len(lines[n]))
            at += len(lines[n])
    return Reading("".join(parts), places)


def _printed(match: re.Match[str]) -> str:
    if match[0].startswith("--"):
        return "—"
    return LETTERS.get(match[0]) or _joined(match)


def _joined(match: re.Match[str]) -> str:
    """Nothing for the hyphen that breaks a word at the end of a line."""
    return "" if match.string[match.end()].islower() else match[0]


def combinations(text: str, low: int, high: int) -> Iterator[Reading]:
    """A stretch with its hyphens at line ends kept and dropped in every combination."""
    stretch = text[low:high]
    count = len(re.findall(BREAK, stretch))
    if not 2 <= count <= MANY:
        return
    for keep in product((True, False), repeat=count):
        choice = iter(keep)
        found = rewritten(stretch, BREAK, lambda m, c=choice: m[0] if next(c) else _joined(m))  # type: ignore[misc]
        yield Reading(found.text, [low + at for at in found.at])
