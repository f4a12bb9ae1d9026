"""Declared pack cannot be asked.

Why: A package that declares a pack of rules promises what the pack needs; rules that find no
tables would pass in silence.

Fix: Add the table or field, or take the pack out of "bru": {"packs": […]} in the descriptor.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule(
    "pack", 'add it, or take the pack out of "bru": {"packs": […]} in the descriptor'
)
