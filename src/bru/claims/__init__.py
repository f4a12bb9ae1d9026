"""The pack for datasets of claims: rules, numbers, documents, provenance, pages.

`TABLES`: the tables and fields that its rules need; a package that declares the pack has them.
"""

TABLES = {
    "claims": "claim_id source_id statement kind hedged asserted_by reported_via time_period "
    "time_inferred span_start span_end span_words span_sha256 span_exact_sha256 note",
    "exclusions": "source_id span_start span_end reason",
    "figures": "figure_id claim_id measure ref_area counterpart_area project_id time_period "
    "obs_value unit_mult decimals qualifier unit_measure",
    "measures": "measure_id unit_kind",
    "claim_actors": "claim_id actor_id",
    "claim_projects": "claim_id project_id",
    "sources": "source_id publisher published document_sha256 document_chars",
    "positions": "actor_id title organisation claim_id",
    "actors": "actor_id name kind country description",
    "projects": "project_id name part_of",
    "project_participants": "project_id actor_id claim_id",
    "searches": "claim_id subject answer scope example",
    "checks": "check_id label relation expected note",
    "check_terms": "check_id side position coefficient figure_id count_parts_of count_role date_of",
    "claim_links": "claim_id relation other_claim_id",
    "actor_names": "actor_id name source_id",
}
