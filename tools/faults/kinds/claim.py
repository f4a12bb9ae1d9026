"""Faults of claims, and of what they are about."""

from __future__ import annotations

import re
from functools import partial

from bru.claims.prose.countries import countries
from tools.faults.kinds import Mutant, Mutants, Place, cell, cells, kind
from tools.faults.kinds.key import references
from tools.shipped import Files, Shipped, line

SPAN = "span_start, span_end"


@kind("BRU401")
def span_reversed(shipped: Shipped) -> Mutants:
    """A span ends where it starts, or before."""
    for name in ("claims", "exclusions"):
        grid = shipped[name]
        for row in range(len(grid.rows)):
            start, end = grid.cell(row, "span_start"), grid.cell(row, "span_end")
            for new in {start, str(max(1, int(start) - 7)), end[:1]}:
                if 0 < int(new) <= int(start):
                    edit = partial(shipped.edit, name, {(row, "span_end"): new})
                    yield Mutant(edit, (Place("BRU401", name, line(row), SPAN),), f"{name} {row}")
            swapped = {(row, "span_start"): end, (row, "span_end"): start}
            if int(start):
                place = Place("BRU401", name, line(row), SPAN)
                yield Mutant(partial(shipped.edit, name, swapped), (place,), f"{name} {row}")


@kind("BRU404")
def claim_about_nothing(shipped: Shipped) -> Mutants:
    """A claim loses its ties, although its statement names an actor.

    Neither the speaker counts nor what stands behind his name to say who he is.
    """
    grid, actors = shipped["claims"], shipped["actors"]
    called = dict(zip(*map(actors.column, ("actor_id", "name")), strict=True))
    proper = {actor: name for actor, name in called.items() if name.istitle()}
    ties: dict[str, dict[str, list[int]]] = {}
    for name in ("claim_actors", "claim_projects"):
        for number, claim in cells(shipped[name], "claim_id"):
            ties.setdefault(claim, {}).setdefault(name, []).append(number)
    for row, claim in enumerate(grid.column("claim_id")):
        text, speaker = grid.cell(row, "statement"), called.get(grid.cell(row, "asserted_by"), "")
        if speaker:
            text = re.sub(rf"{re.escape(speaker)}(?: of [^,]*?(?= said)|, [^,]*,)", "", text)
        others = (name for name in proper.values() if name != speaker)
        named = any(re.search(rf"\b{re.escape(n)}\b", text) for n in others)
        if not named or claim not in ties:
            continue

        def files(tied: dict[str, list[int]] = ties[claim]) -> Files:
            found: dict[str, bytes | None] = {}
            for name, numbers in tied.items():
                found |= shipped.drop(name, numbers)
            return found

        yield Mutant(files, (Place("BRU404", "claims", line(row), "claim_id"),), claim)


@kind("BRU407")
def not_one_sentence(shipped: Shipped) -> Mutants:
    """A statement is two sentences, a question, or none."""
    grid = shipped["claims"]
    for row, text in cells(grid, "statement"):
        small = text[0].lower() + text[1:]
        ends = (text[:-1], text[:-1] + "?", text[:-1] + "!", text[:-1] + ",", text + " And")
        twice = (f"{text} It is so.", f"{text} Others deny it.", f"Is it so? {text}")
        for value in (*ends, *twice, *((small,) if small != text else ())):
            yield cell(shipped, grid, row, "statement", value, "BRU407")


@kind("BRU408")
def statement_repeated(shipped: Shipped) -> Mutants:
    """A statement is another one with other capitals, punctuation or dashes."""
    grid = shipped["claims"]
    texts = grid.column("statement")
    for row in range(len(texts)):
        for other in {row - 1, (row * 11 + 5) % len(texts)} - {row, -1}:
            text = texts[other]
            new = (text.replace(",", ""), text.upper(), text.replace(" ", ", ", 1), f"{text}.")
            for value in {*new} - {text}:
                place = Place("BRU408", "claims", line(max(row, other)), "statement")
                files = partial(shipped.edit, "claims", {(row, "statement"): value})
                yield Mutant(files, (place,), f"{row} {value[:40]}")


