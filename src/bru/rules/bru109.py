"""A value is not below the field's exclusive maximum.

Why: It cannot be right.

Fix: Correct the value.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("exclusiveMaximum")
