"""The account of passages and coverage as text and JSON."""

from collections.abc import Iterable, Iterator
from typing import Any

from bru.claims.documents.account import STATES, Account, Document
from bru.claims.documents.coverage import Coverage
from bru.claims.documents.evidence import Copy
from bru.claims.documents.naming import Place
from bru.claims.documents.silence import Hit, Silence
from bru.model.grammar import plural
from bru.render import to_json
from bru.render.printable import printed


def as_text(account: Account, tool_version: str) -> str:
    """A block a document; then all that is not where it should be; then the summary."""
    lines = [line for d in account.documents for line in (*_document(d), "")]
    lines += _open(account)
    for document in account.documents:
        lines += _lost(document)
        lines += _unaccounted(document)
    lines += _stated(account)
    return printed([*lines, *_summary(account)])


def _document(d: Document) -> Iterator[str]:
    if d.copy is None:
        yield f"{d.source_id}: {d.why}"
        yield f"  {plural(d.passages, 'passage')} not looked up"
        return
    page = ", of which the text without tags and entities was read" if d.copy.at else ""
    what = "the very document that was read" if d.copy.identical else f"another edition{page}"
    yield f"{d.source_id}: {d.copy.file}, {what}"
    counts = ", ".join(f"{n:,} {state}" for state, n in d.counts.items())
    yield f"  {plural(d.passages, 'passage')}: {counts or 'none'}"
    if not d.coverage:
        yield f"  letters not counted: {d.why}"
        return
    yield f"  {plural(d.coverage.letters, 'letter')}: {_shares(d.coverage)}"
    left = len(d.coverage.numbers), len(d.coverage.names)
    yield f"  in no claim and no exclusion: {plural(left[0], 'number')}, {plural(left[1], 'name')}"


def _shares(c: Coverage) -> str:
    parts = [f"{c.share(c.claimed):.1%} claimed"]
    if c.excluded:
        each = ", ".join(f"{reason} {c.share(n):.1%}" for reason, n in c.excluded.items())
        parts.append(f"{c.share(sum(c.excluded.values())):.1%} excluded ({each})")
    parts.append(f"{c.share(c.unaccounted):.1%} unaccounted")
    parts.append(f"{c.share(c.shared):.1%} in several claims")
    if c.disputed:
        parts.append(f"{c.share(c.disputed):.1%} both claimed and excluded")
    return ", ".join(parts)


def _where(d: Document, start: int, end: int) -> str:
    if d.copy is None or start < 0:
        return ""
    where = f"paragraph {d.copy.paragraph(start)}, characters {start} to {end}"
    if d.copy.at and start < len(d.copy.at):
        where += f" of the text (character {d.copy.at[start]} of the file)"
    return where


def _lost(d: Document) -> Iterator[str]:
    if d.copy is None:
        return
    for claim, v in d.lost():
        where = f" in {_where(d, v.start, v.end)}" if v.start >= 0 else ""
        yield f"{d.copy.file}: {claim}: {v.state}{where}: {v.why}"


def _unaccounted(d: Document) -> Iterator[str]:
    for place in d.unaccounted:
        what = f"actor {place.of}" if place.of else "number"
        where = _where(d, place.start, place.end)
        yield f'{d.copy and d.copy.file}: {what} "{place.value}" in no claim, {where}'


def _open(account: Account) -> Iterator[str]:
    """The open questions of which the searches found nothing in all documents."""
    silent = [c for c, found in account.silences.items() if not stated(found) and not left(found)]
    if silent:
        yield "open, and nothing found that may answer:"
        for question in silent:
            about = account.cited.get(question)
            yield f"  {question}: {about.text if about else ''}"
        yield ""


def left(found: Iterable[Silence]) -> set[str]:
    """The documents that the searches of a question did not run on."""
    return {source for silence in found for source in silence.unsearched}


def _stated(account: Account) -> Iterator[str]:
    for question, found in account.silences.items():
        for hit in stated(found):
            yield f"{question}: a document may now answer it: {hit.text}"


def stated(found: Iterable[Silence]) -> list[Hit]:
    """What the searches of a question found."""
    return [hit for silence in found for hit in silence.hits]


