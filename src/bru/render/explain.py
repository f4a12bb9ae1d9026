"""A rule in words: what it finds, why, how to fix it, when it is asked, an example."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from bru.check.example import Example
from bru.check.packs import ALWAYS, DECLARED, PACKS, RELEASE
from bru.check.rulebook import Rule
from bru.model.grammar import plural
from bru.render.printable import Paint, printable


def listed(rules: Sequence[Rule], paint: Paint) -> Iterator[str]:
    """A line a rule, by pack."""
    for name, pack in PACKS.items():
        own = [rule for rule in rules if rule.pack == name]
        if own:
            count = plural(len(own), "rule")
            yield f"{paint(name, 'place')}: {pack.title} ({count}, {asked(name)})"
            for rule in own:
                level = "" if rule.level == "error" else f" ({rule.level})"
                yield f"  {paint(rule.code, rule.level)}  {rule.title}{level}"
            yield ""
    yield "`bru explain CODE` tells more about a rule"


def explained(rule: Rule, case: Example | None, paint: Paint, width: int) -> Iterator[str]:
    """All that is known of a rule; paragraphs are `width` columns wide."""
    yield f"{paint(rule.code, rule.level)} ({rule.level}) {paint(rule.title, 'place')}"
    yield from ("", *wrapped("Why:  ", rule.why, width), "", *wrapped("Fix:  ", rule.fix, width))
    pack = f"{rule.pack}, {asked(rule.pack, rule.code)}"
    yield from ("", *wrapped("Pack: ", pack, width))
    if case:
        yield f"\n  Example: {printable(case.title)}"
        for name, lines in case.files.items():
            yield f"\n    {paint(printable(name), 'faint')}"
            yield from (f"      {printable(line)}" for line in lines)
        command = "bru release check" if PACKS[rule.pack].when == RELEASE else "bru validate"
        yield f"\n    {paint(command, 'faint')}"
        yield from (f"      {printable(line)}" for line in case.problems)


def asked(name: str, code: str = "") -> str:
    """When the rules of a pack are asked."""
    pack = PACKS[name]
    if pack.when == ALWAYS:
        return "asked of every package"
    if pack.when != DECLARED:
        return "asked by `bru release check`"
    given = (
        ", with --documents" if code and pack.documents and code.startswith(pack.documents) else ""
    )
    return f'asked of packages that declare "{name}"{given}'


def wrapped(label: str, text: str, width: int) -> list[str]:
    """A paragraph after its label."""
    indent = " " * (len(label) + 2)
    return textwrap.wrap(
        text, width, initial_indent=f"  {label}", subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
