"""FollowTheMoney entities, as JSON lines: actors, projects, participation, offices, documents.

Its dates are years, months or days: of an EDTF date that is none of these nothing is said.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bru.claims.export.facts import Facts, Record
from bru.export.content import Content

ACTORS = {
    "person": "Person",
    "government": "PublicBody",
    "public_body": "PublicBody",
    "company": "Company",
    "international_organisation": "Organization",
    "media": "Organization",
    "think_tank": "Organization",
    "organisation": "Organization",
}
ANY_ACTOR = "LegalEntity"  # a country, a region, a group
ORGANISATIONS = ("PublicBody", "Company", "Organization")
# A capital may stand for its country; an office that stands for whoever holds it is no name.
NAMES = {"variant": "alias", "abbreviation": "abbreviation", "metonym": "weakAlias"}
LANGUAGES = {"be": "bel", "de": "deu", "en": "eng", "pl": "pol", "ru": "rus", "uk": "ukr"}
DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
Entity = dict[str, Any]


def files(content: Content) -> dict[str, bytes]:
    """One entity a line. Raises ValueError for a package without actors."""
    lines = (json.dumps(x, ensure_ascii=False) for x in entities(Facts(content, "ftm")))
    return {f"{content.name}.ftm.json": "".join(f"{line}\n" for line in lines).encode()}


def entities(facts: Facts) -> Iterator[Entity]:
    """All entities; each claim's document is the proof of what only that claim says."""
    actors = {x["actor_id"]: x for x in facts["actors"]}
    proof = {x["claim_id"]: key("source", x["source_id"]) for x in facts["claims"]}
    for source in facts["sources"]:
        yield document(source, actors)
    names = facts.by("actor_names", "actor_id")
    for actor in facts["actors"]:
        yield somebody(actor, names.get(actor["actor_id"], []))
        yield from part_of("actor", actor)
    sectors = {x["sector_id"]: x["name"] for x in facts["sectors"]}
    for project in facts["projects"]:
        yield undertaking(project, sectors)
        yield from part_of("project", project)
    for x in facts["project_participants"]:
        yield entity(
            "ProjectParticipant",
            key("participant", x["project_id"], x["actor_id"], x["role"], x["claim_id"]),
            project=key("project", x["project_id"]),
            participant=key("actor", x["actor_id"]),
            role=x["role"],
            summary="told as uncertain" if x["claim_id"] in facts.hedged else None,
            proof=proof[x["claim_id"]],
        )
    posts = (post(x, actors) for x in facts["positions"])
    yield from {x["id"]: x for x in posts}.values()
    for x in facts["positions"]:
        yield entity(
            "Occupancy",
            key("occupancy", x["actor_id"], x["title"], x["claim_id"]),
            holder=key("actor", x["actor_id"]),
            post=post(x, actors)["id"],
            proof=proof[x["claim_id"]],
        )


def key(kind: str, *parts: str | None) -> str:
    """The ID of an entity; "" for none."""
    slugs = [re.sub(r"[^\w.]+", "-", part.lower()).strip("-") for part in parts if part]
    return "-".join(["bru", kind, *slugs]) if slugs else ""


def entity(schema: str, identifier: str, **properties: Any) -> Entity:
    """An entity with the properties that have a value, each as a list."""
    lists = {n: v if isinstance(v, list) else [v] for n, v in properties.items() if v}
    return {"id": identifier, "schema": schema, "properties": lists}


def document(source: Record, actors: Mapping[str, Record]) -> Entity:
    """A source."""
    published = source["published"] or ""
    return entity(
        "Article",
        key("source", source["source_id"]),
        fileName=source["source_id"],
        title=source["title"],
        author=source["author"],
        publisher=actors[source["publisher"]]["name"] if source["publisher"] else None,
        publishedAt=published if DATE.fullmatch(published) else None,
        language=LANGUAGES.get(source["language"].partition("-")[0]),
        sourceUrl=source["url"],
        notes=source["note"],
    )


def schema_of(actor: Record) -> str:
    """The schema of an actor."""
    return ACTORS.get(actor["kind"], ANY_ACTOR)


def somebody(actor: Record, names: Sequence[Record]) -> Entity:
    """An actor with its names."""
    known: dict[str, list[str]] = {}
    for x in names:
        if (kind := NAMES.get(x["kind"])) and x["name"] not in known.get(kind, ()):
            known.setdefault(kind, []).append(x["name"])
    return entity(
        schema_of(actor),
        key("actor", actor["actor_id"]),
        name=actor["name"],
        country=(actor["country"] or "").lower(),
        description=actor["description"],
        keywords=actor["kind"],
        **known,
    )


def undertaking(project: Record, sectors: Mapping[str, str]) -> Entity:
    """A project."""
    since = f" (as of {project['status_as_of']})" if project["status_as_of"] else ""
    start, slash, end = (project["time_period"] or "").partition("/")
    dates = {"startDate": start, "endDate": end} if slash else {"date": start}
    return entity(
        "Project",
        key("project", project["project_id"]),
        name=project["name"],
        projectId=project["project_id"],
        status=f"{project['status']}{since}",
        description=project["description"],
        keywords=[w for w in (project["kind"], sectors.get(project["sector"])) if w],
        **{name: day for name, day in dates.items() if DATE.fullmatch(day)},
    )


def part_of(kind: str, record: Record) -> Iterator[Entity]:
    """That something is a part of another thing of its kind."""
    if whole := record["part_of"]:
        part = record[f"{kind}_id"]
        yield entity(
            "UnknownLink",
            key("part", part, whole),
            subject=key(kind, part),
            object=key(kind, whole),
            role="part of",
        )


def post(position: Record, actors: Mapping[str, Record]) -> Entity:
    """An office, whoever holds it."""
    organisation = actors.get(position["organisation"])
    is_known = organisation and schema_of(organisation) in ORGANISATIONS
    return entity(
        "Position",
        key("position", position["title"], position["organisation"]),
        name=position["title"],
        organization=key("actor", position["organisation"]) if is_known else None,
    )
