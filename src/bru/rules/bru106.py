"""A value is below the field's minimum.

Why: It cannot be right.

Fix: Correct the value.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("minimum")
