"""Word with letters of different scripts.

Why: The letters look alike, so nobody sees that the word is another one; searches and joins miss
it.

Fix: Write every word in one script.
"""

from collections.abc import Iterator

from bru.check.rulebook import CELL
from bru.damage import mojibake, scripts
from bru.model.package import Field
from bru.model.problem import WARNING, shown
from bru.rules import text_rule

LEVEL, REACH = WARNING, CELL


def judge(value: str, field: Field, strict: bool) -> Iterator[tuple[str, str]]:
    """Each such word, with the letters that are in the minority."""
    for word in scripts.mixed(value) if mojibake.restored(value) == value else ():  # BRU308
        if not (strict or word.proven or word.is_alike):
            continue
        main, *others = word.letters
        odd = [(name, [*dict.fromkeys(word.letters[name])]) for name in others]
        parts = [f"{', '.join(c)} {'are' if len(c) > 1 else 'is'} {name}" for name, c in odd]
        what = f"mixes scripts: {' and '.join(parts)}, the rest is {main}"
        what = what if others else f"passes for a Latin letter and is {main}"
        cure = next(iter(word.cures.values()), "")
        hint = f"write {cure}" if cure else "write the word in one script"
        yield f"{shown(word.word)} {what}", hint


questions, findings = text_rule(judge, scripts.SUSPICION)
