"""A value is above the field's maximum.

Why: It cannot be right.

Fix: Correct the value.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("maximum")
