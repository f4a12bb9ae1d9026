"""A path leaves the package.

Why: A package that reads files elsewhere can be made to read anything; it also cannot be
copied.

Fix: Put the file into the package and name it by a relative path.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule(
    "outside",
    "put the file into the package and name it by a relative path",
    "the path {value} is refused: {detail}",
)
