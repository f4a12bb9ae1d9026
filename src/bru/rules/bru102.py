"""A value is not one of the listed values.

Why: Consumers filter and count by these values; another spelling drops out silently.

Fix: Use a listed value; a new one is added to the schema first, with its meaning.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("enum")
