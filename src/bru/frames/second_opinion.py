"""A second opinion on a package: where pandera or frictionless differ from bru."""

from __future__ import annotations

from importlib.metadata import version

from bru.check import run
from bru.frames.judges import fault
from bru.frames.judges.compare import compare, known
from bru.frames.judges.fault import KINDS, Case
from bru.frames.judges.known import Difference
from bru.model.report import Opinion, Opposed, Report
from bru.store import Folder, Store
from bru.store.machine import scratch


class Failed(Exception):
    """The other tool is not there, or failed."""


def opinion(store: Store, name: str, judge: str) -> Opinion:
    """The opinion of `judge`, pandera or frictionless, on the package that `name` describes.

    Both judge a copy, so that nobody changes it meanwhile, without waivers. Raises Failed.
    """
    try:
        __import__(judge)
        about = version(judge)
    except Exception as error:  # also what a broken installation raises
        raise Failed(f"--second-opinion: {judge} cannot be used here: {error}") from error
    with scratch() as folder:
        fault.lay_out(store, name, folder)
        try:
            case = fault.read(folder, name)
        except fault.Refusal as refusal:  # by bru
            return Opinion(judge, about, 0, (), (str(refusal),))
        report = run.validate(Folder(folder), name, select=[*KINDS], limit=0)
        try:
            return compared(case, report, judge, about)
        except fault.Refusal as refusal:
            raise Failed(f"--second-opinion: {judge} {about}: {refusal}") from refusal
        except Exception as error:
            raise Failed(f"--second-opinion: {judge} {about} failed: {error!r}") from error


def compared(case: Case, report: Report, judge: str, about: str) -> Opinion:
    """The opinion on a package that bru can read, and of which this is its report."""
    ours = fault.by_bru(case, report.problems)
    apart = dict.fromkeys(n.reason for n in report.not_run if n.code in ("", *KINDS))
    found = list(compare(case, ours, judge, apart))
    for difference in found:
        if difference.does == "refuses" and not known(difference):
            raise fault.Refusal(difference.why)
    missed = {d.fault for d in found if d.does == "misses"}
    agreed = 0 if any(d.does == "refuses" for d in found) else len(ours - missed)
    return Opinion(judge, about, agreed, tuple(opposed(case, d) for d in found), tuple(apart))


def opposed(case: Case, difference: Difference) -> Opposed:
    """A difference at its place in the files."""
    entries = known(difference)
    reason = f"{entries[0].when}: {entries[0].reason}" if entries else ""
    table, row, field, kind = difference.fault
    path = case.package.resource(table).path if table else case.package.descriptor
    line = case.tables[table].lines[row - 2] if row else 0
    return Opposed(difference.does, path, line, field, kind, reason, difference.why)
