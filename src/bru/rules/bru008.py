"""A line is empty or has only empty cells.

Why: Some tools read it as a record without values.

Fix: Delete the line.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule("empty-line", "delete the line")
