"""Letters that look like those of another script: words that mix them, and what they should be."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from bru.damage import Reading
from bru.model.problem import shown

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
_RARE = "ҮЈЅԚԜѴѕјԁһӏԛԝѵ"  # of few languages: never written in place of a Latin letter
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιυ"
_LATIN_OF_GREEK = "ABEZHIKMNOPTYXoiu"
AS_LATIN = dict(zip(_CYRILLIC + _GREEK, _LATIN_OF_CYRILLIC + _LATIN_OF_GREEK, strict=True))
_FROM_LATIN = {
    LATIN: {c: c for c in AS_LATIN.values()},
    CYRILLIC: {
        latin: own
        for own, latin in zip(_CYRILLIC, _LATIN_OF_CYRILLIC, strict=True)
        if own not in _RARE
    },
    GREEK: dict(zip(_LATIN_OF_GREEK, _GREEK, strict=True)),
}

# What may have a word of several scripts: letters of two with no third between them, or letters
# that look Latin and stand alone where no other is but such.
_GAP = rf"[^\s!-/:-@\[-`{{-~{''.join(SCRIPTS.values())}]*"
_OTHER = f"{SCRIPTS[CYRILLIC]}{SCRIPTS[GREEK]}"
_SMALL = f"(?:[{_CYRILLIC}{_GREEK}]|[{SCRIPTS[GREEK]}]{{1,2}})"
SUSPICION = "|".join(
    [
        f"[{SCRIPTS[LATIN]}]{_GAP}[{_OTHER}]",
        f"[{SCRIPTS[CYRILLIC]}]{_GAP}[{SCRIPTS[LATIN]}{SCRIPTS[GREEK]}]",
        f"[{SCRIPTS[GREEK]}]{_GAP}[{SCRIPTS[LATIN]}{SCRIPTS[CYRILLIC]}]",
        rf"\A[^{_OTHER}]*(?:{_SMALL}[^{_OTHER}]+)*[{_CYRILLIC}{_GREEK}](?:[^{_OTHER}]+{_SMALL})*"
        rf"[^{_OTHER}]*\Z",
    ]
)


@cache
def letter(name: str) -> re.Pattern[str]:
    """A letter of a script."""
    return re.compile(f"[{SCRIPTS[name]}]")


class Mixed(NamedTuple):
    """A word of several scripts, its letters by script, and the word in each that it may be of.

    `proven`: one script has letters that the others have not, and all others only look-alikes.
    """

    word: str
    letters: Mapping[str, str]
    cures: Mapping[str, str]
    proven: bool

    @property
    def is_alike(self) -> bool:
        """Whether it is mixed of letters that each of its scripts has ("H2О")."""
        return len(self.letters) == len(self.cures) > 1


def mixed(text: str) -> Iterator[Mixed]:
    """The words of a text whose letters are of more than one script.

    Digits and marks are of every script. So are Greek letters without a look-alike, where a word
    has one or two of them (μm). A letter that is a word is mixed with the words around it if
    these are Latin and it looks so (а book).
    """
    if text.isascii() or sum(letter(name).search(text) is not None for name in SCRIPTS) < 2:
        return
    words = [(word, scripts(word)) for word in re.findall(WORD, text)]
    pure = [found for _, found in words if len(found) == 1]
    other = [letters for found in pure for name, letters in found.items() if name != LATIN]
    alone = len(other) < len(pure) and all(letters in AS_LATIN for letters in other)
    for word, found in words:
        if len(found) > 1:
            cures = {name: new for name in found if (new := in_one_script(word, name))}
            own = (name for name, new in cures.items() if is_own(found[name], name) and cased(new))
            proven = next(own, "")
            yield Mixed(word, found, {proven: cures[proven]} if proven else cures, bool(proven))
        elif alone and found and LATIN not in found:
            yield Mixed(word, found, {LATIN: in_one_script(word, LATIN)}, proven=False)


def scripts(word: str) -> dict[str, str]:
    """The letters of a word by script, the script with the most letters first."""
    found = {name: "".join(letter(name).findall(word)) for name in SCRIPTS}
    if len(found[GREEK]) < 3 and not any(c in AS_LATIN for c in found[GREEK]):
        found[GREEK] = ""
    by_count = sorted(found.items(), key=lambda item: -len(item[1]))
    return {name: letters for name, letters in by_count if letters}


def in_one_script(word: str, name: str) -> str:
    """A word in a script, if that has look-alikes for all letters of others, else ""."""
    new = in_script(word, name)
    others = (other for other in SCRIPTS if other != name)
    return "" if any(letter(other).search(new) for other in others) else new


def in_script(text: str, name: str) -> str:
    """A text, its letters of other scripts replaced by look-alikes of this one, if there are."""
    return text.translate(look_alikes(name))


@cache
def look_alikes(name: str) -> Mapping[int, str]:
    """Letters of other scripts, and those of this one that look so."""
    own = _FROM_LATIN[name]
    others = (c for c in {*AS_LATIN, *AS_LATIN.values()} if not letter(name).match(c))
    return {ord(c): own[AS_LATIN.get(c, c)] for c in others if AS_LATIN.get(c, c) in own}


@cache
def script(char: str) -> str:
    """The script of a letter."""
    return next(name for name in SCRIPTS if letter(name).match(char))


def is_own(letters: str, name: str) -> bool:
    """Whether there are letters among those of a script that look like no other's."""
    common = {c: other for c, other in AS_LATIN.items() if c not in _RARE}
    return any(c not in (common.values() if name == LATIN else AS_LATIN) for c in letters)


def cased(word: str) -> bool:
    """Whether the capitals of a word are its first letter, or all."""
    letters = "".join(filter(str.isalpha, word))
    return letters[1:] == letters[1:].lower() or letters == letters.upper()


def unmixed(text: str, here: Callable[[], Collection[str]] | None = None) -> str:
    """A text, its mixed words in one script where that is proven.

    `here`: the scripts of the column. A word is mended to one of them only, and to the only one
    of them where it may be of any.
    """
    for word in mixed(text):
        cures = [new for name, new in word.cures.items() if here is None or name in here()]
        if len(cures) == 1 and (word.proven or (here and word.is_alike)):
            text = re.sub(rf"(?<![^\W_]){re.escape(word.word)}(?![^\W_])", cures[0], text)
    return text


def of_words(texts: Iterable[str]) -> set[str]:
    """The scripts of the words of some texts, those left out that mix them."""
    words = {word for text in texts for word in re.findall(WORD, text)}
    return {name for found in map(scripts, words) if len(found) == 1 for name in found}


def readings(value: str) -> Iterator[Reading]:
    """What a value may have been that has the letters of another script."""
    for name in SCRIPTS:
        if (new := in_script(value, name)) != value:
            odd = dict.fromkeys(c for c, other in zip(value, new, strict=True) if c != other)
            yield Reading(letters_of("".join(odd)), new)


def is_guess(value: str, new: str, known: str) -> bool:
    """Whether a look-alike of a value has letters of a script that neither it nor `known` has."""
    plain, other = (in_script(text, LATIN).casefold() for text in (value, new))
    others = (letter(name) for name in SCRIPTS if name != LATIN)
    return plain == other and any(c.search(new) and not c.search(value + known) for c in others)


@lru_cache(maxsize=1_000)
def letters_of(odd: str) -> str:
    """Some letters and the scripts they are of, as a message names them."""
    names = dict.fromkeys(map(script, odd))
    return f"{' and '.join(names)} {' '.join(map(shown, odd))}"
