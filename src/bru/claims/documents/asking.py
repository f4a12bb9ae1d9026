"""When rules about documents are asked: where a package has the fields that they need."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bru.claims.documents import Documents, evidence
from bru.model.package import Package
from bru.model.question import Columns, Question


def asked(*tables: Columns, **fields: str) -> Callable[[Package], Iterator[Question]]:
    """`questions` of a rule about documents: asked where there are claims to verify and these."""
    more = ({q.resource: " ".join(q.fields)} for q in tables)
    needed = (evidence.TABLES, fields, *more)

    def questions(package: Package) -> Iterator[Question]:
        """The documents, where a package has what the rule needs."""
        if all(package.has(**names) for names in needed):
            yield Documents()

    return questions
