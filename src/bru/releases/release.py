"""Whether a version may be released: what refuses it, each with the reason and the remedy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from bru.check import run as checking
from bru.editing import form
from bru.model.problem import ERROR
from bru.releases import candidate as candidates
from bru.releases import causes, change, changelog, place, published, redirects, released
from bru.releases.candidate import Candidate
from bru.releases.causes import unexplained
from bru.store import DESCRIPTOR, Store
from bru.store.git import lines

CITATION = "CITATION.cff"
SHOWN = 5  # changes that are named as the reason of a bump
UNEXPLAINED = "BRU906"


class Refusal(NamedTuple):
    """Why a version may not be released: where, what, and how to mend it."""

    place: str
    message: str
    fix: str


def check(
    candidate: Candidate, today: date | None = None, documents: Mapping[str, bytes] | None = None
) -> list[Refusal]:
    """Everything that refuses the version of a package, whether it is prepared or not."""
    own = candidate.version
    found = [*sound(candidate, today, documents), *version(candidate, own)]
    if candidate.taken:
        return found
    if candidate.prepared:
        return [*found, *retired(candidate, own), *fresh(candidate, today), *later(candidate)]
    fix = f"run `bru release prepare {candidate.lowest or 'VERSION'}`"
    message = f"{own} is not prepared: the list of releases does not have it"
    return [*found, Refusal(published.RELEASES, message, fix)]


def sound(
    candidate: Candidate, today: date | None, documents: Mapping[str, bytes] | None = None
) -> Iterator[Refusal]:
    """Faults of the data, files that are not in form, changes without a cause."""
    folder = candidate.folder
    report = checking.validate(
        folder, DESCRIPTOR, documents=documents, ignore=(UNEXPLAINED,), also=("release",),
        limit=0, today=today,
    )  # fmt: skip
    for p in report.problems:
        if p.level == ERROR:
            place = p.path + (f":{p.line}" if p.line else "")
            yield Refusal(place, f"{p.code} {p.message}", p.hint)
    for stale in form.changes(folder, DESCRIPTOR)[1]:
        what = "bytes and hash are stale" if stale.path == DESCRIPTOR else "not in canonical form"
        yield Refusal(stale.path, f"{what} ({stale.why})", "run `bru fmt`")
    for number, line in candidate.unused:
        where = " ".join(filter(None, (line.table, line.key, line.field)))
        message = f"no change of {where} since {candidate.last}: this line gives no cause"
        yield Refusal(f"{causes.PATH}:{number}", message, "delete or correct the line")
    for one in unexplained(candidate.explained, candidate.package):
        yield Refusal(causes.PATH, f"{UNEXPLAINED} {one.message}", one.hint)


def version(candidate: Candidate, wanted: str) -> Iterator[Refusal]:
    """A version that is taken, too low, or not above the last one."""
    last, lowest = candidate.last, candidate.lowest
    if last is None:
        return
    low = published.number(wanted) < published.number(lowest)
    if not low and published.number(wanted) > published.number(last) and candidate.needed != "none":
        return
    because = "; ".join(reasons(candidate))
    if candidate.needed == "none":
        message, fix = f"nothing changed since {last}", "there is nothing to release"
    elif candidate.taken and wanted == last:
        message = f"{wanted} is released, and something has changed since: {because}"
        fix = f"run `bru release prepare`: it needs {lowest}"
    else:
        message = f"{wanted} is too low: after {last} it needs a {candidate.needed} bump: {because}"
        fix = f"release it as {lowest} (`bru release prepare`)"
    yield Refusal(DESCRIPTOR, message, fix)


def unreleased(candidate: Candidate, wanted: str) -> list[redirects.Retired]:
    """Lines of retired_ids that are new and name another version than the one they will be in."""
    still = {(one.table, one.id) for one in candidate.before.ids if not one.left}
    lines = redirects.read(candidate.folder, candidate.package)
    return [line for at, line in lines.items() if at in still and line.since_version != wanted]


def retired(candidate: Candidate, wanted: str) -> Iterator[Refusal]:
    """As `unreleased`, each a reason to refuse what is prepared already."""
    for line in unreleased(candidate, wanted):
        path = candidate.package.resource(redirects.TABLE).path
        message = f"{line.old_id} is retired since {line.since_version or '(none)'}, not {wanted}"
        yield Refusal(path, message, f"run `bru release prepare {wanted}` again")


def reasons(candidate: Candidate) -> Iterator[str]:
    """The changes that demand the bump, a few of each kind."""
    kinds = [e for e in candidate.explained if change.KINDS[e.kind].bump == candidate.needed]
    for kind, count in Counter(e.kind for e in kinds).items():
        own = [e.change for e in kinds if e.kind == kind][:SHOWN]
        names = [" ".join(filter(None, (c.table, c.key, c.field))) or "package" for c in own]
        more = f" and {count - len(own)} more" if count > len(own) else ""
        yield f"{change.KINDS[kind].what} ({', '.join(names)}{more})"
    for section in (changelog.UNRELEASED, candidate.version):
        if section == candidate.version and not candidate.prepared:
            continue
        for kind in sorted(changelog.tool_kinds(changelog.find(candidate.sections, section))):
            if change.KINDS[kind].bump == candidate.needed:
                yield change.KINDS[kind].what


def dated(candidate: Candidate, day: str, today: date | None) -> Iterator[Refusal]:
    """A day that is none, is still to come, or is before the last release."""
    try:
        given = date.fromisoformat(day)
    except ValueError:
        given = None
    if given is None or not published.DATE.fullmatch(day):
        yield Refusal(published.RELEASES, f"{day!a} is no day", "give it as 2027-12-31")
        return
    if today and given > today:
        yield Refusal(published.RELEASES, f"{day} is still to come", "release on that day")
    for before in candidate.before.releases[-1:]:
        if day < before.date:
            message = f"{day} is before the release {before.version} of {before.date}"
            yield Refusal(published.RELEASES, message, "give a later day")


def later(candidate: Candidate) -> Iterator[Refusal]:
    """What changed since the commit that is the release: the tool, pages, whatever is no data."""
    if not candidates.is_released(candidate.home, candidate.version):
        return
    release = next(r for r in candidate.record.releases if r.version == candidate.version)
    commit = place.recorded(candidate.home, release)
    if not commit:
        return
    root = candidate.home.root
    if place.is_cut_off(candidate.home, commit):
        message = f"the history here does not have the commit of {candidate.version}"
        yield Refusal(published.RELEASES, message, "fetch the whole history")
    elif names := lines(root, "diff", "--name-only", "--relative", commit, "--", "."):
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        message = f"{', '.join(names[:SHOWN])}{more}: changed since {commit[:7]}, which is"
        fix = f"`git checkout {commit[:7]}` has {candidate.version}; prepare the next release"
        yield Refusal(DESCRIPTOR, f"{message} {candidate.version}", fix)


def fresh(candidate: Candidate, today: date | None) -> Iterator[Refusal]:
    """Lists, changelog, citation and zip file of a prepared version that are stale."""
    own, record = candidate.version, candidate.record
    release = next(r for r in record.releases if r.version == own)
    fix = f"run `bru release prepare {own} --date {release.date}` again"
    yield from dated(candidate, release.date, today)
    package, data = released.form(candidate.folder, release.date)
    if sha256(released.zipped(package, data, release.date)).hexdigest() != release.sha256:
        message = f"the digest of {own} is not that of its files"
        yield Refusal(published.RELEASES, message, fix)
    given = {one[:4] for one in record.ids}
    made = {one[:4] for one in candidates.ids(candidate, own)}
    for table, identifier, *_ in sorted(given ^ made)[:SHOWN]:
        yield Refusal(published.IDS, f"{identifier} of {table}: its line is stale", fix)
    section = changelog.find(candidate.sections, own)
    words = changelog.data_part(candidate.explained)
    if section is None:
        yield Refusal(changelog.PATH, f"it has no section {own}", fix)
    elif section.date != release.date:
        message = f"the section {own} has the date {section.date or '(none)'}, not {release.date}"
        yield Refusal(changelog.PATH, message, fix)
    elif candidate.last and section.parts.get(changelog.DATA, "") != words:
        yield Refusal(changelog.PATH, f"what the section {own} says of the data is stale", fix)
    for number, line in candidate.own:
        if not line.version:
            message = f"a cause is not entered for {own}"
            yield Refusal(f"{causes.PATH}:{number}", message, fix)
    yield from cited(candidate.folder, own, release.date, fix)


def cited(folder: Store, own: str, day: str, fix: str) -> Iterator[Refusal]:
    """A citation of another version or date."""
    try:
        text = folder.read(CITATION).decode("utf-8")
    except FileNotFoundError:
        return
    for name, value in (("version", own), ("date-released", day)):
        found = re.search(rf"^{name}: *\"?([^\"\n]*)\"?$", text, re.MULTILINE)
        if not found or found[1] != value:
            message = f"{name} is {found[1] if found else '(none)'}, not {value}"
            yield Refusal(CITATION, message, fix)
