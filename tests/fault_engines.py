"""Other engines on mutants: where their findings differ from those of the engine python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bru.problem import Problem

Found = tuple[str, str, int, str, str, str]


def findings(problems: Sequence[Problem]) -> list[Found]:
    """Code, table or file, line, key, field and value of each problem, in order.

    An engine that knows no lines is to be compared by the rest.
    """
    return sorted((p.code, p.resource or p.path, p.line, p.key, p.field, p.value) for p in problems)


def differences(
    what: str, engine: str, ours: Sequence[Problem], theirs: Sequence[Problem]
) -> Iterator[str]:
    """What is found by one engine only, in a mutant."""
    own, other = findings(ours), findings(theirs)
    if not all(f[2] for f in other):  # without lines
        own, other = [sorted((*f[:2], 0, *f[3:]) for f in found) for found in (own, other)]
    if own != other:
        missed = [f for f in own if f not in other]
        added = [f for f in other if f not in own]
        yield f"{engine}, {what}: misses {missed[:2]}, adds {added[:2]}"
