"""A cell has quotes that it does not need, or lacks quotes that it needs.

Why: There must be one way to write a table, so that a comparison shows changes of values only.

Fix: Run bru fmt.
"""

from bru.model.problem import WARNING
from bru.rules import defect_rule

LEVEL = WARNING
questions, findings = defect_rule("quoting", "run bru fmt")
