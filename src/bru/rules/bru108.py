"""A value is not above the field's exclusive minimum.

Why: It cannot be right.

Fix: Correct the value.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("exclusiveMinimum")
