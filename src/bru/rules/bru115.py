"""A value is not a date with a time.

Why: Tools that load the column by its type fail, or read it as text without a word.

Fix: Write 2023-05-12T17:37:00, or the field's own format.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("datetime")
