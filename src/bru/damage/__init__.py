"""What spreadsheets, editors and wrong encodings do to a cell.

One module a kind of damage: what it looks like and what undoes it are one knowledge. `mend` puts
them together: it names the damage in a message, and repairs a cell where nothing else can be meant.
"""

from typing import NamedTuple


class Reading(NamedTuple):
    """What happened to a value, and what it was before; `proven`: nothing else can be meant."""

    what: str
    new: str
    proven: bool = True
