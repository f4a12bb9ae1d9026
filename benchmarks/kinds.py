"""The kinds of faults of each generated table.

A fault changes one row so that one problem arises from it, in this row and nowhere else; where the
same cell breaks a second rule, that is told as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

Row = dict[str, str]
Change = Callable[[Row, Row], Mapping[str, str] | None]


class Kind(NamedTuple):
    """A kind of fault.

    `change` gives the new cells by the row and the sound one before it, {} where there is none, or
    None if the fault cannot be made there. An `extra` row follows the sound one, which stays.
    `also`: the code of a second problem that the same cell is.
    """

    code: str
    name: str
    field: str
    change: Change
    extra: bool = False
    also: str = ""


def cell(code: str, name: str, field: str, new: str | Callable[[str], str], **more: str) -> Kind:
    """A fault of one cell: its new text, or how it follows from the old one, if there is one.

    `more`: what other cells of the row must be changed to.
    """

    def change(row: Row, _: Row) -> Mapping[str, str] | None:
        if isinstance(new, str):
            return {field: new, **more}
        return {field: new(row[field]), **more} if row[field] else None

    return Kind(code, name, field, change)


def only(kind: Kind, field: str, *values: str) -> Kind:
    """A kind of fault for rows with one of these values in a field."""

    def change(row: Row, before: Row) -> Mapping[str, str] | None:
        return kind.change(row, before) if row[field] in values else None

    return kind._replace(change=change)


def noted(kind: Kind) -> Kind:
    """A kind of fault for claims whose note need not say how their time was worked out."""
    return only(kind, "time_inferred", "false")


BETWEEN = re.compile(r"(?<=[^\W\d_]) (?=[^\W\d_])")  # two words, where a second space says nothing


def texts(field: str) -> list[Kind]:
    """The faults of a text in ASCII with several words."""

    def inserted(mark: str) -> Callable[[str], str]:
        return lambda text: text.replace(" ", f" {mark}", 1)

    return [
        cell("BRU303", "decomposed letter", field, inserted("e\u0301 ")),
        cell("BRU304", "invisible character", field, inserted("\u200b")),
        cell("BRU305", "letter of another script", field, inserted("\u0430 ")),
        cell("BRU306", "double space", field, partial(BETWEEN.sub, "  ", count=1)),
        cell("BRU308", "wrong encoding", field, inserted("\u00c3\u00a9 ")),
    ]


def copied(fields: str, **changed: Callable[[str], str]) -> Kind:
    """A row with the key of the one above."""

    def change(row: Row, _: Row) -> Mapping[str, str]:
        return {field: new(row[field]) for field, new in changed.items()}

    return Kind("BRU201", "repeated key", fields, change, True)


def again(
    code: str, name: str, field: str, new: Callable[[str], str] = str, also: Sequence[str] = ()
) -> Kind:
    """The value of the row above; that of the fields `also` comes with it."""

    def change(_: Row, before: Row) -> Mapping[str, str] | None:
        return {field: new(before[field]), **{f: before[f] for f in also}} if before else None

    return Kind(code, name, field, change)


def dangling(field: str, **more: str) -> Kind:
    """A reference without a target."""
    return cell("BRU205", DANGLING, field, "nobody-knows-this-one", **more)


def own(field: str, other: str, code: str, name: str) -> Kind:
    """A cell that repeats another one of its row."""
    return Kind(code, name, field, lambda row, _: {field: row[other]})


TYPE, MISSING, ENUM = "wrong type", "required value missing", "value not listed"
PATTERN, DATE, SPAN = "pattern", "impossible date", "reversed span"
DANGLING = "reference without target"
EMPTY_SPAN = Kind(
    "BRU401", SPAN, "span_start, span_end", lambda row, _: {"span_end": row["span_start"]}
)

KINDS: dict[str, list[Kind]] = {
    "sources": [
        cell("BRU102", ENUM, "kind", "gossip"),
        cell("BRU103", PATTERN, "language", "English"),
        cell("BRU110", "format", "url", "example.org/report"),
        cell("BRU106", "below the minimum", "document_chars", "0"),
        cell("BRU111", TYPE, "document_chars", "4,270"),
        cell("BRU301", DATE, "published", "2021-13-01"),
        cell("BRU101", MISSING, "title", ""),
        dangling("publisher"),
        again("BRU203", "repeated value", "document_sha256"),
    ],
    "actors": [
        cell("BRU102", ENUM, "kind", "firm"),
        cell("BRU103", PATTERN, "country", "by"),
        cell("BRU101", MISSING, "description", ""),
        dangling("part_of"),
        own("part_of", "actor_id", "BRU206", "part of itself"),
        *texts("description"),
        copied("actor_id"),
    ],
    "actor_names": [
        cell("BRU102", ENUM, "kind", "nickname"),
        dangling("source_id"),
        copied("actor_id, name, source_id"),
    ],
    "positions": [
        dangling("organisation"),
        cell("BRU202", "part of the key missing", "claim_id", ""),
        *texts("title"),
        copied("actor_id, title, claim_id"),
    ],
    "projects": [
        only(cell("BRU102", ENUM, "status", "dormant"), "status", "planned", "stalled"),
        dangling("sector"),
        cell("BRU302", "reversed interval", "time_period", "2023/2021"),
        cell("BRU301", DATE, "time_period", "spring of 2021"),
        cell("BRU101", MISSING, "name", ""),
        dangling("part_of"),
        own("part_of", "project_id", "BRU206", "part of itself"),
        *texts("description"),
        copied("project_id"),
    ],
    "project_participants": [
        cell("BRU102", ENUM, "role", "bystander"),
        copied("project_id, actor_id, role, claim_id"),
    ],
    "claims": [
        cell("BRU111", TYPE, "span_words", "many"),
        cell("BRU112", TYPE, "hedged", "yes"),
        cell("BRU102", ENUM, "kind", "rumour"),
        cell("BRU103", PATTERN, "span_sha256", lambda t: t[:40]),
        cell("BRU101", MISSING, "span_exact_sha256", ""),
        cell("BRU104", "too short", "statement", lambda t: f"No {t.split()[-1]}", hedged="false"),
        cell("BRU105", "too long", "statement", lambda t: t[:-1] + " and so on" * 60 + "."),
        cell("BRU106", "below the minimum", "span_start", "-5"),
        cell("BRU107", "above the maximum", "span_words", "61"),
        copied("claim_id", statement=lambda t: f"In another row, {t[0].lower()}{t[1:]}"),
        again("BRU203", "repeated value", "statement", also=["hedged"]),
        again("BRU408", "statement said before", "statement", str.swapcase, ["hedged"]),
        dangling("asserted_by"),
        EMPTY_SPAN,
        cell("BRU301", DATE, "time_period", "2021-02-30"),
        cell("BRU302", "reversed interval", "time_period", "2023/2021"),
        cell("BRU405", "time without a date", "time_inferred", "true", time_period=""),
        cell("BRU415", "no note", "note", "", time_inferred="true", time_period="2005"),
        cell("BRU407", "no full stop", "statement", lambda t: t[:-1]),
        noted(cell("BRU307", "error of a spreadsheet", "note", "#REF!")),
        noted(cell("BRU309", "formula", "note", "=1+2")),
        noted(cell("BRU310", "value in quotes", "note", '"Weekly review"')),
        cell("BRU009", "control character", "statement", lambda t: t.replace(" ", " \x07", 1))
        ._replace(field=""),  # told of the line, not of a cell
        *texts("statement"),
        cell("", "two lines, which is right", "note", lambda t: t.replace(" ", "\n", 1)),
    ],
    "claim_actors": [
        copied("claim_id, actor_id"),
        cell("BRU205", DANGLING, "actor_id", lambda t: t + "x")._replace(extra=True),
    ],
    "claim_projects": [
        copied("claim_id, project_id"),
        cell("BRU205", DANGLING, "project_id", lambda t: t + "x")._replace(extra=True),
    ],
    "figures": [
        only(kind, "qualifier", "about", "minimum", "exclusive_maximum")
        for kind in (
            cell("BRU113", TYPE, "obs_value", "12,5")._replace(also="BRU402"),
            cell("BRU107", "above the maximum", "unit_mult", "16"),
            cell("BRU102", ENUM, "obs_status", "X"),
            cell("BRU103", PATTERN, "ref_area", "Belarus"),
            cell("BRU301", DATE, "time_period", "2021-Q1"),
            cell("BRU402", "digits not as stated", "decimals", "7"),
            dangling("claim_id", project_id=""),
            cell("BRU403", "unit of another kind", "unit_measure",
                 lambda unit: "percent" if unit == "month" else "decade", unit_mult="0"),
            cell("BRU101", MISSING, "unit_mult", ""),
            copied("figure_id"),
        )
    ],
    "measures": [
        cell("BRU101", MISSING, "definition", ""),
        *texts("definition"),
        copied("measure_id"),
    ],
    "checks": [
        cell("BRU101", MISSING, "label", ""),
        *texts("label"),
    ],
    "check_terms": [],
    "claim_links": [
        cell("BRU102", ENUM, "relation", "denies"),
        dangling("other_claim_id"),
        own("other_claim_id", "claim_id", "BRU506", "linked to itself"),
        only(cell("BRU507", "relation of one document", "relation", "repeats"),
             "relation", "updates", "qualifies", "contradicts", "answers"),
        copied("claim_id, relation, other_claim_id"),
    ],
    "searches": [
        cell("BRU102", ENUM, "scope", "some"),
        copied("question_id, subject"),
    ],
    "citations": [
        dangling("outlet"),
        cell("BRU301", DATE, "cited_date", "2009-13"),
        copied("claim_id, position"),
    ],
    "open_questions": [
        cell("BRU101", MISSING, "question", ""),
        dangling("claim_id"),
        copied("question_id", question=lambda t: f"Once more: {t}"),
    ],
    "sectors": [],
    "units": [],
    "exclusions": [
        cell("BRU102", ENUM, "reason", "boring"),
        cell("BRU111", TYPE, "span_end", "1e3"),
        only(EMPTY_SPAN, "span_start", *map(str, range(1, 999))),
        copied("source_id, span_start"),
    ],
    "retired_ids": [],
}  # fmt: skip
