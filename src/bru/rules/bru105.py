"""A value is longer than the field allows.

Why: It holds more than the field is for.

Fix: Shorten it, or move the rest to a note.
"""

from bru.problem import ERROR
from bru.reading.constraints import value_rule

LEVEL = ERROR
questions, findings = value_rule("maxLength")
