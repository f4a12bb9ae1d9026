"""Linked data: what documents claim, in the words of schema.org, PROV and Web Annotation.

What these have no word for keeps the name of its field, in the vocabulary of the package.
"""

from collections.abc import Iterator
from typing import Any

from bru.claims.export import nodes as own
from bru.claims.export.facts import Facts
from bru.claims.numbers.interval import EXACT
from bru.export.content import Content
from bru.export.words import filled, text, to_json

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
SOURCES = {"analysis": "AnalysisNewsArticle", "commentary": "OpinionNewsArticle"}
SOURCES |= {"news": "NewsArticle", "official": "DigitalDocument"}
PROJECT = ("kind", "status", "status_as_of", "due")  # fields without a word of these vocabularies
CLAIM = ("kind", "event_type", "stated_at", "note")
FIGURE = ("qualifier", "base_period", "obs_status")


def files(content: Content) -> dict[str, bytes]:
    """One document of linked data. Raises ValueError for a package without claims."""
    space = text(content.package.spec, "homepage").rstrip("#")
    space = f"{space}#" if space else f"urn:{content.package.name}:"
    told = {"@context": {**CONTEXT, "bru": space}, "@graph": [*nodes(content)]}
    return {f"{content.name}.jsonld": to_json(told)}


def nodes(content: Content) -> Iterator[dict[str, Any]]:
    """The dataset, then all that is in it. Raises ValueError for a package without claims."""
    graph = Graph(Facts(content, "jsonld"))
    yield filled(graph.dataset())
    things = (graph.sources, graph.actors, graph.projects, graph.sectors, graph.measures)
    for some in (*things, graph.claims, graph.figures, graph.questions):
        yield from map(filled, some())


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
            "isBasedOn": own.refs("sources", "source_id", list(self.facts["sources"])),
        }

    def sources(self) -> Iterator[dict[str, Any]]:
        """The documents."""
        for source in self.facts["sources"]:
            published = source["published"] or ""
            yield {
                **(own.ref("sources", source["source_id"]) or {}),
                "@type": [SOURCES.get(source["kind"], "Article"), "prov:Entity"],
                "name": source["title"],
                "publisher": own.ref("actors", source["publisher"]),
                "creditText": source["author"],
                "datePublished": published if own.DATE.fullmatch(published) else "",
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
                **(own.ref("actors", actor["actor_id"]) or {}),
                "@type": [kind, "prov:Agent"],
                "name": actor["name"],
                "alternateName": list(dict.fromkeys(known)),
                "description": actor["description"],
                "bru:kind": actor["kind"],
                "identifier": actor["country"] if kind == "Country" else "",
                where: country if kind not in PLACES else None,
                whole: own.ref("actors", actor["part_of"]),
                "bru:position": [
                    own.role(x["title"], "memberOf", x["organisation"], x["claim_id"])
                    for x in positions.get(actor["actor_id"], ())
                ],
            }

    def projects(self) -> Iterator[dict[str, Any]]:
        """The undertakings, with who takes part."""
        participants = self.facts.by("project_participants", "project_id")
        hedged = self.facts.hedged
        for project in self.facts["projects"]:
            yield {
                **(own.ref("projects", project["project_id"]) or {}),
                "@type": ["Project", "prov:Entity"],
                "name": project["name"],
                "description": project["description"],
                "dcterms:temporal": project["time_period"],
                "dcterms:isPartOf": own.ref("projects", project["part_of"]),
                "bru:sector": own.ref("sectors", project["sector"]),
                **{f"bru:{field}": project[field] for field in PROJECT},
                "member": [
                    own.role(
                        x["role"], "member", x["actor_id"], x["claim_id"], x["claim_id"] in hedged
                    )
                    for x in participants.get(project["project_id"], ())
                ],
            }

    def sectors(self) -> Iterator[dict[str, Any]]:
        """Branches of the economy, as terms of ISIC."""
        for sector in self.facts["sectors"]:
            yield {
                **(own.ref("sectors", sector["sector_id"]) or {}),
                "@type": "DefinedTerm",
                "name": sector["name"],
                "termCode": sector["isic"],
                "inDefinedTermSet": "ISIC Rev. 4",
            }

    def measures(self) -> Iterator[dict[str, Any]]:
        """What numbers measure."""
        for measure in self.facts["measures"]:
            yield {
                **(own.ref("measures", measure["measure_id"]) or {}),
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
        citations = self.facts.by("citations", "claim_id")
        for claim in self.facts["claims"]:
            identifier, source = claim["claim_id"], own.ref("sources", claim["source_id"])
            ties = actors.get(identifier, [])
            about = [own.role(x["role"], "about", x["actor_id"]) for x in ties]
            about += own.refs("projects", "project_id", projects.get(identifier, []))
            node = {
                **(own.ref("claims", identifier) or {}),
                "@type": ["Claim", "prov:Entity"],
                "text": claim["statement"],
                "appearance": source,
                "author": own.ref("actors", claim["asserted_by"]),
                "about": about,
                "temporalCoverage": claim["time_period"],
                "isPartOf": {"@id": "bru:dataset"},
                "prov:wasAttributedTo": own.ref("actors", claim["asserted_by"]),
                "prov:hadPrimarySource": source,
                "prov:wasDerivedFrom": own.passage(claim),
                "citation": [own.cited(x) for x in citations.get(identifier, ())],
                "bru:hedged": own.truth(claim["hedged"]),
                "bru:sector": own.ref("sectors", claim["sector"]),
                **{f"bru:{field}": claim[field] for field in CLAIM},
            }
            for link in links.get(identifier, ()):
                node.setdefault(f"bru:{link['relation']}", []).append(
                    own.ref("claims", link["other_claim_id"])
                )
            yield node

    def figures(self) -> Iterator[dict[str, Any]]:
        """The numbers of the claims, with the least and the greatest value they allow."""
        speakers = {x["claim_id"]: x["asserted_by"] for x in self.facts["claims"]}
        units = {x["unit_id"]: x for x in self.facts["units"]}
        bounds = self.content.tables["figures"].derived
        ends = zip(bounds["lower"], bounds["upper"], strict=True)
        for figure, (lower, upper) in zip(self.facts["figures"], ends, strict=True):
            value = EXACT.scaleb(figure["obs_value"], figure["unit_mult"])
            when = figure["time_period"] or ""
            date = "observationDate" if own.DATE.fullmatch(when) else "dcterms:temporal"
            areas = [figure["ref_area"], figure["counterpart_area"]]
            subject = [{"@type": "Country", "identifier": area} for area in areas if area]
            yield {
                **(own.ref("figures", figure["figure_id"]) or {}),
                "@type": ["Observation", "prov:Entity"],
                "measuredProperty": own.ref("measures", figure["measure"]),
                "observationAbout": own.ref("projects", figure["project_id"]) or subject,
                date: when,
                "value": own.number(value if figure["qualifier"] in STATED else None),
                "minValue": own.number(lower),
                "maxValue": own.number(upper),
                "unitText": figure["unit_measure"],
                "unitCode": own.code(units[figure["unit_measure"]]),
                **{f"bru:{field}": figure[field] for field in FIGURE},
                "prov:wasDerivedFrom": own.ref("claims", figure["claim_id"]),
                "prov:wasAttributedTo": own.ref("actors", speakers[figure["claim_id"]]),
            }

    def questions(self) -> Iterator[dict[str, Any]]:
        """What no document answers: asked by the compilers, raised by a passage."""
        for question in self.facts["open_questions"]:
            yield {
                **(own.ref("open_questions", question["question_id"]) or {}),
                "@type": ["Question", "prov:Entity"],
                "text": question["question"],
                "about": own.ref("claims", question["claim_id"]),
                "isPartOf": {"@id": "bru:dataset"},
                "prov:wasDerivedFrom": own.passage(question),
                "bru:note": question["note"],
            }
