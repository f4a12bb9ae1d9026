"""Passages tied to copies of the documents, and what of a document is accounted for."""
