"""A schema cannot be read or says something impossible.

Why: What it should check is not checked.

Fix: Correct the schema as the Table Schema standard says.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule(
    "schema",
    "see the Table Schema standard, https://datapackage.org/standard/table-schema",
)
