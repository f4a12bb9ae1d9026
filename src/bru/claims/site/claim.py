"""The page of a claim: what is said, by whom, where and when, beside what others say of it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from bru.claims.documents.evidence import Copy
from bru.claims.documents.text import words
from bru.claims.numbers import interval
from bru.claims.numbers.terms import stated_interval
from bru.claims.plot.intervals import of_group
from bru.claims.provenance import names
from bru.claims.provenance.facts import Cells, Facts
from bru.claims.provenance.names import in_words
from bru.claims.provenance.sections import around, citation, uses
from bru.claims.provenance.sections import number as stated
from bru.claims.site.line import (
    Line,
    Part,
    address,
    groups_by_figure,
    joined,
    of_claim,
    of_question,
    of_row,
    web,
)

BACK = {  # relations, as they read from the other side
    "corroborates": "corroborated by",
    "contradicts": "contradicted by",
    "disputes": "disputed by",
    "updates": "updated by",
    "repeats": "repeated by",
    "qualifies": "limited by",
    "answers": "answered by",
    "related": "related to",
}
EDGE = 4  # words at each end of a text fragment


def shown(facts: Facts, claim: Cells, copies: Mapping[str, Copy]) -> dict[str, Any]:
    """What the page of a claim is made from."""
    own = claim["claim_id"]
    source = facts.row("sources", claim["source_id"])
    figures = facts.by("figures", "claim_id", own)
    passage = cited(claim, copies.get(claim["source_id"]))
    return {
        "claim": claim,
        "source": source,
        "speaker": facts.row("actors", claim.get("asserted_by", "")),
        "said": [*told(facts, claim)],
        "figures": [number(facts, f) for f in figures],
        "parts": [p for p in parts(facts, claim) if p.lines],
        "link": outward(source, figures, passage),
        "place": place(claim, source),
        "passage": passage,
        "citation": citation(facts, "claims", own),
        "rivals": rivals(facts, own),
    }


def told(facts: Facts, claim: Cells) -> Iterator[tuple[str, str]]:
    """When, what kind, how sure, in words, each with its name."""
    if claim.get("time_period"):
        inferred = claim.get("time_inferred") == "true"
        worked = " (worked out: the text does not state it)" if inferred else ""
        yield "When", in_words(claim["time_period"]) + worked
    if claim.get("stated_at"):
        yield "Said", in_words(claim["stated_at"])
    kind = names.label(facts, "claims", "kind", claim.get("kind", ""))
    yield "Kind", joined(names.spoken(claim.get("kind", "")), kind)
    if event := claim.get("event_type"):
        label = names.label(facts, "claims", "event_type", event)
        yield "Event", joined(names.spoken(event), label)
    if claim.get("hedged") == "true":
        yield "How sure", "the passage tells it as uncertain"


def number(facts: Facts, figure: Cells) -> dict[str, Any]:
    """A figure in words, as an interval, and beside what others say of the same."""
    words, _, means = stated(figure).partition(", that is ")
    group = groups_by_figure(facts).get(figure["figure_id"])
    chart = of_group(facts, group, address) if group else None
    with suppress(ValueError, KeyError):
        means = means or interval.text(stated_interval(figure), figure["unit_measure"])
    return {
        "row": figure,
        "words": words,
        "means": means if means != words else "",
        "measure": of_row(facts, "measures", figure["measure"]),
        "chart": chart,
        "reason": group.reason if group and len(group.members) > 1 else "",
        "base": in_words(figure.get("base_period", "")),
    }


def rivals(facts: Facts, own: str) -> list[Line]:
    """The claims that contradict this one."""
    found = groups_by_figure(facts)
    groups = [found.get(f["figure_id"]) for f in facts.by("figures", "claim_id", own)]
    clash = [g for g in groups if g and g.kind == "contradicted"]
    others = [m for g in clash for m in g.members if m.voice.claim_id != own]
    return [of_claim(facts, facts.row("claims", m.voice.claim_id)) for m in others]


def parts(facts: Facts, claim: Cells) -> Iterator[Part]:
    """Other claims, whom and what it is about, what it cites, leaves open and is checked by."""
    own = claim["claim_id"]
    here, there = (facts.by("claim_links", f, own) for f in ("claim_id", "other_claim_id"))
    links = [(r, r["relation"], r["other_claim_id"]) for r in here]
    links += [(r, BACK.get(r["relation"], r["relation"]), r["claim_id"]) for r in there]
    yield Part(
        "Related claims",
        [
            of_claim(facts, facts.row("claims", other), words, row.get("note", ""))
            for row, words, other in links
            if facts.row("claims", other)
        ],
    )
    tied = facts.by("claim_actors", "claim_id", own)
    about = [
        of_row(facts, "actors", r["actor_id"])._replace(tag=names.spoken(r.get("role", "")))
        for r in tied
    ]
    projects = facts.by("claim_projects", "claim_id", own)
    about += [of_row(facts, "projects", r["project_id"])._replace(tag="project") for r in projects]
    if sector := claim.get("sector"):
        about.append(of_row(facts, "sectors", sector)._replace(tag="branch"))
    yield Part("About", about)
    outlets = facts.by("citations", "claim_id", own)
    yield Part(
        "The document cites",
        [of_row(facts, "actors", r["outlet"], in_words(r.get("cited_date", ""))) for r in outlets],
    )
    open_ = facts.by("open_questions", "claim_id", own)
    yield Part("What is not said", [of_question(facts, q) for q in open_])
    ids = (f["figure_id"] for f in facts.by("figures", "claim_id", own))
    checks = dict.fromkeys((*uses(facts, ids), *uses(facts, [own], "date_of")))
    yield Part("Cross-checks", [of_row(facts, "checks", c) for c in checks])


def cited(claim: Cells, copy: Copy | None) -> dict[str, str] | None:
    """The passage in a copy of its document, with what is around it."""
    verdict = copy.verdicts.get(claim["claim_id"]) if copy else None
    if not copy or not verdict or verdict.start < 0:
        return None
    return around(copy, verdict)


def outward(source: Cells, figures: Sequence[Cells], passage: dict[str, str] | None) -> str:
    """The address of the document, at the passage where its words or a number of it are known."""
    url = source.get("url", "")
    if not web(url):
        return ""
    if passage:
        text = passage["passage"]
        found = words(text)
        if len(found) <= 2 * EDGE:
            return f"{url}#:~:text={quote(text.strip(), safe='')}"
        first, last = text[: found[EDGE - 1].end], text[found[-EDGE].start :]
        return f"{url}#:~:text={quote(first.strip(), safe='')},{quote(last.strip(), safe='')}"
    stated = [f["obs_value"] for f in figures if "." in f["obs_value"] or len(f["obs_value"]) > 1]
    return f"{url}#:~:text={quote(stated[0], safe='')}" if stated else url


def place(claim: Cells, source: Cells) -> str:
    """Where in its document the passage stands, in words."""
    start, length = claim.get("span_start", ""), source.get("document_chars", "")
    if not start.isdigit() or not length.isdigit() or not int(length):
        return ""
    share = 100 * int(start) // int(length)
    return f"{share}% of the way through" if share else "at the beginning"
