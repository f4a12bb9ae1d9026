"""Letters that are not what they look like: of another script, or invisible."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

LATIN, CYRILLIC, GREEK = "Latin", "Cyrillic", "Greek"
SCRIPTS = {
    LATIN: "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    CYRILLIC: "\u0400-\u0481\u048a-\u052f\u1c80-\u1c88",
    GREEK: "\u0370-\u0373\u0376-\u037d\u037f\u0386\u0388-\u03ff\u1f00-\u1fff",
}
WORD = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]+)*"  # combining marks are inside of a word

# Letters and those they look like, one below the other. Small Greek letters that science writes
# beside Latin ones (TNFα, NFκB) are left out.
_CYRILLIC = "АВЕЁКМНОРСТУҮХІЇЈЅԚԜѴаеёкорсухіїѕјԁһӏԛԝѵ"
_LATIN_OF_CYRILLIC = "ABEËKMHOPCTYYXIÏJSQWVaeëkopcyxiïsjdhlqwv"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιυ"
_LATIN_OF_GREEK = "ABEZHIKMNOPTYXoiu"
_AS_LATIN = dict(zip(_CYRILLIC + _GREEK, _LATIN_OF_CYRILLIC + _LATIN_OF_GREEK, strict=True))
_FROM_LATIN = {
    LATIN: {c: c for c in _AS_LATIN.values()},
    CYRILLIC: dict(zip(_LATIN_OF_CYRILLIC[::-1], _CYRILLIC[::-1], strict=True)),  # У before Ү
    GREEK: dict(zip(_LATIN_OF_GREEK, _GREEK, strict=True)),
}

_SPACE = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f"
_HIDDEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u200b\u202a-\u202e\u2060-\u2065\u206a-\u206f\u2800"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_JOINER = "\u061c\u180b-\u180f\u200c-\u200f\u2066-\u2069\u3000\ufe00-\ufe0f"
# What is written with joiners and marks of direction: from Hebrew on, CJK, symbols, emoji.
_JOINED = (
    r"[\u0590-\u1c7f\u2190-\u2bff\u2e80-\u2fff\u3001-\ufdff\ufe70-\ufefe\U00010000-\U0001ffff]"
)
_MEANT = r"(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9])|[\u00a0\u202f](?=[!?:;»%])|(?<=«)[\u00a0\u202f]"

# What may have an invisible character, or a word of several scripts: letters of two with no third
# between them, or letters that look Latin and stand alone where no other is but such.
INVISIBLE = f"[{_SPACE}{_HIDDEN}{_JOINER}]"
_GAP = rf"[^\s!-/:-@\[-`{{-~{''.join(SCRIPTS.values())}]*"
_OTHER = f"{SCRIPTS[CYRILLIC]}{SCRIPTS[GREEK]}"
_SMALL = f"(?:[{_CYRILLIC}{_GREEK}]|[{SCRIPTS[GREEK]}]{{1,2}})"
MIXED = "|".join(
    [
        f"[{SCRIPTS[LATIN]}]{_GAP}[{_OTHER}]",
        f"[{SCRIPTS[CYRILLIC]}]{_GAP}[{SCRIPTS[LATIN]}{SCRIPTS[GREEK]}]",
        f"[{SCRIPTS[GREEK]}]{_GAP}[{SCRIPTS[LATIN]}{SCRIPTS[CYRILLIC]}]",
        rf"\A[^{_OTHER}]*(?:{_SMALL}[^{_OTHER}]+)*[{_CYRILLIC}{_GREEK}](?:[^{_OTHER}]+{_SMALL})*"
        rf"[^{_OTHER}]*\Z",
    ]
)


class Mixed(NamedTuple):
    """A word of several scripts, its letters by script, and the word in one script or ""."""

    word: str
    letters: Mapping[str, str]
    cure: str


def mixed(text: str) -> Iterator[Mixed]:
    """The words of a text whose letters are of more than one script.

    Digits and marks are of every script. So are Greek letters without a look-alike, where a word
    has one or two of them (μm). A letter that is a word is mixed with the words around it if
    these are Latin and it looks so (а book).
    """
    if (
        text.isascii()
        or sum(re.search(f"[{letters}]", text) is not None for letters in SCRIPTS.values()) < 2
    ):
        return
    words = [(word, scripts(word)) for word in re.findall(WORD, text)]
    pure = [found for _, found in words if len(found) == 1]
    other = [letters for found in pure for name, letters in found.items() if name != LATIN]
    alone = len(other) < len(pure) and all(letters in _AS_LATIN for letters in other)
    for word, found in words:
        if len(found) > 1:
            yield Mixed(word, found, in_one_script(word, [*found]))
        elif alone and found and LATIN not in found:
            yield Mixed(word, found, in_one_script(word, [LATIN]))


def scripts(word: str) -> dict[str, str]:
    """The letters of a word by script, the script with the most letters first."""
    found = {name: "".join(re.findall(f"[{letters}]", word)) for name, letters in SCRIPTS.items()}
    if len(found[GREEK]) < 3 and not any(c in _AS_LATIN for c in found[GREEK]):
        found[GREEK] = ""
    by_count = sorted(found.items(), key=lambda item: -len(item[1]))
    return {name: letters for name, letters in by_count if letters}


def in_one_script(word: str, names: Sequence[str]) -> str:
    """A word in the first of these scripts that has look-alikes for all other letters, or ""."""
    for name in names:
        new = in_script(word, name)
        if not any(re.search(f"[{SCRIPTS[other]}]", new) for other in SCRIPTS if other != name):
            return new
    return ""


def in_script(text: str, name: str) -> str:
    """A text, its letters of other scripts replaced by look-alikes of this one, if there are."""
    own = _FROM_LATIN[name]
    return re.sub(f"[^{SCRIPTS[name]}]", lambda m: own.get(_AS_LATIN.get(m[0], m[0]), m[0]), text)


class Invisible(NamedTuple):
    """A character that cannot be seen, or that looks like a plain space, and where it stands."""

    at: int
    char: str
    is_space: bool

    @property
    def name(self) -> str:
        """Its name in Unicode."""
        import unicodedata

        if self.char == "\ufeff":
            return "byte order mark"
        return unicodedata.name(self.char, "invisible character").lower()


def invisible(text: str) -> list[Invisible]:
    """The invisible characters of a text, and the spaces that are not plain.

    Joiners and marks of direction are left out if the text has letters that need them, no-break
    spaces between digits and beside French punctuation.
    """
    if text.isascii() or not re.search(f"[{_SPACE}{_HIDDEN}{_JOINER}]", text):
        return []
    hidden = _HIDDEN if re.search(_JOINED, text) else _HIDDEN + _JOINER
    meant = {match.start() for match in re.finditer(_MEANT, text)}
    return [
        Invisible(match.start(), match[0], match[1] is not None)
        for match in re.finditer(f"([{_SPACE}])|[{hidden}]", text)
        if match.start() not in meant
    ]


def visible(text: str) -> str:
    """A text without invisible characters, every space plain."""
    parts = [*text]
    for char in invisible(text):
        parts[char.at] = " " if char.is_space else ""
    return "".join(parts)
