"""Faults that show when what is said in two places is compared: texts, ties, claims, figures."""

from __future__ import annotations

import re
from functools import partial

from bru.documents.mention import beginnings, keywords
from fault_kinds import Mutant, Mutants, Place, cell, cells, kind
from fault_kinds.wording import texts
from shipped import Shipped, line


@kind("BRU418")
def word_twice(shipped: Shipped) -> Mutants:
    """A word stands twice in a row."""
    for grid, field, row, text in texts(shipped):
        for match in [*re.finditer(r"(?<![\w-])[a-z]{2,}(?![\w-])", text)][row % 3 :: 3]:
            if match[0] not in ("had", "that"):
                value = f"{text[: match.end()]} {text[match.start() :]}"
                yield cell(shipped, grid, row, field, value, "BRU418")


@kind("BRU417")
def word_mistyped(shipped: Shipped) -> Mutants:
    """A long word that many others have as well lacks a letter, or two of its letters are swapped."""
    grid = shipped["claims"]
    statements = grid.column("statement")
    for row, text in enumerate(statements):
        for word in sorted({*re.findall(r"(?<![\w-])[a-z]{9,}(?![\w-])", text)}):
            if sum(word in other for other in statements) > 7:
                for slip in (word[:4] + word[5:], word[:3] + word[4] + word[3] + word[5:]):
                    if slip != word:
                        value = text.replace(word, slip)
                        yield cell(shipped, grid, row, "statement", value, "BRU417")


@kind("BRU419")
def participant_of_another_claim(shipped: Shipped) -> Mutants:
    """A participant is borne out by a claim about another project, or is somebody else."""
    grid = shipped["project_participants"]
    tied = {*shipped["claim_projects"].rows}
    known = {*shipped["claim_actors"].rows}
    for row in range(len(grid.rows)):
        record = grid.record(row)
        for claim in shipped["claims"].column("claim_id")[row % 9 :: 9]:
            if (claim, record["project_id"]) not in tied:
                place = Place("BRU419", grid.name, line(row), "project_id")
                files = partial(shipped.edit, grid.name, {(row, "claim_id"): claim})
                yield Mutant(files, (place,), f"{row} {claim}")
        for actor in shipped["actors"].column("actor_id")[row % 9 :: 9]:
            if (record["claim_id"], actor) not in known:
                yield cell(shipped, grid, row, "actor_id", actor, "BRU419")


@kind("BRU420")
def position_of_another_claim(shipped: Shipped) -> Mutants:
    """A position is borne out by a claim that has nothing to do with its holder."""
    grid, claims = shipped["positions"], shipped["claims"]
    tied = {*shipped["claim_actors"].rows}
    for row, actor in cells(grid, "actor_id"):
        for number, claim in [*cells(claims, "claim_id")][row % 9 :: 9]:
            if (claim, actor) not in tied and claims.cell(number, "asserted_by") != actor:
                place = Place("BRU420", grid.name, line(row), "actor_id")
                files = partial(shipped.edit, grid.name, {(row, "claim_id"): claim})
                yield Mutant(files, (place,), f"{row} {claim}")


def said(shipped: Shipped) -> dict[str, frozenset[str]]:
    """The beginnings of the words of each claim's statement and note."""
    claims = shipped["claims"]
    return {
        claim: frozenset(
            beginnings(claims.cell(n, "statement")) | beginnings(claims.cell(n, "note"))
        )
        for n, claim in cells(claims, "claim_id")
    }


@kind("BRU421")
def tied_to_another_actor(shipped: Shipped) -> Mutants:
    """A claim is tied to an actor that it does not name."""
    grid, words = shipped["claim_actors"], said(shipped)
    names: dict[str, list[str]] = {}
    for actor, name, *_ in (*shipped["actors"].rows, *shipped["actor_names"].rows):
        names.setdefault(actor, []).append(name)
    for row, claim in cells(grid, "claim_id"):
        for actor in [*names][row % 11 :: 11]:
            if not any(keywords(name) <= words[claim] for name in names[actor]):
                yield cell(shipped, grid, row, "actor_id", actor, "BRU421")


@kind("BRU422")
def tied_to_another_project(shipped: Shipped) -> Mutants:
    """A claim is tied to a project of which it has no word."""
    grid, words, projects = shipped["claim_projects"], said(shipped), shipped["projects"]
    for row, claim in cells(grid, "claim_id"):
        for number, project in [*cells(projects, "project_id")][row % 7 :: 7]:
            if keywords(projects.cell(number, "name")).isdisjoint(words[claim]):
                yield cell(shipped, grid, row, "project_id", project, "BRU422")


@kind("BRU423")
def hedge_lost(shipped: Shipped) -> Mutants:
    """A guess is marked as a fact, a fact as a guess, or a statement hedges where its claim does not."""
    grid = shipped["claims"]
    sure = re.compile(r"\b(likely|unlikely|probably|perhaps|uncertain|unclear|reportedly)\b")
    weak = re.compile(
        r"\b(can|could|would|may|might|possib|seem|appear|open|remain|if|doubt|look|depend|impl)",
        re.IGNORECASE,
    )
    for row, text in cells(grid, "statement"):
        if grid.cell(row, "kind") == "not_stated":
            continue
        if grid.cell(row, "hedged") == "false":
            if not weak.search(text) and not sure.search(text) and "suspi" not in text:
                for word in ("likely", "perhaps", "reportedly"):
                    value = re.sub(" ", f" {word} ", text, count=1)
                    yield cell(shipped, grid, row, "statement", value, "BRU423", at="hedged")
        elif sure.search(text):
            yield cell(shipped, grid, row, "hedged", "false", "BRU423")


@kind("BRU424")
def time_called_stated(shipped: Shipped) -> Mutants:
    """A time that was worked out, as its note says, is called stated, or the other way round."""
    grid = shipped["claims"]
    for row, note in cells(grid, "note"):
        inferred = grid.cell(row, "time_inferred")
        if grid.cell(row, "time_period"):
            other = "false" if inferred == "true" else "true"
            yield cell(shipped, grid, row, "time_inferred", other, "BRU424")
            if inferred == "true":
                yield cell(shipped, grid, row, "note", "The year.", "BRU424", at="time_inferred")
            else:
                value = f"{note} The year was worked out from the date."
                yield cell(shipped, grid, row, "note", value, "BRU424", at="time_inferred")
