"""A value is not above the field's exclusive minimum.

Why: It cannot be right.

Fix: Correct the value.
"""

from bru.constraints import value_rule
from bru.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("exclusiveMinimum")
