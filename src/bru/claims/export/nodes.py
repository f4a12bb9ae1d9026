"""Parts of the nodes of linked data: references, values, roles, passages."""

import re
from decimal import Decimal
from typing import Any

from bru.claims.export.facts import Record
from bru.export.words import filled, plain

DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")  # EDTF that schema.org knows as well


def ref(table: str, identifier: str | None) -> dict[str, str] | None:
    """A reference to a node, None for none."""
    return {"@id": f"bru:{table}/{identifier}"} if identifier else None


def refs(table: str, field: str, records: list[Record]) -> list[Any]:
    """References to nodes."""
    return [ref(table, record[field]) for record in records]


def number(value: Decimal | None) -> dict[str, str] | None:
    """An exact decimal."""
    return None if value is None else {"@type": "xsd:decimal", "@value": plain(value)}


def truth(value: bool) -> dict[str, str]:
    """A truth value."""
    return {"@type": "xsd:boolean", "@value": plain(value)}


def code(unit: Record) -> str | None:
    """The UN/CEFACT code of a unit, None for a currency."""
    return unit["code"] if unit["system"] == "unece20" else None


def cited(citation: Record) -> dict[str, Any]:
    """A report of an outlet."""
    day = citation["cited_date"] or ""
    return filled(
        {
            "@type": "CreativeWork",
            "publisher": ref("actors", citation["outlet"]),
            "datePublished": day if DATE.fullmatch(day) else "",
        }
    )


def role(
    name: str, where: str, actor: str | None, claim: str = "", hedged: bool = False
) -> dict[str, Any]:
    """A role of an actor, the claim that says so, and whether it is told as uncertain."""
    told = {
        "@type": "Role",
        "roleName": name,
        where: ref("actors", actor),
        "prov:wasDerivedFrom": ref("claims", claim),
        "bru:hedged": truth(True) if hedged else None,
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
