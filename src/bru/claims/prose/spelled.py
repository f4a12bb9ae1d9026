"""Numbers in words: cardinals, scales, parts, dozens, and what follows digits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from bru.claims.prose.language import Lookup, language
from bru.claims.prose.tokens import PART, VULGAR, Atom, Token, fits, is_short, linked

KINDS = tuple("cardinals whole scales groups fractions factors ordinals alone tens".split())
HUNDRED = 2
MOST = 20  # of what is counted in parts: nineteen twentieths


class Spelled:
    """How a language writes numbers in words."""

    def __init__(self, code: str) -> None:
        """Compile what is looked for."""
        own = language(code)
        words = own.words
        self.roles = {k: Lookup((v, t) for v, t in own.numbered(k).items()) for k in KINDS}
        short = words.get("short", {})
        self.short = {s: int(power) for power, text in short.items() for s in text.split("|")}
        self.articles = frozenset(words.get("articles", "").split("|")) - {""}
        self.definite = frozenset(words.get("definite", "").split("|")) - {""}
        self.joins = frozenset(words.get("and", "").split("|")) - {""}
        self.point, self.odd = words.get("point", ""), words.get("odd", "")
        self.pronoun = own.whole("pronoun") if "pronoun" in words else None
        times = "minute hour day week fortnight month quarter year decade century".split()
        units = words.get("units", {})
        self.times = Lookup((t, units[t]) for t in times if t in units)
        self.measured = Lookup(units.items())  # of what an article tells one
        self.one = Lookup([(True, words.get("one", ""))])
        self.single = Lookup([(True, words.get("single", ""))])
        self.role, self.begins = cache(self._role), cache(self._begins)

    def _role(self, word: str) -> dict[str, Fraction]:
        word = re.sub("^ў", "у", word)  # as after a vowel
        found = {kind: lookup.of(word) for kind, lookup in self.roles.items()}
        return {kind: value for kind, value in found.items() if value is not None}

    def _begins(self, word: str) -> bool:
        return word.lower() in self.articles or bool(self.role(word))

    def scaled(self, tokens: Sequence[Token], at: int, atom: Atom) -> tuple[Atom, int]:
        """A number with what follows it: a part (3½), a scale (million, m), and a half."""
        if at < len(tokens) and tokens[at].text in VULGAR and tokens[at].start - atom.end < 2:
            more = Fraction(VULGAR[tokens[at].text])
            atom = atom._replace(value=atom.value + more, end=tokens[at].end, spelled=True)
            at += 1
        atom, at = self.and_part(tokens, at, atom)
        while at < len(tokens) and linked(atom.end, tokens, at):
            token, power = tokens[at], None
            gap = token.start - atom.end
            after = tokens[at + 1].text if token.text == self.odd and tokens[at + 1 :] else ""
            if "scales" in self.role(after):
                atom, power = atom._replace(rough=True), 0  # 140-odd thousand
            elif gap == 0 and token.text in self.short:
                power = self.short[token.text]
                atom = atom._replace(metres=token.text == "m")
            elif "scales" in self.role(token.text):
                power = int(self.role(token.text)["scales"])
            elif gap == 1 and len(token.text) > 1:
                power = self.short.get(token.text, self.short.get(token.text.lower()))  # 98 bn
            if power is None:
                break
            factor, power = (100, 0) if power == HUNDRED else (1, power)
            value, scale = atom.value * factor, atom.scale + power
            atom = atom._replace(value=value, scale=scale, end=token.end)
            at += 1
            if is_short(tokens, at):
                atom, at = atom._replace(end=tokens[at].end), at + 1
        return self.and_part(tokens, at, atom) if atom.scale else (atom, at)  # a million and a half

    def and_part(self, tokens: Sequence[Token], at: int, atom: Atom) -> tuple[Atom, int]:
        """A number with its *and a half*, *and three quarters*."""
        if not (at + 1 < len(tokens) and tokens[at].text.lower() in self.joins):
            return atom, at
        step = at + 1 + (tokens[at + 1].text.lower() in self.articles)
        count = Fraction(1)
        if step == at + 1 and self.articles:
            count = self.role(tokens[step].text).get("cardinals", Fraction(0))
            step += 1
        part = self.role(tokens[step].text).get("fractions") if step < len(tokens) else None
        if part is None or not count or atom.value.denominator > 1:
            return atom, at
        whole = atom.value + part * count
        return atom._replace(value=whole, end=tokens[step].end, spelled=True), step + 1

    def in_words(self, text: str, tokens: Sequence[Token], at: int) -> tuple[Atom, int] | None:
        """A number in words that begins at a token, and the token after it."""
        token, role = tokens[at], self.role(tokens[at].text)
        if role.get("cardinals") == 1 and self.is_pronoun(text, token):
            return None
        if token.text.lower() in self.articles and at + 1 < len(tokens):
            return self.after_article(text, tokens, at)
        if "cardinals" in role or "whole" in role:
            return self.counted(tokens, at)
        is_definite = at > 0 and tokens[at - 1].text.lower() in self.definite
        if "scales" in role and (self.single.of(token.text) or is_definite):
            return self.counted(tokens, at)  # the hundred and sixty rooms
        if "fractions" in role:
            return self.part(
                text, tokens, at, Atom(*token[1:], role["fractions"], 0, 0, "fraction", True)
            )
        for kind, name in (("factors", "factor"), ("ordinals", "ordinal"), ("alone", "alone")):
            if kind in role:
                return Atom(*token[1:], role[kind], 0, 0, name, True), at + 1
        if "groups" in role:
            return self.group_of(tokens, at, Fraction(1), token.start)
        return self.vaguely(tokens, at) if "scales" in role or "tens" in role else None

    def vaguely(self, tokens: Sequence[Token], at: int) -> tuple[Atom, int]:
        """*Thousands*, *tens of thousands*: a number that is left open, but for its size."""
        role = self.role(tokens[at].text)
        value = role["tens"] if "tens" in role else Fraction(10) ** int(role["scales"])
        atom = Atom(*tokens[at][1:], value, 0, 0, "vague", True)
        step = at + 1
        if step < len(tokens) and tokens[step].text == "of":
            step += 1
        if step < len(tokens) and step > at + 1 and "scales" in self.role(tokens[step].text):
            power = int(self.role(tokens[step].text)["scales"])
            atom = atom._replace(end=tokens[step].end, value=value * 10**power)
            return atom, step + 1
        return atom, at + 1

    def is_pronoun(self, text: str, token: Token) -> bool:
        """Whether a one counts nothing: no one, the one that got away."""
        low = max(0, token.start - 9)
        found = self.pronoun.finditer(text, low, token.end + 9) if self.pronoun else ()
        return any(m.start() <= token.start < m.end() for m in found)

    def after_article(self, text: str, tokens: Sequence[Token], at: int) -> tuple[Atom, int] | None:
        """*A million*, *a dozen*, *a quarter*, *a week*."""
        token, role = tokens[at], self.role(tokens[at + 1].text)
        if "groups" in role:
            return self.group_of(tokens, at + 1, Fraction(1), token.start)
        if "scales" in role:
            atom, step = self.counted(tokens, at + 1)  # a hundred and nineteen
            return atom._replace(start=token.start), step
        if "fractions" in role and self.is_part(text, tokens, at + 1):
            atom = Atom(token.start, tokens[at + 1].end, role["fractions"], 0, 0, "fraction", True)
            return atom, at + 2
        if self.measured.at(text, tokens[at + 1].start):
            atom = Atom(token.start, token.end, Fraction(1), 0, 0, "one", True)
            return atom, at + 1
        return None

    def counted(self, tokens: Sequence[Token], at: int) -> tuple[Atom, int]:
        """Cardinals in a row, with hundreds and thousands between them."""
        start, total, current, scale, last = tokens[at].start, Fraction(0), Fraction(0), 0, 99
        end, step = start, at
        while step < len(tokens) and (step == at or linked(end, tokens, step)):
            role = self.role(tokens[step].text)
            joined = (
                step > at
                and tokens[step].text.lower() in self.joins
                and step + 1 < len(tokens)
                and (scale or current % 100 == 0)
                and self.role(tokens[step + 1].text).get("cardinals", 1000) < 100
            )
            if joined:
                end = tokens[step].end
                step += 1
                continue
            small = role.get("cardinals", role.get("whole"))
            if small is not None and (
                step == at or fits(current, small) or (scale and not current)
            ):
                current += small
            elif "scales" in role and int(role["scales"]) < last:
                power = int(role["scales"])
                current = current if current or total else Fraction(1)  # тысяча девятьсот
                if power == HUNDRED:
                    current *= 100
                else:
                    total, current = total + current * 10**power, Fraction(0)
                    scale = last = power
            else:
                break
            end = tokens[step].end
            step += 1
        value = total + current
        if scale and not current:
            value = total / 10**scale
        else:
            scale = 0
        atom = Atom(start, end, value, scale, 0, "number", True)
        if tokens[step:] and tokens[step].text.lower() == self.point:
            atom, step = self.decimals(tokens, step, atom)
        if step < len(tokens) and linked(end, tokens, step):
            role = self.role(tokens[step].text)
            if "groups" in role:
                return self.group_of(tokens, step, value, start)
            part = value * role.get("fractions", 1)
            if "fractions" in role and part < 1 and value < MOST and part != Fraction(1, 2):
                return Atom(start, tokens[step].end, part, 0, 0, "fraction", True), step + 1
        return self.scaled(tokens, step, atom)

    def decimals(self, tokens: Sequence[Token], at: int, atom: Atom) -> tuple[Atom, int]:
        """A number with the digits behind its *point*, if there are any."""
        for step, token in enumerate(tokens[at + 1 :], at + 1):
            digit = self.role(token.text).get("cardinals", Fraction(10))
            if digit > 9:
                break
            places = atom.decimals + 1
            value = atom.value + digit / 10**places
            atom, at = atom._replace(value=value, decimals=places, end=token.end), step + 1
        return atom, at

    def group_of(
        self, tokens: Sequence[Token], at: int, count: Fraction, start: int
    ) -> tuple[Atom, int]:
        """*A couple of hundred*, *two dozen*, *a dozen million*."""
        value = count * self.role(tokens[at].text)["groups"]
        atom = Atom(start, tokens[at].end, value, 0, 0, "number", True, rough=value == 2)
        step = at + 1
        is_of = step + 1 < len(tokens) and tokens[step].text == "of"
        if is_of and "scales" in self.role(tokens[step + 1].text):
            step += 1
            atom = atom._replace(end=tokens[step - 1].end)
        return self.scaled(tokens, step, atom)

    def part(
        self, text: str, tokens: Sequence[Token], at: int, atom: Atom
    ) -> tuple[Atom, int] | None:
        """*Half a million*, *half a dozen*, *by half*; a third is an ordinal without article."""
        if at + 2 < len(tokens) and tokens[at + 1].text.lower() in self.articles:
            if "groups" in self.role(tokens[at + 2].text):  # half a dozen
                return self.group_of(tokens, at + 2, atom.value, atom.start)
            atom = atom._replace(end=tokens[at + 1].end, kind="number")
            return self.scaled(tokens, at + 2, atom)
        if (ordinal := self.role(tokens[at].text).get("ordinals")) is not None:
            return atom._replace(value=ordinal, kind="ordinal"), at + 1
        if self.times.at(text, tokens[at].start):
            return None  # the quarter of a year
        return atom, at + 1

    def is_part(self, text: str, tokens: Sequence[Token], at: int) -> bool:
        """Whether *a third* is a part and not one more: a third party."""
        if "ordinals" not in self.role(tokens[at].text):
            return True
        rest = text[tokens[at].end :].lstrip()
        return not rest or not rest[0].isalpha() or bool(PART.match(rest))
