"""A record has more or fewer cells than the header.

Why: Every value after the missing or extra comma stands in the wrong column.

Fix: Put quotes around a value that contains a comma; add the commas of empty cells.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule(
    "ragged",
    "quote a value that contains a comma, or add the commas of empty cells",
)
