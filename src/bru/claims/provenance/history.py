"""When a row entered the data and last changed: from git, else from the releases."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from bru.claims.provenance.sections import Item, Section
from bru.claims.provenance.why import Answer
from bru.model.classed import classed
from bru.releases import published
from bru.store import Folder, Store
from bru.store.git import GitError, git

CHANGELOG = "CHANGELOG.md"
SECONDS = 5
CELL = re.compile(r"^- `\w+` `([^`]+)`, ", re.MULTILINE)  # a cell that a release changed
ID = re.compile(r"[\w-]+")
HEADING = re.compile(r"^## \[?([^\]\s]+)\]?(?: - (\S+))?", re.MULTILINE)
Told = tuple[str, str, str]  # version, date ("" for none) and text of a section


class History(NamedTuple):
    """Dates and where they are known from: "git", "releases", "changelog" or "".

    `uncommitted`: the row is other than in the last commit; `refused`: why git does not answer.
    """

    known_from: str = ""
    entered: str = ""
    changed: str = ""
    uncommitted: bool = False
    refused: str = ""

    @property
    def text(self) -> str:
        """In words."""
        if not self.known_from:
            return self.refused or "unknown: no git history and no changelog names it"
        also = "; changed since, not committed" if self.uncommitted else ""
        if not self.entered:
            return "not committed yet"
        same = (
            f", last changed {self.changed}"
            if self.changed != self.entered
            else ", unchanged since"
        )
        why = f"; {self.refused}" if self.refused else ""
        return f"entered {self.entered}{same}{also} (from {self.known_from}{why})"


def history(store: Store, path: str, identifier: str) -> History:
    """The history of the row of `path` whose first cell is an ID."""
    found, refused = None, ""
    if isinstance(store, Folder) and store.editable:  # installed data is in nobody's repository
        try:
            found = from_git(store, path, identifier)
        except GitError as error:
            refused = str(error)
    return found or recorded(store)(identifier)._replace(refused=refused)


def with_history(answer: Answer, found: History) -> Answer:
    """An answer with a section more, before the citation."""
    section = Section("History", (Item("", found.text, found._asdict()),))
    *others, last = answer.sections
    return answer._replace(sections=(*others, section, last))


def from_git(folder: Folder, path: str, identifier: str) -> History | None:
    """From the commits that touch the row; None without git, a working tree or commits.

    Raises GitError.
    """
    if not re.fullmatch(r"[a-z0-9-]+", identifier):
        return None
    row = f"-G^{identifier}(,|$)"
    only = ("--extended-regexp", "--no-ext-diff", "--no-textconv", row)
    dates = git(folder.root, "log", *only, "--format=%as %h", "--", path, seconds=SECONDS)
    if dates is None:
        return None
    pending = git(
        folder.root, "diff", "HEAD", "--name-only", *only[1:], "--", path, seconds=SECONDS
    )
    lines = dates.decode("utf-8", "replace").split("\n")[:-1]
    if not lines:
        return History("git", uncommitted=True) if pending else None
    return History("git", lines[-1], lines[0], bool(pending))


def recorded(store: Store) -> Callable[[str], History]:
    """What the package itself tells of an ID, read once: its releases, else its changelog."""
    record, told = published.read(store)[0], sections(store)
    entered = {one.id: one.entered for one in reversed(record.ids)}
    days = {r.version: f"{r.version} {r.date}" for r in record.releases}

    cells = indexed(CELL, ((v, body) for v, _, body in told if v in days))
    named = indexed(ID, ((f"{version} {date}".rstrip(), body) for version, date, body in told))

    def of(identifier: str) -> History:
        if identifier in entered:
            version = entered[identifier]
            first, last = (days.get(v, v) for v in (version, cells.get(identifier, [version])[0]))
            return History("releases", first, last)
        found = named.get(identifier)
        return History("changelog", found[-1], found[0]) if found else History()

    return of


def indexed(found: re.Pattern[str], texts: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The names of the texts that something is found in, by what is found."""
    return classed((i, name) for name, text in texts for i in dict.fromkeys(found.findall(text)))


def sections(store: Store) -> list[Told]:
    """The sections of the changelog, the newest first."""
    try:
        text = store.read(CHANGELOG).decode("utf-8", "replace")
    except OSError:
        return []
    parts = HEADING.split(text)
    dates = (date or "" for date in parts[2::3])
    return list(zip(parts[1::3], dates, parts[3::3], strict=True))
