"""The whole of a text is in quotes.

Why: Quotes around a cell are a matter of the file's format; as a part of the value they make it
another value.

Fix: Delete the quotes. Quotes around a part of the text may stay, and around a sentence: it may be
somebody's words.
"""

from collections.abc import Iterator

from bru.damage import quotes
from bru.model.package import Field
from bru.model.problem import WARNING, shown
from bru.rules import text_rule

LEVEL = WARNING
SENTENCE = 4  # words


def judge(value: str, field: Field, strict: bool) -> Iterator[tuple[str, str]]:
    """Such a text, unless the field lists it, or it may be what somebody says."""
    new = quotes.unquoted(value)
    if len(new.split()) >= SENTENCE and value[1:-1] == new:  # quoted once: a title, a saying
        return
    if new != value and not field.listed:
        yield f"the whole value is in quotes: {shown(value)}", f"write {new}"


questions, findings = text_rule(judge, quotes.SUSPICION)
