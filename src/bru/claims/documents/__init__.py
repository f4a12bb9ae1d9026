"""Passages tied to copies of the documents, and what of a document is accounted for."""

NOT_STATED = "not_stated"  # the kind of a claim that no document answers what its passage asks

FOUND = ("verified", "moved")  # the states of a passage that stands in its document
NOT_GIVEN = "no documents were given (--documents DIR)"
RULES = "BRU6"  # how the codes of the rules begin that ask for documents
TABLES = {  # what all of those rules need together: of a package that has it, each of them asks
    "sources": "source_id document_sha256 document_chars publisher",
    "claims": "claim_id source_id span_start span_end span_words span_sha256 span_exact_sha256"
    " statement time_period time_inferred asserted_by reported_via note",
    "figures": "claim_id obs_value unit_measure unit_mult qualifier",
    "exclusions": "source_id span_start span_end reason",
    "actors": "actor_id name",
    "actor_names": "actor_id source_id name",
    "positions": "claim_id title",
    "searches": "claim_id subject answer scope example",
}
