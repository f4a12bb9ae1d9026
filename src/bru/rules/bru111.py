"""A value is not a whole number.

Why: Tools that load the column by its type fail, or read it as text without a word.

Fix: Write digits only, without spaces, separators or a point.
"""

from bru.problem import ERROR
from bru.reading.constraints import value_rule

LEVEL = ERROR
questions, findings = value_rule("integer")
