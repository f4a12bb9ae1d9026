"""The rules that only name what a reader or the schema reports, as data: one entry a rule."""

from __future__ import annotations

from bru.check.rulebook import Entry
from bru.rules.catalogue import dates, descriptors, files, keys, values

ENTRIES: dict[str, Entry] = {
    entry.code: entry
    for module in (files, values, keys, dates, descriptors)
    for entry in module.ENTRIES
}
