"""A file starts with a byte order mark.

Why: Many tools take the mark for a part of the first column's name.

Fix: Save as UTF-8 without BOM, or run bru fmt.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule("bom", "run bru fmt, or save as UTF-8 without BOM")
