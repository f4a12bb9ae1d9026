"""A value is longer than the field allows.

Why: It holds more than the field is for.

Fix: Shorten it, or move the rest to a note.
"""

from bru.constraints import value_rule
from bru.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("maxLength")
