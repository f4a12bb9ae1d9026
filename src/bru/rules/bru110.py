"""A text does not have the field's format (email, uri, uuid, binary).

Why: Whoever follows it gets nowhere.

Fix: Write it in full, an address with its scheme.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("format")
