"""Numbers in digits and in words: where they stand, their values and powers of ten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from bru.claims.prose.language import language
from bru.claims.prose.spelled import Spelled
from bru.claims.prose.tokens import VULGAR, Atom, Token, fits

THIN = "\u00a0\u202f\u2009"
JOINED = re.compile(r"[-\u2010\u2011]| and ")
HYPHENS = frozenset("-\u2010\u2011")


class Numerals(Spelled):
    """How a language writes numbers."""

    def __init__(self, code: str) -> None:
        """Compile what is looked for."""
        super().__init__(code)
        words = language(code).words
        mark = re.escape(words["decimal"])
        group = rf"[{re.escape(words['group'])}{THIN} ’']"
        lakhs = r"\d{1,2}(?:,\d\d)+,\d{3}"  # 1,28,400
        groups = rf"(?:{lakhs}|\d{{1,3}}(?:{group}\d{{3}})+)"
        grouped = rf"{groups}(?!\d)(?:[{mark}]\d+)?"
        point = r"\d+(?:\.\d+|,\d{1,2}(?![\d,]))?" if "." in mark else r"\d+(?:[.,]\d+)?"
        letter = rf"[^\W\d_{''.join(VULGAR)}]"  # ½ is one as well: 7½pc
        word = rf"{letter}+(?:['’]{letter}+)*"
        own = language(code)
        adjectives, counts = (
            "|".join(own.pattern(section, key) for key in words.get(section, {"": ""}))
            for section in ("adjectives", "cardinals")
        )
        joined = (
            rf"(?i:{own.pattern('joined')}|(?:{counts})(?=(?:{counts})*(?:{adjectives})(?!\w)))|"
        )
        self.token = re.compile(rf"{joined}{grouped}|{point}|{word}|[^\s\w]|_|[{''.join(VULGAR)}]")
        self.grouped = re.compile(rf"({groups})(?:[{mark}](\d+))?")

    def atoms(self, text: str) -> Iterator[Atom]:
        """The numbers of a text, in order."""
        tokens = [
            Token(m[0], *m.span()) for m in self.token.finditer(text) if not is_hyphen(text, m)
        ]
        at, end = 0, -9
        while at < len(tokens):
            token = tokens[at]
            found: tuple[Atom, int] | None = None
            if token.text[0].isdecimal() or token.text in VULGAR:
                found = self.in_digits(text, tokens, at)
            elif self.begins(token.text):
                is_half = self.role(token.text).get("whole", 1) < 1  # пол is a floor as well
                if not is_half or text[token.end : token.end + 1].isalpha():
                    found = self.in_words(text, tokens, at)
                    found = found and self.as_ordinal(text, tokens, *found)
            elif token.start - end > 1 and self.one.of(token.text):  # in the year since
                found = Atom(token.start, token.start, Fraction(1), 0, 0, "one", True), at + 1
            if found:
                end = found[0].end
                yield found[0]
            at = found[1] if found else at + 1

    def as_ordinal(
        self, text: str, tokens: Sequence[Token], atom: Atom, at: int
    ) -> tuple[Atom, int]:
        """A number in words with the ordinal that ends it: twenty-first, a hundred and fifth."""
        for step in (at, at + 1) if atom.kind == "number" else ():
            last = self.role(tokens[step].text).get("ordinals") if step < len(tokens) else None
            value = atom.value * 10**atom.scale
            if last and JOINED.fullmatch(text, atom.end, tokens[step].start) and fits(value, last):
                end = tokens[step].end
                return Atom(atom.start, end, value + last, 0, 0, "ordinal", True), step + 1
        return atom, at

    def in_digits(self, text: str, tokens: Sequence[Token], at: int) -> tuple[Atom, int]:
        """A number in digits, and the token after it."""
        token = tokens[at]
        if token.text in VULGAR:
            value, digits = Fraction(VULGAR[token.text]), 0
            return self.scaled(tokens, at + 1, Atom(*token[1:], value, 0, digits, "fraction"))
        plain = token.text.replace(",", ".")
        if len(token.text) > 4 and (grouped := self.grouped.fullmatch(token.text)):
            plain = re.sub(r"\D", "", grouped[1]) + (f".{grouped[2]}" if grouped[2] else "")
        atom = Atom(*token[1:], Fraction(plain), 0, len(plain.partition(".")[2]))
        return self.scaled(tokens, at + 1, atom)


def is_hyphen(text: str, match: re.Match[str]) -> bool:
    """Whether a mark joins two words, or a number and a word: twenty-eight, 1.6-billion."""
    start, end = match.span()
    if match[0] not in HYPHENS or not 0 < start < len(text) - 1:
        return False
    return text[start - 1].isalnum() and text[end].isalpha()


@cache
def numerals(code: str) -> Numerals:
    """The numbers of a language."""
    return Numerals(language(code).code)
