"""A figure's qualifier is not borne out by the passage: *more than* lost, added or turned round.

Why: The interval of the figure rests on it: "exceeded 50" taken for 50 makes two documents agree
or disagree that do not.

Fix: Take the qualifier from the words next to the number.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.documents import Documents, evidence
from bru.claims.documents.printed import needed, passages
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, NotRun, shown
from bru.model.question import Columns, Question

LEVEL = ERROR
FIGURES = Columns("figures", ("claim_id", "obs_value", "qualifier"))
WORDS = {
    "about": "about|around|approximately|some|roughly|nearly|almost|circa|some|около|примерно",
    "minimum": "at least|no less than|no fewer than|minimum|не менее",
    "exclusive_minimum": "exceed(?:s|ed|ing)?|more than|over|above|больше|более|свыше",
    "maximum": "at most|no more than|up to|maximum|не более|до",
    "exclusive_maximum": "less than|under|below|fewer than|меньше|менее",
}
BETWEEN = r"(?:\s+[^\W\d]{1,4})?\W{0,3}"  # such as USD


def questions(package: Package) -> Iterator[Question]:
    """The documents, where there are figures."""
    if needed(package, figures=" ".join(FIGURES.fields)):
        yield Documents()


def findings(
    package: Package, q: Any, answer: Sequence[Any], ask: Any
) -> Iterator[Finding | NotRun]:
    """The figures whose qualifier has no word in the passage, or that have none before a number."""
    copies, missing = evidence.found(answer)
    yield from missing
    texts = passages(copies)
    for row, (claim, value, qualifier) in ask(FIGURES):
        text, message = texts.get(claim, ""), ""
        number = re.escape(value).replace("000", ",?000")
        for kind, words in WORDS.items() if qualifier == "exact" and text else ():
            near = re.search(rf"\b({words}){BETWEEN}{number}(?!\d)", text, re.IGNORECASE)
            if near and not re.search(r"no$", text[: near.start()].strip()):
                message = f"the passage has {shown(near[0])}, which is {kind}"
        wanted = WORDS.get(qualifier)
        if text and wanted and not re.search(rf"\b(?:{wanted})\b", text, re.IGNORECASE):
            message = f"the passage has no word for {qualifier}: {shown(text)}"
        if message:
            hint = "take the qualifier from the words next to the number"
            yield Finding("figures", message, hint, [row], "qualifier", qualifier)
