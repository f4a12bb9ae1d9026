"""A value is longer than the field allows.

Why: It holds more than the field is for.

Fix: Shorten it, or move the rest to a note.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("maxLength")
