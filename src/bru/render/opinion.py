"""A second opinion for a person, after the report."""

from __future__ import annotations

from collections.abc import Iterator

from bru.model.grammar import plural
from bru.model.report import Opinion, Opposed
from bru.render.printable import Paint, printable

DOES = {
    "misses": "{judge} does not see this problem",
    "adds": "only {judge} sees a problem",
    "refuses": "{judge} gives no verdict",
}
ASKED = "not a known difference: please report it, with the row and the schema of the field"


def opinion(found: Opinion, paint: Paint) -> Iterator[str]:
    """The summary, a line a difference, and what was not compared."""
    known, unlisted = len(found.differences) - found.unlisted, found.unlisted
    listed = [f"agrees on {plural(found.agreed, 'problem')}"] if found.agreed else []
    listed += [plural(known, "known difference")] if known else []
    listed += [paint(f"{plural(unlisted, 'difference')} not known", "error")] if unlisted else []
    yield ""
    yield f"second opinion of {found.judge} {found.version}: {', '.join(listed) or 'no problems'}"
    for difference in found.differences:
        yield line(found.judge, difference, paint)
    for reason in found.not_compared:
        yield f"{paint('not compared:', 'warning')} {printable(reason)}"


def line(judge: str, difference: Opposed, paint: Paint) -> str:
    """One difference on one line: place, field, who sees what, and why if that is known."""
    does, path, number, name, kind, reason, message = difference
    place = paint(printable(path + (f":{number}" if number else "")), "place")
    field = f" {paint(printable(name), 'field')}" if name else ""
    about = "; ".join(filter(None, (kind, message)))
    what = DOES[does].format(judge=judge) + (f" ({printable(about)})" if about else "")
    why = paint(f"known: {reason}", "faint") if reason else paint(ASKED, "error")
    return f"{place}:{field} {what}; {why}"
