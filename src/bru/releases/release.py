"""Whether a version may be released: what refuses it, each with the reason and the remedy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from bru.check import run as checking
from bru.check.reader import Answers
from bru.check.rulebook import load_rules
from bru.editing import form
from bru.model.problem import ERROR
from bru.releases import candidate as candidates
from bru.releases import changelog, last_release, policy, published, redirects
from bru.releases.candidate import Candidate
from bru.store import DESCRIPTOR, Store

if TYPE_CHECKING:
    from datetime import date

CITATION = "CITATION.cff"
SHOWN = 5  # changes that are named as the reason of a bump


class Refusal(NamedTuple):
    """Why a version may not be released: where, what, and how to mend it."""

    place: str
    message: str
    fix: str


def check(candidate: Candidate, today: date | None = None) -> list[Refusal]:
    """Everything that refuses the version of a package, whether it is prepared or not."""
    found = [*sound(candidate, today), *version(candidate, candidate.version)]
    if candidate.taken:
        return found
    found += retired(candidate, candidate.version)
    if candidate.prepared:
        return [*found, *fresh(candidate)]
    fix = f"run `bru release prepare {candidate.lowest or 'VERSION'}`"
    message = f"{candidate.version} is not prepared: the list of releases does not have it"
    return [*found, Refusal(published.RELEASES, message, fix)]


def sound(candidate: Candidate, today: date | None) -> Iterator[Refusal]:
    """Faults of the data, stale hashes, changes without a cause."""
    folder = candidate.folder
    report = checking.check(
        Answers(folder, candidate.package, None), load_rules(), limit=0, today=today
    )
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
        yield Refusal(f"{last_release.CAUSES_PATH}:{number}", message, "delete or correct the line")
    for change, cause, _ in candidate.explained:
        if not cause:
            where = " ".join(filter(None, (change.table, change.key, change.field)))
            what = policy.KINDS[change.kind].what
            fix = last_release.wanted(change.table, change.key, change.field)
            yield Refusal(last_release.CAUSES_PATH, f"{where}: {what}, and no line says why", fix)


def version(candidate: Candidate, wanted: str) -> Iterator[Refusal]:
    """A version that is taken, too low, or not above the last one."""
    last, lowest = candidate.last, candidate.lowest
    if last is None:
        return
    low = policy.number(wanted) < policy.number(lowest)
    if not low and policy.number(wanted) > policy.number(last) and candidate.needed != "none":
        return
    because = "; ".join(reasons(candidate))
    if candidate.needed == "none":
        message, fix = f"nothing changed since {last}", "there is nothing to release"
    elif candidate.taken and wanted == last:
        message = f"{wanted} is released, and its data is other now: {because}"
        fix = f"run `bru release prepare`: it needs {lowest}"
    else:
        message = f"{wanted} is too low: after {last} it needs a {candidate.needed} bump: {because}"
        fix = f"release it as {lowest} (`bru release prepare`)"
    yield Refusal(DESCRIPTOR, message, fix)


def retired(candidate: Candidate, wanted: str) -> Iterator[Refusal]:
    """Lines of retired_ids that are new and name another version than the one they will be in."""
    still = {(one.table, one.id) for one in candidate.before.ids if not one.left}
    lines = redirects.read(candidate.folder, candidate.package)
    for at, line in lines.items():
        if at in still and line.since_version != wanted:
            path = candidate.package.resource(redirects.TABLE).path
            message = f"{line.old_id} is retired since {line.since_version}, not {wanted}"
            yield Refusal(path, message, f"write {wanted} as its since_version")


def reasons(candidate: Candidate) -> Iterator[str]:
    """The changes that demand the bump, a few of each kind."""
    kinds = [e for e in candidate.explained if policy.KINDS[e.kind].bump == candidate.needed]
    for kind, count in Counter(e.kind for e in kinds).items():
        own = [e.change for e in kinds if e.kind == kind][:SHOWN]
        names = [" ".join(filter(None, (c.table, c.key, c.field))) or "package" for c in own]
        more = f" and {count - len(own)} more" if count > len(own) else ""
        yield f"{policy.KINDS[kind].what} ({', '.join(names)}{more})"
    for section in (changelog.UNRELEASED, candidate.version):
        if section == candidate.version and not candidate.prepared:
            continue
        for kind in sorted(changelog.tool_kinds(changelog.find(candidate.sections, section))):
            if policy.KINDS[kind].bump == candidate.needed:
                yield policy.KINDS[kind].what


def fresh(candidate: Candidate) -> Iterator[Refusal]:
    """Lists, changelog and citation of a prepared version that are not as they would be made."""
    own, record = candidate.version, candidate.record
    release = next(r for r in record.releases if r.version == own)
    fix = f"run `bru release prepare {own} --date {release.date}` again"
    made = candidates.record(candidate, own, release.date, candidate.folder.read(DESCRIPTOR))
    if release != made.releases[-1]:
        message = f"the digest of {own} is not that of {DESCRIPTOR}"
        yield Refusal(published.RELEASES, message, fix)
    given = {one[:4] for one in record.ids}
    for table, identifier, *_ in sorted(given ^ {one[:4] for one in made.ids})[:SHOWN]:
        yield Refusal(published.IDS, f"{identifier} of {table}: its line is stale", fix)
    if candidates.text(candidate.folder, last_release.CELLS) != candidates.cells(candidate):
        yield Refusal(last_release.CELLS, "it is not what the tables give", fix)
    section = changelog.find(candidate.sections, own)
    data = changelog.data_part(candidate.explained)
    if section is None:
        yield Refusal(changelog.PATH, f"it has no section {own}", fix)
    elif section.date != release.date:
        message = f"the section {own} has the date {section.date or '(none)'}, not {release.date}"
        yield Refusal(changelog.PATH, message, fix)
    elif candidate.last and section.parts.get(changelog.DATA, "") != data:
        yield Refusal(changelog.PATH, f"what the section {own} says of the data is stale", fix)
    for number, line in candidate.own:
        if not line.version:
            yield Refusal(
                f"{last_release.CAUSES_PATH}:{number}", f"a cause is not entered for {own}", fix
            )
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