@kind("BRU410")
def organisation_emptied(shipped: Shipped) -> Mutants:
    """A position names a body or country and has no organisation."""
    grid = shipped["positions"]
    actors = shipped["actors"]
    names = dict(zip(actors.column("actor_id"), actors.column("name"), strict=True))
    for row, body in cells(grid, "organisation"):
        title = grid.cell(row, "title")
        if names[body] in title or countries(title):
            yield cell(shipped, grid, row, "organisation", "", "BRU410")
    for row, text in cells(grid, "title"):
        if not grid.cell(row, "organisation"):
            every = "Belarus", "Russia", "the Union State", "Rosatom", "Integral"
            for body in (b for b in every if b.removeprefix("the ") in names.values()):
                value = f"{text} of {body}"
                yield cell(shipped, grid, row, "title", value, "BRU410", at="organisation")


@kind("BRU411")
def actor_unused(shipped: Shipped) -> Mutants:
    """An actor is added or left that nothing refers to."""
    grid = shipped["actors"]
    names = ("Gustav Nowhere", "Harbour Authority of Nowhere", "Zebra Works")
    for row, actor in enumerate(grid.column("actor_id")):
        for name in names:
            record = (f"{actor}-x", f"{name} {row}", "organisation", "", "", "Nobody knows it.")
            place = Place("BRU411", "actors", line(row + 1), "actor_id")
            yield Mutant(partial(shipped.insert, "actors", row + 1, record), (place,), actor)


@kind("BRU411")
def actor_cut_off(shipped: Shipped) -> Mutants:
    """All that refers to an actor is deleted."""
    for row, actor in enumerate(shipped["actors"].column("actor_id")):
        files = partial(unlinked, shipped, "actors", actor)
        yield Mutant(files, (Place("BRU411", "actors", line(row), "actor_id"),), actor)


@kind("BRU412")
def project_cut_off(shipped: Shipped) -> Mutants:
    """All that refers to a project is deleted."""
    for row, project in enumerate(shipped["projects"].column("project_id")):
        files = partial(unlinked, shipped, "projects", project)
        yield Mutant(files, (Place("BRU412", "projects", line(row), "project_id"),), project)


def unlinked(shipped: Shipped, target: str, key: str) -> Files:
    """The tables without references to a key: optional ones emptied, other rows deleted."""
    files: dict[str, bytes | None] = {}
    changed: dict[str, list[tuple[str, ...]]] = {}
    for grid, field, to, _ in references(shipped):
        if to.name != target:
            continue
        at = grid.at(field)
        optional = not next(f for f in grid.fields if f.name == field).required
        rows = changed.get(grid.name, [*grid.rows])
        if optional:
            rows = [(*r[:at], "" if r[at] == key else r[at], *r[at + 1 :]) for r in rows]
        elif grid.name != "actor_names":
            rows = [r for r in rows if r[at] != key]
        changed[grid.name] = rows
    for name, rows in changed.items():
        if rows != [*shipped[name].rows]:
            files |= shipped.put(shipped[name], rows)
    return files


@kind("BRU412")
def project_unused(shipped: Shipped) -> Mutants:
    """A project is added that no claim is about."""
    grid = shipped["projects"]
    for row, project in enumerate(grid.column("project_id")):
        record = dict(grid.record(row), project_id=f"{project}-x", name=f"Canal number {row}")
        place = Place("BRU412", "projects", line(row + 1), "project_id")
        files = partial(shipped.insert, "projects", row + 1, tuple(record.values()))
        yield Mutant(files, (place,), project)


@kind("BRU413")
def actor_twice(shipped: Shipped) -> Mutants:
    """An actor is there a second time, in another spelling."""
    grid = shipped["actors"]
    claim = shipped["claims"].cell(0, "claim_id")
    for row, text in cells(grid, "name"):
        swaps = (("o", "a"), ("e", "ie"), ("l", "ll"), ("i", "y"), ("a", "á"), ("s", "ss"))
        for old, new in swaps:
            if old in text and len(text) > 6:
                own = f"{grid.cell(row, 'actor_id')}-x"
                record = dict(grid.record(row), actor_id=own, name=text.replace(old, new, 1))
                files = partial(with_actor, shipped, row + 1, tuple(record.values()), claim)
                place = Place("BRU413", "actors", line(row + 1), "name")
                yield Mutant(files, (place,), record["name"])


