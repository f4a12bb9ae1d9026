"""A value is below the field's minimum.

Why: It cannot be right.

Fix: Correct the value.
"""

from bru.constraints import value_rule
from bru.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("minimum")
