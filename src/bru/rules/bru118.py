"""A value is not a month of a year.

Why: Tools that load the column by its type fail, or read it as text without a word.

Fix: Write 2023-05.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("yearmonth")
