"""The pack for datasets of claims: rules, numbers, documents, provenance, pages."""
