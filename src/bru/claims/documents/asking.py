"""When rules about documents are asked, and of which copies of them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bru.claims.documents import Documents, evidence
from bru.model.package import Package
from bru.model.problem import NotRun, Said
from bru.model.question import Ask, Columns, Question

Copies = Sequence[evidence.Copy]
Rule = Callable[[Package, Copies, Ask], Said]
Judging = Callable[[Package, Any, Sequence[Any], Any], Said]


def asked(*tables: Columns, **fields: str) -> Callable[[Package], Iterator[Question]]:
    """`questions` of a rule about documents: asked where there are claims to verify and these."""
    more = ({q.resource: " ".join(q.fields)} for q in tables)
    needed = (evidence.TABLES, fields, *more)

    def questions(package: Package) -> Iterator[Question]:
        """The documents, where a package has what the rule needs."""
        if all(package.has(**names) for names in needed):
            yield Documents()

    return questions


def of_copies(rule: Rule) -> Judging:
    """The findings of a rule about the copies there are, and a reason where there is none."""
    return _findings(rule, evidence.found)


def of_originals(what: str) -> Callable[[Rule], Judging]:
    """The findings of a rule that does `what` only in the documents that were read."""

    def made(rule: Rule) -> Judging:
        return _findings(rule, lambda answer: evidence.originals(answer, what))

    return made


def _findings(
    rule: Rule, chosen: Callable[[Sequence[Any]], tuple[Copies, list[NotRun]]]
) -> Judging:
    def findings(package: Package, q: Any, answer: Sequence[Any], ask: Any) -> Said:
        copies, not_run = chosen(answer)
        yield from not_run
        yield from rule(package, copies, ask)

    return findings
