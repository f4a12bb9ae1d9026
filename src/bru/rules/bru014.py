"""A file has no header.

Why: There is nothing to load, not even names of columns.

Fix: Write the header, also for a table without records.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule("empty", "write the header, also for a table without records")
