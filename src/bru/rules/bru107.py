"""A value is above the field's maximum.

Why: It cannot be right.

Fix: Correct the value.
"""

from bru.problem import ERROR
from bru.reading.constraints import value_rule

LEVEL = ERROR
questions, findings = value_rule("maximum")
