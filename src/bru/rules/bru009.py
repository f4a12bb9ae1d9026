"""A file contains control characters.

Why: They are invisible, break terminals and some readers, and are never meant.

Fix: Delete the character.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule("control", "delete the character")
