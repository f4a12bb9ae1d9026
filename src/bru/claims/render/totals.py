"""The cross-checks written out: text, JSON, Markdown."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from bru.claims.numbers.interval import Interval, limit
from bru.claims.numbers.totals import Entry, Outcome
from bru.claims.numbers.voices import Voice
from bru.model.grammar import capital, plural
from bru.render import to_json
from bru.render.printable import code, escaped, printed


def as_text(entries: Sequence[Entry]) -> str:
    """A block a check: what it says, both sides, who states them; then a summary."""
    lines = []
    for outcome, note, claims in entries:
        lines += [outcome.label, f"    {outcome.written}{surprise(outcome)}"]
        lines += [f"    {claim.claim_id}: {claim.words}" for claim in claims]
        lines += [f"    note: {note}"] if note else []
        lines += [f"    [{outcome.check_id}]", ""]
    return printed([*lines, summary(entries)])


def surprise(outcome: Outcome) -> str:
    """What was expected where the verdict is another."""
    return "" if outcome.as_expected else f" (EXPECTED: {outcome.expected or 'a verdict'})"


def summary(entries: Sequence[Entry]) -> str:
    """How many checks came out how."""
    verdicts = [e.outcome.kind for e in entries]
    kinds = ("entailed", "consistent", "inconsistent", "")
    counts = [f"{verdicts.count(k)} {k or 'without verdict'}" for k in kinds if k in verdicts]
    other = sum(not e.outcome.as_expected for e in entries)
    end = f"{other} not as expected" if other else "all as expected"
    return "; ".join(filter(None, (plural(len(entries), "check"), ", ".join(counts), end)))


def as_json(entries: Sequence[Entry]) -> str:
    """One object: the checks with both sides as text and as limits, and their claims."""
    return to_json({"checks": [check(entry) for entry in entries]})


def check(entry: Entry) -> dict[str, Any]:
    """One check as JSON values; numbers are texts, so that no digit is lost."""
    o = entry.outcome
    return {
        "check_id": o.check_id,
        "label": o.label,
        "relation": o.relation,
        "written": o.written,
        "verdict": o.kind or None,
        "expected": o.expected,
        "as_expected": o.as_expected,
        "unit_measure": o.unit,
        "left": side(o.left, o.unit),
        "right": side(o.right, o.unit),
        "holds": pair(o.verdict.holds if o.verdict else None, o.unit),
        "breaks": pair(o.verdict.breaks if o.verdict else None, o.unit),
        "note": entry.note,
        "claims": [said(claim) for claim in entry.claims],
    }


def pair(witness: tuple[Decimal, Decimal] | None, unit: str) -> list[str] | None:
    """A pair of numbers, left and right, of which the relation is true or is not."""
    return [limit(number, unit) for number in witness] if witness else None


def side(found: Interval, unit: str = "") -> dict[str, Any]:
    """An interval as JSON values; a limit that is not there is null."""
    return {
        "lower": limit(found.lower, unit) if found.lower.is_finite() else None,
        "upper": limit(found.upper, unit) if found.upper.is_finite() else None,
        "lower_open": found.lower_open,
        "upper_open": found.upper_open,
    }


def said(claim: Voice) -> dict[str, Any]:
    """A claim and who says it, as JSON values."""
    fields = ("claim_id", "source_id", "statement")
    told = {field: getattr(claim, field) for field in fields}
    return {**told, "asserted_by": claim.speaker, "outlets": list(claim.outlets)}


def as_markdown(entries: Sequence[Entry]) -> str:
    """A section a check."""
    lines = [f"{capital(summary(entries))}.", ""]
    for outcome, note, claims in entries:
        lines += [f"## {code(outcome.check_id)}", "", escaped(outcome.label), ""]
        lines += [f"> {escaped(outcome.written + surprise(outcome))}", ""]
        lines += [escaped(note), ""] if note else []
        lines += [said_line(claim) for claim in claims]
        lines += [""] if claims else []
    return "\n".join(lines).rstrip("\n") + "\n"


def said_line(claim: Voice) -> str:
    """A claim as an item of a list."""
    return f"- {escaped(claim.words)}: {escaped(claim.statement)} ({code(claim.claim_id)})"


FORMATS: dict[str, Callable[[Sequence[Entry]], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
}
