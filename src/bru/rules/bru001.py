"""A file named in the descriptor cannot be read.

Why: Whoever loads the package gets nothing where a table should be.

Fix: Put the file where the resource's path says, or correct the path.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule(
    "file",
    "put the file there or correct the path in the descriptor",
    "the file {detail}",
)
