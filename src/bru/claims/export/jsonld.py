"""Linked data: what documents claim, in the words of schema.org, PROV and Web Annotation.

What these have no word for keeps the name of its field, in the vocabulary of the package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bru.claims.export.facts import Facts, Record
from bru.claims.numbers.interval import EXACT
from bru.export.content import Content
from bru.export.words import filled, plain, text, to_json

CONTEXT = {
    "@vocab": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
ACTORS = {
    "person": "Person",
    "government": "GovernmentOrganization",
    "public_body": "GovernmentOrganization",
    "company": "Corporation",
    "media": "NewsMediaOrganization",
    "country": "Country",
    "region": "AdministrativeArea",
}
NAMES = ("variant", "abbreviation")  # not a capital or an office that stands for somebody
STATED = ("exact", "about")  # of a limit no value is stated
PLACES = ("Country", "AdministrativeArea")
SOURCES = {
    "analysis": "AnalysisNewsArticle",
    "commentary": "OpinionNewsArticle",
    "news": "NewsArticle",
    "official": "DigitalDocument",
}
DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")  # EDTF that schema.org knows as well


def files(content: Content) -> dict[str, bytes]:
    """One document of linked data. Raises ValueError for a package without claims."""
    graph = Graph(Facts(content, "jsonld"))
    space = text(content.package.spec, "homepage").rstrip("#")
    space = f"{space}#" if space else f"urn:{content.package.name}:"
    nodes = [graph.dataset(), *graph.sources(), *graph.actors(), *graph.projects()]
    nodes += [*graph.measures(), *graph.claims(), *graph.figures()]
    told = {"@context": {**CONTEXT, "bru": space}, "@graph": [filled(node) for node in nodes]}
    return {f"{content.name}.jsonld": to_json(told)}


def ref(table: str, identifier: str | None) -> dict[str, str] | None:
    """A reference to a node, None for none."""
    return {"@id": f"bru:{table}/{identifier}"} if identifier else None


def refs(table: str, field: str, records: list[Record]) -> list[Any]:
    """References to nodes."""
    return [ref(table, record[field]) for record in records]


def number(value: Decimal | None) -> dict[str, str] | None:
    """An exact decimal."""
    return None if value is None else {"@type": "xsd:decimal", "@value": plain(value)}


class Graph:
    """The nodes, each with what the tables say of it."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.content = facts, facts.content

    def dataset(self) -> dict[str, Any]:
        """The dataset itself."""
        content = self.content
        return {
            "@id": "bru:dataset",
            "@type": ["Dataset", "prov:Entity"],
            "name": content.title,
            "description": content.description,
            "version": content.package.version,
            "license": [x["path"] or x["name"] for x in content.licenses],
            "creator": [{"@type": "Organization", "name": name} for name in content.people],
            "keywords": content.keywords,
            "citation": content.citation,
            "isBasedOn": refs("sources", "source_id", list(self.facts["sources"])),
        }

    def sources(self) -> Iterator[dict[str, Any]]:
        """The documents."""
        for source in self.facts["sources"]:
            published = source["published"] or ""
            yield {
                **(ref("sources", source["source_id"]) or {}),
                "@type": [SOURCES.get(source["kind"], "Article"), "prov:Entity"],
                "name": source["title"],
                "publisher": ref("actors", source["publisher"]),
                "creditText": source["author"],
                "datePublished": published if DATE.fullmatch(published) else "",
                "inLanguage": source["language"],
                "url": source["url"],
                "sha256": source["document_sha256"],
                "bru:note": source["note"],
            }

    def actors(self) -> Iterator[dict[str, Any]]:
        """Who acts, with other names and offices held."""
        names = self.facts.by("actor_names", "actor_id")
        positions = self.facts.by("positions", "actor_id")
        for actor in self.facts["actors"]:
            kind = ACTORS.get(actor["kind"], "Organization")
            where = "workLocation" if kind == "Person" else "location"
            whole = "containedInPlace" if kind in PLACES else "memberOf"
            country = actor["country"] and {"@type": "Country", "identifier": actor["country"]}
            known = [x["name"] for x in names.get(actor["actor_id"], ()) if x["kind"] in NAMES]
            yield {
                **(ref("actors", actor["actor_id"]) or {}),
                "@type": [kind, "prov:Agent"],
                "name": actor["name"],
                "alternateName": list(dict.fromkeys(known)),
                "description": actor["description"],
                "bru:kind": actor["kind"],
                "identifier": actor["country"] if kind == "Country" else "",
                where: country if kind not in PLACES else None,
                whole: ref("actors", actor["part_of"]),
                "bru:position": [
                    role(x["title"], "memberOf", x["organisation"], x["claim_id"])
                    for x in positions.get(actor["actor_id"], ())
                ],
            }

    def projects(self) -> Iterator[dict[str, Any]]:
        """The undertakings, with who takes part."""
        participants = self.facts.by("project_participants", "project_id")
        for project in self.facts["projects"]:
            yield {
                **(ref("projects", project["project_id"]) or {}),
                "@type": ["Project", "prov:Entity"],
                "name": project["name"],
                "description": project["description"],
                "dcterms:temporal": project["time_period"],
                "dcterms:isPartOf": ref("projects", project["part_of"]),
                **{f"bru:{field}": project[field] for field in ("kind", "sector", "status")},
                "member": [
                    role(x["role"], "member", x["actor_id"], x["claim_id"])
                    for x in participants.get(project["project_id"], ())
                ],
            }

    def measures(self) -> Iterator[dict[str, Any]]:
        """What numbers measure."""
        for measure in self.facts["measures"]:
            yield {
                **(ref("measures", measure["measure_id"]) or {}),
                "@type": "StatisticalVariable",
                "name": measure["name"],
                "description": measure["definition"],
                "bru:unit_kind": measure["unit_kind"],
            }

    def claims(self) -> Iterator[dict[str, Any]]:
        """What the documents say, each with its place in the document."""
        actors = self.facts.by("claim_actors", "claim_id")
        projects = self.facts.by("claim_projects", "claim_id")
        links = self.facts.by("claim_links", "claim_id")
        for claim in self.facts["claims"]:
            identifier, source = claim["claim_id"], ref("sources", claim["source_id"])
            about = refs("actors", "actor_id", actors.get(identifier, []))
            about += refs("projects", "project_id", projects.get(identifier, []))
            node = {
                **(ref("claims", identifier) or {}),
                "@type": ["Claim", "prov:Entity"],
                "text": claim["statement"],
                "appearance": source,
                "author": ref("actors", claim["asserted_by"]),
                "about": about,
                "temporalCoverage": claim["time_period"],
                "isPartOf": {"@id": "bru:dataset"},
                "prov:wasAttributedTo": ref("actors", claim["asserted_by"]),
                "prov:hadPrimarySource": source,
                "prov:wasDerivedFrom": passage(claim),
                "bru:hedged": {"@type": "xsd:boolean", "@value": plain(claim["hedged"])},
                **{f"bru:{field}": claim[field] for field in ("kind", "reported_via", "note")},
            }
            for link in links.get(identifier, ()):
                node.setdefault(f"bru:{link['relation']}", []).append(
                    ref("claims", link["other_claim_id"])
                )
            yield node

    def figures(self) -> Iterator[dict[str, Any]]:
        """The numbers of the claims, with the least and the greatest value they allow."""
        speakers = {x["claim_id"]: x["asserted_by"] for x in self.facts["claims"]}
        bounds = self.content.tables["figures"].derived
        ends = zip(bounds["lower"], bounds["upper"], strict=True)
        for figure, (lower, upper) in zip(self.facts["figures"], ends, strict=True):
            value = EXACT.scaleb(figure["obs_value"], figure["unit_mult"])
            when = figure["time_period"] or ""
            date = "observationDate" if DATE.fullmatch(when) else "dcterms:temporal"
            areas = [figure["ref_area"], figure["counterpart_area"]]
            subject = [{"@type": "Country", "identifier": area} for area in areas if area]
            yield {
                **(ref("figures", figure["figure_id"]) or {}),
                "@type": ["Observation", "prov:Entity"],
                "measuredProperty": ref("measures", figure["measure"]),
                "observationAbout": ref("projects", figure["project_id"]) or subject,
                date: when,
                "value": number(value if figure["qualifier"] in STATED else None),
                "minValue": number(lower),
                "maxValue": number(upper),
                "unitText": figure["unit_measure"],
                "bru:qualifier": figure["qualifier"],
                "bru:obs_status": figure["obs_status"],
                "prov:wasDerivedFrom": ref("claims", figure["claim_id"]),
                "prov:wasAttributedTo": ref("actors", speakers[figure["claim_id"]]),
            }


def role(name: str, where: str, actor: str | None, claim: str) -> dict[str, Any]:
    """A role of an actor, and the claim that says so."""
    told = {
        "@type": "Role",
        "roleName": name,
        where: ref("actors", actor),
        "prov:wasDerivedFrom": ref("claims", claim),
    }
    return filled(told)


def passage(claim: Record) -> dict[str, Any]:
    """Where in the document the passage of a claim is, without a word of it."""
    span = {
        "@type": "oa:TextPositionSelector",
        "oa:start": claim["span_start"],
        "oa:end": claim["span_end"],
    }
    return {
        "@type": "oa:SpecificResource",
        "oa:hasSource": ref("sources", claim["source_id"]),
        "oa:hasSelector": span,
        "bru:span_exact_sha256": claim["span_exact_sha256"],
    }
