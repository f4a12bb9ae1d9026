"""A value is not a number.

Why: Tools that load the column by its type fail, or read it as text without a word.

Fix: Write digits with a decimal point and nothing else: 43.4, not 43,4 or 43.4 bn.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("number")
