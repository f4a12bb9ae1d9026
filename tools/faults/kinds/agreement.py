"""Faults that show when what is said in two places is compared: texts, ties, claims, figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

from bru.claims.documents.mention import beginnings, keywords
from bru.claims.prose.numerals import numerals
from tools.faults.kinds import Mutant, Mutants, Place, cell, cells, kind
from tools.faults.kinds.wording import texts
from tools.shipped import Shipped, line


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
    known = {row[:2] for row in shipped["claim_actors"].rows}
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
    tied = {row[:2] for row in shipped["claim_actors"].rows}
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
    """A claim is tied to an actor of whose names it has no word."""
    grid, words = shipped["claim_actors"], said(shipped)
    names: dict[str, list[str]] = {}
    for actor, name, *_ in (*shipped["actors"].rows, *shipped["actor_names"].rows):
        names.setdefault(actor, []).append(name)
    for row, claim in cells(grid, "claim_id"):
        for actor in [*names][row % 11 :: 11]:
            if all(keywords(name).isdisjoint(words[claim]) for name in names[actor]):
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
    sure = re.compile(r"\b(likely|unlikely|probably|perhaps|uncertain|reportedly)\b")
    weak = re.compile(
        r"\b(can|could|would|may|might|possib|seem|appear|open|remain|if|doubt|look|depend|impl)",
        re.IGNORECASE,
    )
    for row, text in cells(grid, "statement"):
        if grid.cell(row, "hedged") == "false":
            if not weak.search(text) and not sure.search(text) and "suspi" not in text:
                second = text.split()[1]
                if second[0].isdecimal() or numerals("en").begins(second):
                    continue  # it would be of the number
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


@kind("BRU425")
def according_to_another(shipped: Shipped) -> Mutants:
    """A statement is according to somebody, and its speaker is somebody else or nobody."""
    grid, actors = shipped["claims"], shipped["actors"]
    names = dict(zip(actors.column("actor_id"), actors.column("name"), strict=True))
    for row, text in cells(grid, "statement"):
        speaker = grid.cell(row, "asserted_by")
        opening = text.partition(",")[0] if text.startswith("According to ") else ""
        if speaker and names[speaker] in opening:
            yield cell(shipped, grid, row, "asserted_by", "", "BRU425")
            for actor in [*names][row % 5 :: 5]:
                if apart(names[actor], opening):
                    yield cell(shipped, grid, row, "asserted_by", actor, "BRU425")
        elif not opening:
            for name in [*names.values()][row % 11 :: 11]:
                if apart(names.get(speaker, "?"), name) and "," not in name:
                    value = f"According to {name}, {text[0].lower()}{text[1:]}"
                    where = {"at": "asserted_by"}
                    yield cell(shipped, grid, row, "statement", value, "BRU425", **where)


def apart(one: str, other: str) -> bool:
    """Whether two names have no word in common, nor words that begin alike."""
    return not keywords(one) & keywords(other)


AHEAD = re.compile(
    r"\b(will|would|ma[yk]|might|could|can|shall|should|go(es|ing)?|expect\w*|likely|uncertain\w*|"
    r"futur\w*|to|remain\w*|threat\w*|possib\w*|plan\w*|next|soon|agree\w*|promis\w*|commit\w*|"
    r"pledg\w*|must|meant|order\w*|oblig\w*|undert\w*)\b"
)


ASKED = re.compile(r"\b(what|whether|who|which|how|if|that)\b")


@kind("BRU427")
def kind_of_another_claim(shipped: Shipped) -> Mutants:
    """A claim is called a forecast or statistic, and its statement is none; or it foretells."""
    grid, counted = shipped["claims"], {*shipped["figures"].column("claim_id")}
    for row, text in cells(grid, "statement"):
        own = grid.cell(row, "kind")
        if grid.cell(row, "claim_id") not in counted and own != "statistic":
            yield cell(shipped, grid, row, "kind", "statistic", "BRU427")
        if own != "forecast" and not AHEAD.search(text):
            yield cell(shipped, grid, row, "kind", "forecast", "BRU427")
        if grid.cell(row, "hedged") == "false" and own in ("evaluation", "background"):
            for old, new in (
                (" is ", " will be "),
                (" are ", " will be "),
                (" has ", " will have "),
            ):
                if old in text and not ASKED.search(text):
                    value = text.replace(old, new, 1)
                    yield cell(shipped, grid, row, "statement", value, "BRU427", at="kind")


@kind("BRU428")
def country_of_another(shipped: Shipped) -> Mutants:
    """An actor has the code of a country that is not its own, or none although its name has one."""
    grid = shipped["actors"]
    known = {r[3]: r[1] for r in grid.rows if r[grid.at("kind")] == "country" and r[3]}
    others = {row[0] for row in (*shipped["actor_names"].rows, *shipped["positions"].rows)}
    for row, code in cells(grid, "country"):
        record = grid.record(row)
        texts = f"{record['name']} {record['description']}"
        named = [c for c, name in known.items() if name[:4] in texts]
        if record["kind"] == "country" or record["actor_id"] in others or code not in named:
            continue
        for other in {*known, "DE", "PL", "KZ", "LT"} - {*named}:
            if not record["name"].startswith(other):
                yield cell(shipped, grid, row, "country", other, "BRU428")
        in_name = [c for c, name in known.items() if name[:6] in record["name"]]
        if in_name == [code] and record["kind"] != "person":
            yield cell(shipped, grid, row, "country", "", "BRU428")


@kind("BRU429")
def capital_gained_or_lost(shipped: Shipped) -> Mutants:
    """A name within a sentence lacks its capital, or a common word has one."""
    found = [place for place in texts(shipped) if place[0].name != "searches"]
    sentences = [text for *_, text in found if text.endswith(".")]
    cells = (cell for grid in shipped.grids.values() for row in grid.rows for cell in row)
    every = {word for cell in cells for word in re.findall(r"[^\W\d_]+", cell)}
    counts = Counter(word for text in sentences for word in {m[0] for m in within(text)})
    for grid, field, row, text in found:
        for match in within(text) if text.endswith(".") else ():
            word = match[0]
            other = word[0].swapcase() + word[1:]
            if counts[word] > (15 if word[0].isupper() else 5) and other not in every:
                value = text[: match.start()] + other + text[match.end() :]
                yield cell(shipped, grid, row, field, value, "BRU429")


def within(sentence: str) -> Iterator[re.Match[str]]:
    """The words of a sentence that have words in small letters beside them."""
    for match in re.finditer(r"(?<= )[A-Za-z][a-z]{3,}(?=,? [a-z]|\.$)", sentence):
        if re.fullmatch(r"[a-z]+", sentence[: match.start() - 1].split(" ")[-1]):
            yield match
