"""Passages tied to copies of the documents, and what of a document is accounted for."""

NOT_STATED = "not_stated"  # the kind of a claim that no document answers what its passage asks
