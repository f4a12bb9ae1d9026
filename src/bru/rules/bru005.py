"""The columns are separated by another character than the dialect says.

Why: The whole line is read as one column; a spreadsheet with European settings writes
semicolons.

Fix: Save with the delimiter the descriptor names, by default a comma.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule(
    "delimiter", "save with the delimiter of the descriptor, by default a comma"
)
