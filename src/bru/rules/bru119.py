"""A value is not a JSON object.

Why: Tools that load the column by its type fail, or read it as text without a word.

Fix: Write an object in braces.
"""

from bru.problem import ERROR
from bru.reading.constraints import value_rule

LEVEL = ERROR
questions, findings = value_rule("object")
