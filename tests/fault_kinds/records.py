"""Records renamed, added and deleted so that nothing is wrong: none may be reported."""

from __future__ import annotations

from functools import partial

from fault_kinds import Mutant, Mutants, harmless
from fault_kinds.key import references
from fault_kinds.variation import settled
from shipped import Files, Shipped


@harmless
def id_renamed(shipped: Shipped) -> Mutants:
    """An ID is another one, wherever it stands."""
    for name in ("actors", "projects", "claims", "figures", "measures", "checks"):
        grid = shipped[name]
        for row, key in enumerate(grid.column(grid.key[0])):
            new = f"{'0' if row % 2 else 'zz'}-{key}"[:80].rstrip("-")
            yield Mutant(partial(renamed, shipped, name, key, new), (), f"{name} {key}")


def renamed(shipped: Shipped, name: str, old: str, new: str) -> Files:
    """All tables with an ID replaced."""
    rows: dict[str, list[tuple[str, ...]]] = {}
    own = (shipped[name], shipped[name].key[0], shipped[name], "")
    for grid, field, target, _ in (own, *references(shipped)):
        if target.name == name:
            at = grid.at(field)
            known = rows.get(grid.name, [*grid.rows])
            rows[grid.name] = [
                (*r[:at], new if r[at] == old else r[at], *r[at + 1 :]) for r in known
            ]
    files: dict[str, bytes | None] = {}
    for table, found in rows.items():
        if found != [*shipped[table].rows]:
            files |= shipped.put(shipped[table], found)
    return shipped.settled(files)


@harmless
def row_deleted(shipped: Shipped) -> Mutants:
    """A record that nothing depends on is deleted."""
    for name in ("claim_links", "project_participants", "claim_actors", "checks"):
        grid = shipped[name]
        for row, record in enumerate(grid.rows):
            if name == "claim_actors" and not spare(shipped, record):
                continue
            files: dict[str, bytes | None] = dict(shipped.drop(name, [row]))
            if name == "project_participants" and not needless(shipped, record[1]):
                continue
            if name == "checks":
                terms = [n for n, r in enumerate(shipped["check_terms"].rows) if r[0] == record[0]]
                files |= shipped.drop("check_terms", terms)
            yield settled(shipped, files, f"{name} {row}")


def needless(shipped: Shipped, actor: str) -> bool:
    """Whether an actor is tied to a claim as well."""
    return actor in shipped["claim_actors"].column("actor_id")


def spare(shipped: Shipped, record: tuple[str, ...]) -> bool:
    """Whether claim and actor of a record are tied to others as well."""
    grid = shipped["claim_actors"]
    return all(grid.column(f).count(v) > 1 for f, v in zip(grid.header, record, strict=True))


@harmless
def row_added(shipped: Shipped) -> Mutants:
    """An actor, project or claim is added and tied to what is there."""
    claims = shipped["claims"]
    names = ("Hafenbetriebe Musterstadt", "Ålands Bank", "Zhang Wei", "Ó Briain & Söhne", "ACME")
    for row, claim in enumerate(claims.column("claim_id")):
        record = claims.record(row)
        if row % 3 == 0:
            name = f"{names[row % 5]} {row}"
            one = (f"new-actor-{row}", name, "company", ("", "DE")[row % 2], "", "Added.")
            files = {
                **shipped.insert("actors", 0, one),
                **shipped.insert("claim_actors", 0, (claim, one[0])),
            }
        elif row % 3 == 1:
            plan = (f"new-project-{row}", f"Canal {row}", "plan", "canals", "planned", "", "", "A.")
            files = {
                **shipped.insert("projects", 0, plan),
                **shipped.insert("claim_projects", 0, (claim, plan[0])),
            }
        else:
            own = f"new-claim-{row}"
            said = {
                "claim_id": own,
                "statement": f"Quite another thing is meant, say {row} people.",
            }
            plain = {"hedged": record["hedged"], "kind": "evaluation", "note": "A second reading."}
            new = tuple({**record, **said, **plain}.values())
            files = {
                **shipped.insert("claims", 0, new),
                **shipped.insert("claim_actors", 0, (own, "belarus")),
            }
        yield settled(shipped, files, f"{('actors', 'projects', 'claims')[row % 3]} {row}")


@harmless
def id_retired(shipped: Shipped) -> Mutants:
    """An ID that was given up is listed with its successor."""
    for row, actor in enumerate(shipped["actors"].column("actor_id")):
        reason = ("merged", "split", "moved", "retracted")[row % 4]
        new = actor if reason == "merged" else ""
        record = ("actors", f"{actor}-of-old", new, "0.1.0", reason)
        yield settled(shipped, shipped.insert("retired_ids", 0, record), f"{reason} {actor}")
