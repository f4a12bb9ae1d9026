"""A value is shorter than the field allows.

Why: It cannot be what the field is for.

Fix: Write the full value.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("minLength")
