"""A value is not a JSON object.

Why: Tools that load the column by its type fail, or read it as text without a word.

Fix: Write an object in braces.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("object")
