"""A file has line ends other than LF.

Why: Every line looks changed in a comparison with the last version.

Fix: Run bru fmt, or set your editor to LF.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule("line-end", "run bru fmt, or set your editor to LF line ends")
