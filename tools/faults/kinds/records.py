"""Records renamed, added and deleted so that nothing is wrong: none may be reported."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from bru.releases.published import IDS, number, read
from bru.releases.redirects import TABLE, Retired
from tools.faults.kinds import Mutant, Mutants, harmless
from tools.faults.kinds.key import references
from tools.faults.kinds.variation import settled
from tools.memory import Memory
from tools.shipped import Files, Record, Shipped, line

WITH_IDS = ("actors", "projects", "claims", "figures", "measures", "checks")


@harmless
def id_renamed(shipped: Shipped) -> Mutants:
    """An ID is another one, wherever it stands, and the old one is retired if it was published."""
    there = {(one.table, one.id) for one in read(Memory(shipped.files))[0].ids}
    for name in WITH_IDS:
        grid = shipped[name]
        for row, key in enumerate(grid.column(grid.key[0])):
            new = renewed(key, row)
            told = Retired(name, key, new, coming(shipped), "moved")
            lines = [told] if (name, key) in there else []
            files = partial(renamed, shipped, name, key, new, *lines)
            yield Mutant(files, (), f"{name} {key}")


def renewed(key: str, row: int) -> str:
    """Another ID, which stands elsewhere in the order."""
    return f"{'0' if row % 2 else 'zz'}-{key}"[:80].rstrip("-")


def coming(shipped: Shipped) -> str:
    """The version of the next release."""
    major, minor, patch = number(str(shipped.package.version))
    return f"{major}.{minor}.{patch + 1}"


def retired(shipped: Shipped, *lines: Retired) -> Files:
    """The list of retired IDs with more lines."""
    return shipped.insert(TABLE, 0, *in_columns(shipped, lines))


def in_columns(shipped: Shipped, lines: Iterable[Retired]) -> list[Record]:
    """Lines about retired IDs as records of their table."""
    return [tuple(getattr(told, name) for name in shipped[TABLE].header) for told in lines]


def retired_at(shipped: Shipped, *lines: Retired) -> list[int]:
    """The lines of the list of retired IDs where more of them stand, all in order."""
    grid = shipped[TABLE]
    every = grid._replace(rows=(*grid.rows, *in_columns(shipped, lines))).sorted()
    return [line(every.find(table=told.table, old_id=told.old_id)) for told in lines]


def published(shipped: Shipped, *lines: Record) -> Files:
    """The list of what was ever published with more lines."""
    more = "".join(f"{','.join(line)}\n" for line in lines)
    return {IDS: (shipped.files[IDS] or b"") + more.encode()}


def renamed(shipped: Shipped, name: str, old: str, new: str, *lines: Retired) -> Files:
    """All tables with an ID replaced, and lines about it among the retired IDs."""
    rows: dict[str, list[tuple[str, ...]]] = {}
    own = (shipped[name], shipped[name].key[0], shipped[name], "")
    for grid, field, target, _ in (own, *references(shipped)):
        if target.name == name:
            at = grid.at(field)
            known = rows.get(grid.name, [*grid.rows])
            rows[grid.name] = [
                (*r[:at], new if r[at] == old else r[at], *r[at + 1 :]) for r in known
            ]
    files: dict[str, bytes | None] = dict(retired(shipped, *lines) if lines else {})
    for table, found in rows.items():
        if found != [*shipped[table].rows]:
            files |= shipped.put(shipped[table], found)
    return shipped.settled(files)


@harmless
def row_deleted(shipped: Shipped) -> Mutants:
    """A record that nothing depends on is deleted, its ID retired."""
    for name in ("claim_links", "project_participants", "claim_actors", "checks"):
        grid = shipped[name]
        for row, record in enumerate(grid.rows):
            if name == "claim_actors" and not spare(shipped, record):
                continue
            files: dict[str, bytes | None] = dict(shipped.drop(name, [row]))
            if name == "project_participants" and not needless(shipped, record):
                continue
            if name == "checks":
                terms = [n for n, r in enumerate(shipped["check_terms"].rows) if r[0] == record[0]]
                told = Retired(name, record[0], "", coming(shipped), "retracted")
                files |= {**shipped.drop("check_terms", terms), **retired(shipped, told)}
            yield settled(shipped, files, f"{name} {row}")


def needless(shipped: Shipped, record: Record) -> bool:
    """Whether a participant is tied to a claim as well, and no check counts it."""
    project, actor, role, _ = record
    terms = shipped["check_terms"]
    counted = zip(terms.column("count_parts_of"), terms.column("count_role"), strict=True)
    return actor in shipped["claim_actors"].column("actor_id") and (project, role) not in counted


def spare(shipped: Shipped, record: tuple[str, ...]) -> bool:
    """Whether claim and actor of a record are tied to others as well, and nothing rests on it."""
    grid = shipped["claim_actors"]
    resting = (shipped["project_participants"], shipped["positions"])
    return all(grid.column(f).count(v) > 1 for f, v in zip(grid.header, record, strict=True)) and (
        not any({*record} <= {*row} for other in resting for row in other.rows)
    )


@harmless
def row_added(shipped: Shipped) -> Mutants:
    """An actor or project is added that the note of a claim names, or a claim about an actor."""
    for row, claim in enumerate(shipped["claims"].column("claim_id")):
        add = (actor_added, project_added, claim_added)[row % 3]
        yield settled(shipped, add(shipped, row, claim), f"{add.__name__} {row}")


def noted(shipped: Shipped, row: int, name: str) -> Files:
    """The claims, one of them with a note that names something."""
    note = shipped["claims"].cell(row, "note")
    return shipped.edit("claims", {(row, "note"): f"{note} {name} is meant as well.".strip()})


def actor_added(shipped: Shipped, row: int, claim: str) -> Files:
    """An actor that a claim's note names, by a word that every document has."""
    name = f"{('Harbour', 'Bridge', 'Paper', 'Trading', 'River')[row % 5]} Technology {row}"
    country, text = (("", "Added."), ("DE", "Added; of Germany."))[row % 2]
    one = (f"new-actor-{row}", name, "company", country, "", text)
    tied = shipped.insert("claim_actors", 0, (claim, one[0], "mentioned"))
    return {**noted(shipped, row, name), **shipped.insert("actors", 0, one), **tied}


