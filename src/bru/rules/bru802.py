"""The descriptor lacks a property, or has it twice or in the wrong form.

Why: Tools that load the package stop, or skip the table without a word.

Fix: Correct the property as the Data Package standard says.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule(
    "property",
    "see the Data Package standard, https://datapackage.org",
)
