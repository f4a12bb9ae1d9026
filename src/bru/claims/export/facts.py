"""The tables of this dataset by name, for the formats that know actors and claims."""

from collections.abc import Mapping
from typing import Any

from bru.export.content import Content
from bru.model.classed import classed

Record = Mapping[str, Any]
NEEDED = {
    "sources": "source_id short_name title publisher author published language kind url "
    "document_sha256 note",
    "actors": "actor_id name kind country part_of description",
    "actor_names": "actor_id name kind",
    "positions": "actor_id title organisation claim_id",
    "projects": "project_id name kind sector status status_as_of due time_period part_of "
    "description",
    "project_participants": "project_id actor_id role claim_id",
    "sectors": "sector_id name isic",
    "claims": "claim_id source_id statement kind event_type hedged asserted_by stated_at "
    "time_period time_inferred sector span_start span_end span_exact_sha256 note",
    "citations": "claim_id position outlet cited_date",
    "claim_actors": "claim_id actor_id role",
    "claim_projects": "claim_id project_id",
    "claim_links": "claim_id relation other_claim_id",
    "figures": "figure_id claim_id measure ref_area counterpart_area project_id time_period "
    "time_inferred base_period obs_value unit_mult decimals qualifier unit_measure obs_status",
    "measures": "measure_id name definition unit_kind",
    "units": "unit_id name kind system code",
    "open_questions": "question_id source_id claim_id question span_start span_end "
    "span_exact_sha256 note",
}


class Facts:
    """The records of the tables. Raises ValueError for a package that is about something else.

    `hedged`: the claims that are told as uncertain.
    """

    def __init__(self, content: Content, form: str) -> None:
        if not content.package.has(**NEEDED):
            raise ValueError(f"{form} is for packages with the tables {', '.join(NEEDED)}")
        self.content = content
        self.tables = {name: list(content.tables[name].records()) for name in NEEDED}
        self.hedged = {x["claim_id"] for x in self.tables["claims"] if x["hedged"]}

    def __getitem__(self, table: str) -> list[dict[str, Any]]:
        return self.tables[table]

    def by(self, table: str, field: str) -> dict[str, list[Record]]:
        """The records of a table by what a field refers to."""
        return classed((record[field], record) for record in self.tables[table])
