"""The last record has no line end.

Why: A row appended later would become a part of it.

Fix: Run bru fmt, or end the file with a line end.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule("final-newline", "run bru fmt, or end the file with a line end")
