"""Release list cannot be read.

Why: Without it nobody can tell whether an ID vanished or is used again, or why a value changed.

Fix: Correct the line of causes.csv; restore another file in the folder releases from the last
release, `bru release prepare` writes it.
"""

from bru.model.problem import ERROR
from bru.releases.state import Damaged
from bru.rules.kinds import defect_rule

LEVEL = ERROR
questions, findings = defect_rule(
    Damaged(), "correct a line of causes.csv; restore another file from the last release"
)
