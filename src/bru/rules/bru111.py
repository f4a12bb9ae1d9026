"""A value is not a whole number.

Why: Tools that load the column by its type fail, or read it as text without a word.

Fix: Write digits only, without spaces, separators or a point.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("integer")
