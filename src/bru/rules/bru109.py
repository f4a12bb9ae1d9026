"""A value is not below the field's exclusive maximum.

Why: It cannot be right.

Fix: Correct the value.
"""

from bru.constraints import value_rule
from bru.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("exclusiveMaximum")
