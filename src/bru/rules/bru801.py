"""The descriptor cannot be read.

Why: Without it nobody knows which tables there are and what they mean.

Fix: Correct the JSON at the line that is named.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule(
    "descriptor",
    "correct the JSON, or restore the last version of the file",
)
