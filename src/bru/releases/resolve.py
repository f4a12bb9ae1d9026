"""What became of an ID: for every one that was ever published, offline."""

from __future__ import annotations

from typing import NamedTuple

from bru.datapackage import descriptor
from bru.releases import published, redirects
from bru.releases.candidate import live
from bru.releases.redirects import Retired
from bru.store import Store


class Answer(NamedTuple):
    """What is known of an ID in one table.

    `state`: live, retired, or "not yet" (asked about a release before it entered). `entered`,
    `left`: releases, "" where none has it (yet); `now`: the ID to use in its place today, "" where
    there is none; `reason`: why it was retired.
    """

    table: str
    id: str
    state: str
    entered: str
    left: str
    now: str
    reason: str


def resolve(store: Store, name: str, identifier: str, at: str | None = None) -> list[Answer]:
    """The answer in every table that ever had the ID, as of the release `at` or of today.

    Raises ValueError for a release that there never was.
    """
    package = descriptor.legible(store, name)
    record, _ = published.read(store)
    releases = [r.version for r in record.releases]
    if at is not None and at not in releases:
        raise ValueError(f"there is no release {at}; there are {', '.join(releases) or 'none'}")
    known = {one.table: one for one in record.ids if one.id == identifier}
    retired = redirects.read(store, package)
    now = live(package, store)
    tables = {*known, *(t for t, i in now if i == identifier)}
    tables |= {table for table, i in retired if i == identifier}
    return [
        _answer(table, identifier, known.get(table), retired, (table, identifier) in now, at)
        for table in sorted(tables)
    ]


def _answer(
    table: str,
    identifier: str,
    one: published.Published | None,
    retired: dict[tuple[str, str], Retired],
    there: bool,
    at: str | None,
) -> Answer:
    line = retired.get((table, identifier))
    entered = one.entered if one else ""
    left = (one.left if one else "") or (line.since_version if line else "")
    end = identifier if there else redirects.successor(retired, table, identifier)
    state = "live" if there else "retired"
    if at is not None:
        when = published.number(at)
        state = "live"
        if not entered or published.number(entered) > when:
            state = "not yet"
        elif published.VERSION.fullmatch(left) and published.number(left) <= when:
            state = "retired"
    reason = "" if there or line is None else line.reason
    return Answer(table, identifier, state, entered, left, end, reason)


def words(answer: Answer, at: str | None) -> str:
    """An answer in a line."""
    when = f" in {at}" if at else ""
    since = f"since {answer.entered}" if answer.entered else "not released yet"
    if answer.state == "not yet":
        return f"{answer.table}  {answer.id}  not there{when} ({since})"
    if answer.state == "live" and answer.now == answer.id:
        return f"{answer.table}  {answer.id}  live{when} ({since})"
    to = f"→ {answer.now}" if answer.now else "no successor"
    reason = f", {answer.reason}" if answer.reason else ""
    state = f"{answer.table}  {answer.id}  {answer.state}{when}"
    left = f"left {answer.left}" if answer.left else "leaves with the next release"
    return f"{state}  {to} ({since}, {left}{reason})"


def unknown(store: Store, identifier: str) -> str:
    """That an ID is none that the data know, and how far they know."""
    releases = published.read(store)[0].releases
    until = f" up to {releases[-1].version}" if releases else ""
    return f"{identifier}: no release{until} had this ID, and the tables do not have it"
