"""A value is not a date that exists.

Why: Tools that load the column by its type fail, or read it as text without a word.

Fix: Write the date as the field's format says, by default 2023-05-12.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("date")
