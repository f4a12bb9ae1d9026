"""The header does not fit the schema.

Why: Values would be read into the wrong column, or not at all.

Fix: Use the field names of the schema, each once and in its order.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule(
    "header",
    "use the field names of the schema, each once and in its order",
)
