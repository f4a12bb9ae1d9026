"""A value is not above the field's exclusive minimum.

Why: It cannot be right.

Fix: Correct the value.
"""

from bru.problem import ERROR
from bru.reading.constraints import value_rule

LEVEL = ERROR
questions, findings = value_rule("exclusiveMinimum")
