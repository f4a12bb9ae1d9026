"""A file is not in the encoding its resource declares (UTF-8).

Why: Letters would be shown wrong, or the file cannot be loaded at all; a spreadsheet may have
saved it in a national code page such as CP1251.

Fix: Save the file as UTF-8.
"""

from bru.model.problem import ERROR
from bru.rules import defect_rule

LEVEL = ERROR
questions, findings = defect_rule(
    "encoding",
    "save the file as UTF-8 (in a spreadsheet: CSV UTF-8)",
)
