"""Dates by their rdfType: BRU301, BRU302."""

from __future__ import annotations

from bru.check.rulebook import CELL, Entry
from bru.rules.kinds import date_rule

ENTRIES = (
    Entry(
        "BRU301",
        "Date is not EDTF",
        (
            "Dates are as precise as their source and no more, and only one notation can be "
            "sorted and compared: 2023-05-12, 2023-05, 2023, 2023-33 (first quarter), "
            "2012/2015, 2022~, XXXX-10-23."
        ),
        "Write the date in that notation, with the digits the source states.",
        *date_rule(is_reversed=False),
        reach=CELL,
    ),
    Entry(
        "BRU302",
        "Interval of dates is reversed",
        "It covers no day, so nothing can be compared with it.",
        "Write the earlier date first.",
        *date_rule(is_reversed=True),
        reach=CELL,
    ),
)
