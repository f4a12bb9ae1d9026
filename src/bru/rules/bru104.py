"""A value is shorter than the field allows.

Why: It cannot be what the field is for.

Fix: Write the full value.
"""

from bru.constraints import value_rule
from bru.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("minLength")
