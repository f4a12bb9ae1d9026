"""The list of waivers, or a line of it, cannot be read.

Why: A waiver that cannot be read excuses nothing.

Fix: Give each line code, table, key, a reason, and its last day.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule(
    "waivers", "give each line code, table, key, a reason, and its last day (2027-12-31)"
)
