"""A value is not a time of day.

Why: Tools that load the column by its type fail, or read it as text without a word.

Fix: Write 17:37:00, or the field's own format.
"""

from bru.problem import ERROR
from bru.reading.constraints import value_rule

LEVEL = ERROR
questions, findings = value_rule("time")