def project_added(shipped: Shipped, row: int, claim: str) -> Files:
    """A project that a claim's note names."""
    head = (f"new-project-{row}", f"Canal {row}", "plan", "", "unknown")
    plan = (*head, "", "", "", "", "Added.")
    tied = shipped.insert("claim_projects", 0, (claim, plan[0]))
    return {**noted(shipped, row, plan[1]), **shipped.insert("projects", 0, plan), **tied}


def claim_added(shipped: Shipped, row: int, claim: str) -> Files:
    """Another claim of the same passage, about an actor of the same document."""
    record, actors = shipped["claims"].record(row), shipped["actors"]
    source = {claim: source for claim, source, *_ in shipped["claims"].rows}
    ties = [r for r in shipped["claim_actors"].rows if source[r[0]] == record["source_id"]]
    actor = actors.record(actors.find(actor_id=ties[row % len(ties)][1]))
    verb = "may be" if record["hedged"] == "true" else "is"
    inferred = record["time_inferred"] == "true"
    record |= {
        "claim_id": f"new-claim-{row}",
        "statement": f"This {verb} about {actor['name']} as well.",
        "kind": "evaluation",
        "event_type": "",
        "note": f"{actor['name']} is meant{'; the year was worked out' * inferred}.",
    }
    tie = (record["claim_id"], actor["actor_id"], "mentioned")
    tied = shipped.insert("claim_actors", 0, tie)
    return {**shipped.insert("claims", 0, tuple(record.values())), **tied}


@harmless
def id_retired(shipped: Shipped) -> Mutants:
    """A published ID that was given up is listed, with its successor in any table or without."""
    projects = shipped["projects"].column("project_id")
    for row, actor in enumerate(shipped["actors"].column("actor_id")):
        reason = ("merged", "split", "moved", "retracted")[row % 4]
        old, to = f"{actor}-of-old"[:80], projects[row % len(projects)]
        new, table = {"merged": (actor, ""), "moved": (to, "projects")}.get(reason, ("", ""))
        told = Retired("actors", old, new, coming(shipped), reason, table)
        files = {
            **published(shipped, ("actors", old, str(shipped.package.version), "")),
            **retired(shipped, told),
        }
        yield settled(shipped, files, f"{reason} {actor}")