def with_actor(shipped: Shipped, at: int, record: tuple[str, ...], claim: str) -> Files:
    """An actor added and tied to a claim."""
    tied = shipped.insert("claim_actors", 0, (claim, record[0], "mentioned"))
    return {**shipped.insert("actors", at, record), **tied}


@kind("BRU442")
def event_without_type(shipped: Shipped) -> Mutants:
    """An event has no type, or what is no event has one."""
    grid = shipped["claims"]
    for row, own in cells(grid, "kind"):
        if own == "event":
            yield cell(shipped, grid, row, "event_type", "", "BRU442")
        elif own != "commitment":
            for value in ("visit", "signing"):
                yield cell(shipped, grid, row, "event_type", value, "BRU442")


@kind("BRU443")
def place_that_is_none(shipped: Shipped) -> Mutants:
    """Somebody is tied to a claim as the place where it happened."""
    grid, actors = shipped["claim_actors"], shipped["actors"]
    kinds = dict(zip(actors.column("actor_id"), actors.column("kind"), strict=True))
    for row, actor in cells(grid, "actor_id"):
        if kinds[actor] not in ("place", "region", "country"):
            yield cell(shipped, grid, row, "role", "place", "BRU443")


@kind("BRU444")
def speaker_tied(shipped: Shipped) -> Mutants:
    """A claim is tied to its speaker, and is not about him."""
    grid, claims = shipped["claim_actors"], shipped["claims"]
    known = {row[:2] for row in grid.rows}
    names = dict(zip(*(shipped["actors"].column(f) for f in ("actor_id", "name")), strict=True))
    pronoun = re.compile(r"\b(he|his|him|she|her|they|them|their|it|its|we|us|our)\b")
    for row, speaker in cells(claims, "asserted_by"):
        opening, comma, rest = claims.cell(row, "statement").partition(", ")
        own = claims.cell(row, "claim_id")
        last = names[speaker].split()[-1][:4]
        meant = re.search(r'"(?:we|us|ours?|I|me|my)"', claims.cell(row, "note"), re.I)
        named = pronoun.search(rest) or last in rest or (own, speaker) in known or meant
        if comma and opening.startswith("According to ") and not named:
            files = partial(shipped.insert, "claim_actors", 0, (own, speaker, "subject"))
            yield Mutant(files, (Place("BRU444", "claim_actors", line(0), "actor_id"),), own)


@kind("BRU445")
def status_without_date(shipped: Shipped) -> Mutants:
    """The status of a project has lost its date, or an unknown one has got one."""
    grid = shipped["projects"]
    for row, since in enumerate(grid.column("status_as_of")):
        value = "" if since else "2023-05-04"
        yield cell(shipped, grid, row, "status_as_of", value, "BRU445")


@kind("BRU446")
def wrongly_from_elsewhere(shipped: Shipped) -> Mutants:
    """A source has a field from elsewhere that is empty, or that there is not."""
    grid = shipped["sources"]
    for row, names in enumerate(grid.column("from_elsewhere")):
        for more in ("editor", "titel", "publication"):
            value = f"{names} {more}".strip()
            yield cell(shipped, grid, row, "from_elsewhere", value, "BRU446")
        for name in ("author", "url", "publisher"):
            if not grid.cell(row, name):
                value = f"{names} {name}".strip()
                yield cell(shipped, grid, row, "from_elsewhere", value, "BRU446")


@kind("BRU447")
def utterance_of_nobody(shipped: Shipped) -> Mutants:
    """A claim in the document's own voice has the date of an utterance."""
    grid = shipped["claims"]
    for row, speaker in enumerate(grid.column("asserted_by")):
        if not speaker:
            yield cell(shipped, grid, row, "stated_at", "2023-05", "BRU447")
        elif grid.cell(row, "stated_at"):
            yield cell(shipped, grid, row, "asserted_by", "", "BRU447", at="stated_at")


@kind("BRU448")
def question_of_another_document(shipped: Shipped) -> Mutants:
    """An open question is raised by a claim of another document."""
    grid, claims = shipped["open_questions"], shipped["claims"]
    sources = dict(zip(claims.column("claim_id"), claims.column("source_id"), strict=True))
    for row, source in cells(grid, "source_id"):
        for claim in [*sources][row::60]:
            if sources[claim] != source:
                yield cell(shipped, grid, row, "claim_id", claim, "BRU448")
