"""Judges of exports that run in an environment of their own, with what they need installed there.

python tests/support/outside.py croissant|jsonld|ftm FILE prints what they found, as JSON.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
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
    """How many entities there are of each schema, and what followthemoney does not allow."""
    from followthemoney import model

    entities = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    by_id = {entity["id"]: entity for entity in entities}
    faults = [f"{len(entities) - len(by_id)} IDs twice"] if len(by_id) < len(entities) else []
    for entity in entities:
        schema = model.get(entity["schema"])
        found = wrong(entity, schema, by_id) if schema else [f"no schema {entity['schema']}"]
        faults += [f"{entity['id']}: {fault}" for fault in found]
    return {"counts": Counter(entity["schema"] for entity in entities), "faults": faults}


def wrong(entity: dict[str, Any], schema: Any, by_id: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one entity: what the library refuses, and what it drops or changes."""
    from followthemoney import model
    from followthemoney.exc import InvalidData

    if schema.abstract:
        yield f"{schema.name} is abstract"
    given = entity["properties"]
    yield from (f"{name} is required" for name in schema.required if not given.get(name))
    try:
        schema.validate(entity)
    except InvalidData as error:
        yield from (f"{name}: {why}" for name, why in error.errors["properties"].items())
    read = model.get_proxy(entity, cleaned=False)
    kept = read.to_dict()["properties"]
    for name, values in given.items():
        if name not in schema.properties:
            yield f"no property {name}"
        elif sorted(kept.get(name, ())) != sorted(values):
            yield f"{name}: {values} is read as {kept.get(name)}"
    for prop, value in read.itervalues():
        target = model.get(by_id[value]["schema"]) if value in by_id else None
        if prop.range and not (target and target.is_a(prop.range)):
            yield f"{prop.name}: {value} is no {prop.range.name}"


if __name__ == "__main__":
    judge = {"croissant": croissant, "jsonld": jsonld, "ftm": ftm}[sys.argv[1]]
    print(json.dumps(judge(Path(sys.argv[2]))))
