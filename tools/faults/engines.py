"""Other engines on mutants: where their findings differ from those of the engine python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bru.model.problem import Problem

Found = tuple[str, str, int, str, str, str]


def findings(problems: Sequence[Problem], lines: bool) -> list[Found]:
    """Code, table or file, line, key, field and value of each problem, in order.

    Without `lines` those of rows are left out.
    """
    return sorted(
        (p.code, p.resource or p.path, p.line if lines or not p.key else 0, p.key, p.field, p.value)
        for p in problems
    )


def differences(
    what: str, engine: str, ours: Sequence[Problem], theirs: Sequence[Problem]
) -> Iterator[str]:
    """What only one of two engines finds in a mutant; an engine may know no lines at all."""
    rows = [p for p in theirs if p.key]
    lines = not rows or any(p.line for p in rows)
    own, other = findings(ours, lines), findings(theirs, lines)
    if own != other:
        missed = [f for f in own if f not in other]
        added = [f for f in other if f not in own]
        yield f"{engine}, {what}: misses {missed[:2]}, adds {added[:2]}"
