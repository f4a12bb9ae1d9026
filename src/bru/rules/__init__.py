"""One rule a file, named by its code. A rule asks questions and turns answers into findings.

A rule module defines `LEVEL`, `questions(package)` and `findings(package, question, answer, ask)`;
its docstring states the bad condition, then `Why:` and `Fix:`. There is no list to edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bru.package import Package
from bru.problem import Defect, Finding
from bru.question import Defects, Hit, Question

Questions = Callable[[Package], Iterator[Question]]
Findings = Callable[[Package, Any, Sequence[Any], Any], Iterator[Finding]]


def defect_rule(kind: str, hint: str, message: str = "{detail}") -> tuple[Questions, Findings]:
    """`questions` and `findings` of a rule that reports what a reader met."""

    def questions(package: Package) -> Iterator[Question]:
        yield Defects(kind)

    def findings(
        package: Package, q: Any, defects: Sequence[Defect], ask: Any
    ) -> Iterator[Finding]:
        for d in defects:
            text = message.format(detail=d.detail, value=d.value, field=d.field)
            where: dict[str, Any] = {"line": d.line, "lines": d.lines, "path": d.path}
            yield Finding(d.resource, text, hint, (), d.field, d.value, **where)

    return questions, findings


def key_findings(
    resource: str, fields: Sequence[str], hits: Sequence[Hit], message: str, hint: str
) -> Iterator[Finding]:
    """A finding for each key that was hit; `{key}` in the message is its value."""
    for hit in hits:
        value = " / ".join(hit.value)
        yield Finding(
            resource,
            message.replace("{key}", f'"{value}"'),
            hint,
            hit.rows,
            ", ".join(fields),
            value,
        )