def _summary(account: Account) -> Iterator[str]:
    found = {s: sum(d.counts.get(s, 0) for d in account.documents) for s in STATES}
    looked = sum(found.values())
    counts = ", ".join(f"{n:,} {state}" for state, n in found.items() if n or state == "verified")
    yield f"{plural(looked, 'passage')} looked up: {counts}"
    absent = [d for d in account.documents if d.copy is None]
    if absent:
        left = sum(d.passages for d in absent)
        yield f"{plural(left, 'passage')} of {plural(len(absent), 'document')} not looked up"
    if account.silences:
        yield _searched(account)
    counted = [d for d in account.documents if d.coverage]
    numbers = sum(len(d.coverage.numbers) for d in counted if d.coverage)
    names = sum(len(d.coverage.names) for d in counted if d.coverage)
    if counted:
        yield (
            f"{plural(len(counted), 'document')} accounted for letter by letter: "
            f"{plural(numbers, 'number')} and {plural(names, 'name')} in no claim"
        )


def _searched(account: Account) -> str:
    """How many searches ran, and what they show: silence only where all documents were searched."""
    every = account.silences
    searches = sum(map(len, every.values()))
    what = plural(searches, "search")
    among, ran = len(account.documents), sum(d.copy is not None for d in account.documents)
    if not ran:
        return f"{what}: none could be run again (0 of {plural(among, 'document')})"
    broken = sum(bool(stated(found)) for found in every.values())
    unshown = sum(bool(left(found)) and not stated(found) for found in every.values())
    told = f"{plural(len(every) - broken - unshown, 'question')} open, {broken:,} perhaps answered"
    if unshown:
        told += f", {unshown:,} not searched for in all documents ({ran:,} of {among:,})"
    return f"{what} run again: {told}"


def as_json(account: Account, tool_version: str) -> str:
    """The account as one JSON object."""
    value = {
        "bru": tool_version,
        "package": account.package,
        "version": account.version,
        "sound": account.sound,
        "documents": [_as_object(d) for d in account.documents],
        "open_questions": [_silence(s) for found in account.silences.values() for s in found],
    }
    return to_json(value)


def _as_object(d: Document) -> dict[str, Any]:
    return {
        "source_id": d.source_id,
        "file": d.copy.file if d.copy else None,
        "edition": d.edition,
        "markup": bool(d.copy and d.copy.at),
        "passages": {"all": d.passages, **{s: d.counts.get(s, 0) for s in STATES}},
        "verdicts": [
            {key: cited, "state": v.state, **_place(d.copy, v.start, v.end), "why": v.why}
            for key, verdicts in (("claim_id", d.verdicts), ("question_id", d.raised))
            for cited, v in verdicts.items()
        ],
        "coverage": _coverage(d.coverage),
        "unaccounted": [_left(d, p) for p in d.unaccounted],
        "not_run": d.why,
    }


def _silence(silence: Silence) -> dict[str, Any]:
    search = silence.search
    return {
        "question_id": search.question_id,
        "subject": search.subject,
        "answer": search.answer,
        "scope": search.scope,
        "searched": list(silence.searched),
        "not_searched": list(silence.unsearched),
        "found": [
            {"source_id": h.copy.source_id, "word": h.word, **_place(h.copy, h.start, h.end)}
            for h in silence.hits
        ],
    }


def _place(copy: Copy | None, start: int, end: int) -> dict[str, Any]:
    if copy is None or start < 0:
        return {"start": None, "end": None, "paragraph": None, "in_file": None}
    inside = start < len(copy.at)
    return {
        "start": start,
        "end": end,
        "paragraph": copy.paragraph(start),
        "in_file": copy.at[start] if inside else start,
    }


def _coverage(c: Coverage | None) -> dict[str, Any] | None:
    if c is None:
        return None
    return {
        "letters": c.letters,
        "claimed": c.claimed,
        "excluded": dict(c.excluded),
        "unaccounted": c.unaccounted,
        "in_several_claims": c.shared,
        "claimed_and_excluded": c.disputed,
    }


def _left(d: Document, p: Place) -> dict[str, Any]:
    kind = {"kind": "actor", "actor_id": p.of} if p.of else {"kind": "number"}
    return {**kind, "value": p.value, **_place(d.copy, p.start, p.end)}
