"""A value does not match the field's pattern.

Why: IDs, codes and hashes are compared letter by letter.

Fix: Write the value in the form the schema shows in its example.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("pattern")
