"""A value is not below the field's exclusive maximum.

Why: It cannot be right.

Fix: Correct the value.
"""

from bru.problem import ERROR
from bru.reading.constraints import value_rule

LEVEL = ERROR
questions, findings = value_rule("exclusiveMaximum")
