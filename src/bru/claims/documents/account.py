"""The account of a package's passages in copies of the documents, and of the copies' letters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bru.claims.documents import Documents, coverage, evidence, naming, silence, stated
from bru.claims.documents.coverage import Coverage, Span
from bru.claims.documents.naming import Place
from bru.claims.prose.language import ENGLISH
from bru.model.classed import classed
from bru.model.package import Package
from bru.model.question import Ask, Columns

STATES = ("verified", "moved", "altered", "missing")
CLAIMS = Columns("claims", ("claim_id", "source_id", "statement", "kind", "asserted_by"))
QUESTIONS = Columns("open_questions", ("question_id", "source_id", "question"))


class Document(NamedTuple):
    """A source, the copy of its document and what was found in it.

    `copy` is None when there is no copy, `coverage` when it is another edition; `why` says so.
    `spans` are in the characters of the copy, `open` those of passages that raise a question which
    no document answers: they account for nothing. `passages` counts those of claims and open
    questions alike, `verdicts` are on those of claims, `raised` on those of open questions.
    """

    source_id: str
    copy: evidence.Copy | None
    passages: int
    verdicts: Mapping[str, evidence.Verdict]
    raised: Mapping[str, evidence.Verdict]
    spans: Sequence[Span]
    open: Sequence[Span]
    coverage: Coverage | None
    why: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """How many passages are in each state, those that there are."""
        found = Counter(v.state for v in (*self.verdicts.values(), *self.raised.values()))
        return {state: found[state] for state in STATES if found[state]}

    @property
    def edition(self) -> str:
        """Which copy this is."""
        if self.copy is None:
            return "none"
        return "identical" if self.copy.identical else "other"

    @property
    def unaccounted(self) -> list[Place]:
        """Numbers and names that are in no claim and no exclusion."""
        found = [*self.coverage.numbers, *self.coverage.names] if self.coverage else []
        return sorted(found, key=lambda p: p.start)

    def lost(self) -> list[tuple[str, evidence.Verdict]]:
        """The passages that are altered or missing."""
        every = [*self.verdicts.items(), *self.raised.items()]
        return [(c, v) for c, v in every if not v.stands]


class Cited(NamedTuple):
    """What cites a passage, as a page shows it; `kind` is "open question" for one of these."""

    id: str
    source_id: str
    text: str
    kind: str
    asserted_by: str = ""


class Account(NamedTuple):
    """All documents of a package."""

    package: str
    version: str
    documents: Sequence[Document]
    cited: Mapping[str, Cited]
    silences: Mapping[str, Sequence[silence.Silence]]

    @property
    def sound(self) -> bool:
        """Whether the copies there are bear every claim out and nothing is unaccounted for."""
        looked_at = any(d.copy for d in self.documents)
        left = any(d.lost() or d.unaccounted for d in self.documents)
        stated = any(s.hits for found in self.silences.values() for s in found)
        return looked_at and not left and not stated


def account(package: Package, ask: Ask) -> Account:
    """The account of a package. Raises NotAnswered without sources, claims or documents."""
    names = naming.known_names(package, ask)
    cited = {}
    if package.has(claims=" ".join(CLAIMS.fields)):
        cited = {row.cells[0]: Cited(*row.cells) for row in ask(CLAIMS)}
    if package.has(open_questions=" ".join(QUESTIONS.fields)):
        for _, (question, source, text) in ask(QUESTIONS):
            cited[question] = Cited(question, source, text, "open question")
    rows = evidence.cited(package, ask)
    wanted = Counter(p.source_id for p in evidence.passages(rows.values()))
    has = package.has(**coverage.TABLES)
    spoken = stated.languages(package, ask)
    known = coverage.spans(ask) if has else {}
    documents = []
    for found in ask(Documents()):
        source = found.source_id
        if isinstance(found, evidence.Missing):
            documents.append(
                Document(source, None, wanted[source], {}, {}, (), (), None, found.why)
            )
            continue
        spans, open_ = placed(found.verdicts), placed(found.raised)
        covered, why = None, "coverage is counted in the very document"
        if found.identical and has:
            spans = known[source]
            covered, why = coverage.cover(found.text, spans, names, spoken.get(source, ENGLISH)), ""
        elif found.identical:
            why = "coverage needs a table of exclusions"
        about = source, found, wanted[source], found.verdicts, found.raised
        documents.append(Document(*about, spans, open_, covered, why))
    return Account(package.name, package.version, documents, cited, silences(package, ask))


def silences(package: Package, ask: Ask) -> dict[str, list[silence.Silence]]:
    """What the searches of each open question find in the copies."""
    if not package.has(**silence.TABLES):
        return {}
    searches = silence.searches(ask(silence.SEARCHES), ask(silence.QUESTIONS))
    return classed((s.question_id, silence.run(s, ask(Documents()))) for s in searches)


def placed(verdicts: Mapping[str, evidence.Verdict]) -> list[Span]:
    """The passages where they were found in a copy."""
    return [Span(v.start, v.end, c) for c, v in verdicts.items() if v.stands]
