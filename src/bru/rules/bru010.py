"""The quoting of a file is broken.

Why: From there on nobody can tell where a cell or a record ends, so the table is not checked.

Fix: Close the quote; write a quote inside a quoted cell twice.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule(
    "quote",
    "close the quote; write a quote inside a quoted cell twice",
)
