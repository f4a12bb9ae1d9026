"""A file is not text.

Why: Its name says CSV, its bytes say something else (a spreadsheet, an archive).

Fix: Export the table as CSV UTF-8.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule("binary", "export the table as CSV UTF-8")
