"""A value is not one of the field's two boolean words.

Why: Tools that load the column by its type fail, or read it as text without a word.

Fix: Write the words the schema names, in the same case: true or false.
"""

from bru.datapackage.constraints import value_rule
from bru.model.problem import ERROR

LEVEL = ERROR
questions, findings = value_rule("boolean")
