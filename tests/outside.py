"""Judges of exports that run in an environment of their own, with what they need installed there.

python tests/outside.py croissant|jsonld|ftm FILE prints what they found, as JSON.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def croissant(file: Path) -> dict[str, list[dict[str, Any]]]:
    """The records of every table, as mlcroissant loads them."""
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=str(file))
    assert not dataset.metadata.issues.errors
    return {
        table.id: [
            {k.rpartition("/")[2]: readable(v) for k, v in record.items()}
            for record in dataset.records(table.id)
        ]
        for table in dataset.metadata.record_sets
    }


def readable(value: Any) -> Any:
    """A loaded value as JSON; missing values are None."""
    if isinstance(value, bytes):
        return value.decode()
    value = value.item() if hasattr(value, "item") else value
    return None if value is None or value != value else value


def jsonld(file: Path) -> dict[str, Any]:
    """The number of nodes of each type, and the answers to a question in SPARQL."""
    import rdflib

    graph = rdflib.Graph().parse(file, format="json-ld")
    kinds: dict[str, int] = {}
    for kind in graph.objects(None, rdflib.RDF.type):
        kinds[str(kind)] = kinds.get(str(kind), 0) + 1
    question = """
        PREFIX s: <https://schema.org/>  PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?value ?least ?most ?unit ?who ?title ?start WHERE {
          ?figure a s:Observation ; s:unitText ?unit ; prov:wasDerivedFrom ?claim .
          OPTIONAL { ?figure s:value ?value }
          OPTIONAL { ?figure s:minValue ?least } OPTIONAL { ?figure s:maxValue ?most }
          OPTIONAL { ?claim prov:wasAttributedTo/s:name ?who }
          ?claim a s:Claim ; s:appearance/s:name ?title ;
                 prov:wasDerivedFrom/oa:hasSelector/oa:start ?start . }"""
    rows = [[None if x is None else str(x) for x in row] for row in graph.query(question)]
    hanging = [str(o) for o in graph.objects() if isinstance(o, rdflib.URIRef) and "urn:bru:" in o]
    nodes = {str(s) for s in graph.subjects()}
    return {"kinds": kinds, "rows": rows, "hanging": [o for o in hanging if o not in nodes]}


def ftm(file: Path) -> dict[str, Any]:
    """How many entities there are of each schema, and what the published schemata do not allow."""
    import yaml

    spec = find_spec("followthemoney")  # whose code cannot be imported without what it depends on
    model: dict[str, Any] = {}
    for schema in sorted((Path(spec.origin).parent / "schema").glob("*.y*ml")):
        model.update(yaml.safe_load(schema.read_text("utf-8")))
    entities = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    by_id = {entity["id"]: entity for entity in entities}
    faults = [f"{len(entities) - len(by_id)} IDs twice"] if len(by_id) < len(entities) else []
    for entity in entities:
        faults += [f"{entity['id']}: {fault}" for fault in wrong(entity, by_id, model)]
    counts: dict[str, int] = {}
    for entity in entities:
        counts[entity["schema"]] = counts.get(entity["schema"], 0) + 1
    return {"counts": counts, "faults": faults}


def family(name: str, model: dict[str, Any]) -> list[str]:
    """A schema and all it extends."""
    return [name, *(x for parent in model[name].get("extends", ()) for x in family(parent, model))]


PATTERNS = {
    "date": r"\d{4}(-\d\d(-\d\d)?)?",
    "country": "[a-z]{2}",
    "language": "[a-z]{3}",
    "url": r"https?://[^\s]+",
}


def wrong(entity: dict[str, Any], by_id: dict[str, Any], model: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one entity."""
    if entity["schema"] not in model or model[entity["schema"]].get("abstract"):
        yield f"no schema {entity['schema']}"
        return
    known: dict[str, Any] = {}
    for name in family(entity["schema"], model):
        known = {**model[name].get("properties", {}), **known}
    required = set(model[entity["schema"]].get("required", ()))  # which is not inherited
    yield from (f"{name} is required" for name in required - set(entity["properties"]))
    for name, values in entity["properties"].items():
        if name not in known or not values:
            yield f"no property {name}"
            continue
        kind, limit = known[name].get("type", "string"), known[name].get("maxLength", 65000)
        for value in values:
            if not isinstance(value, str) or not value.strip() or len(value) > limit:
                yield f"{name}: {value!r} is no text that fits"
            elif kind == "entity":
                target = by_id.get(value, {"schema": ""})["schema"]
                if not target or known[name]["range"] not in family(target, model):
                    yield f"{name}: {value} is no {known[name]['range']}"
            elif not re.fullmatch(PATTERNS.get(kind, r"(?s:.)*"), value):
                yield f"{name}: {value!r} is no {kind}"


if __name__ == "__main__":
    judge = {"croissant": croissant, "jsonld": jsonld, "ftm": ftm}[sys.argv[1]]
    print(json.dumps(judge(Path(sys.argv[2]))))
