"""Search subject is not in the passage.

Why: The search then looks for something else than what the passage leaves open, or has a word as
no document writes it.

Fix: Take the words of the subject from the passage, or from the question where the passage only
has a pronoun; alternatives may be added with a bar.
"""

from collections.abc import Mapping, Sequence

from bru.claims.documents import silence
from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.documents.text import words
from bru.claims.rules.bru623 import around
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding, Said
from bru.model.question import Ask, Columns

LEVEL = ERROR
ASKING = Columns("open_questions", ("question_id", "question"))
questions = asked(**silence.TABLES)


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The searches with a word of the subject that passage, question and paragraphs near lack.

    An error where the whole document lacks it.
    """
    has = package.has(open_questions=" ".join(ASKING.fields))
    asking = dict(row.cells for row in ask(ASKING)) if has else {}
    of = {copy.source_id: copy for copy in copies}
    for search in silence.searches(ask(silence.SEARCHES), ask(silence.QUESTIONS)):
        absent = silence.beside(search, of[search.source_id]) if search.source_id in of else []
        known = silence.index(words(asking.get(search.question_id, "")))
        if not (absent := lacking(absent, known)):
            continue
        copy = of[search.source_id]
        place = copy.raised[search.question_id]
        near = around(copy.text, place.start, place.end)
        if absent := lacking(absent, silence.indexed(near)):
            message = f"not in the passage of {search.question_id}: {', '.join(absent)}"
            hint = "take the words of the subject from the passage"
            level = ERROR if lacking(absent, silence.indexed(copy.text)) else WARNING
            row, field = [search.row], "subject"
            yield Finding("searches", message, hint, row, field, search.subject, level=level)


def lacking(subject: Sequence[str], known: Mapping[str, list[int]]) -> list[str]:
    """The words of a subject, each with its alternatives, that are not `known`."""
    return [any_of for any_of in subject if not silence.places(any_of, known)]
