"""A text does not have the field's format (email, uri, uuid, binary).

Why: Whoever follows it gets nowhere.

Fix: Write it in full, an address with its scheme.
"""

from bru.problem import ERROR
from bru.reading.constraints import value_rule

LEVEL = ERROR
questions, findings = value_rule("format")
