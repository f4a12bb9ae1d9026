"""A value is shorter than the field allows.

Why: It cannot be what the field is for.

Fix: Write the full value.
"""

from bru.problem import ERROR
from bru.reading.constraints import value_rule

LEVEL = ERROR
questions, findings = value_rule("minLength")
