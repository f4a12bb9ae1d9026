"""A key names a field or a resource that does not exist.

Why: The key is not checked at all.

Fix: Correct the name, or delete the key.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule("key", "correct the name in the schema or delete the key")
