"""What frictionless says of a package, and for which reasons it may differ."""

from __future__ import annotations

import csv
import re
import warnings
from pathlib import Path

LIST = Path(__file__).with_name("known.tsv").read_text("utf-8")
KNOWN = list(csv.DictReader(LIST.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
REASONS = {row["reason"] for row in KNOWN}


def differs(what: str, right: Path, wrong: Path) -> list[str]:
    """Where frictionless differs about two packages: a known reason, else what it said."""
    found = []
    if said := errors(right):
        found.append(reason("right", said) or f"frictionless of the right one: {unknown(said)}")
    if not errors(wrong):
        said = [what]
        found.append(reason("wrong", said) or f"frictionless does not find: {said[0]}")
    return found


def unknown(said: list[str]) -> list[str]:
    """Some of what was said for no known reason."""
    return [one for one in said if not reason("right", [one])][:2]


def reason(side: str, said: list[str]) -> str:
    """The reason that is known for all that was said, or ""."""
    reasons = []
    for one in said:
        rows = [r for r in KNOWN if r["package"] == side and re.search(r["pattern"], one)]
        if not rows:
            return ""
        reasons.append(rows[0]["reason"])
    return reasons[0]


def errors(folder: Path) -> list[str]:
    """The errors that frictionless finds, or what it fell over."""
    import frictionless

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            report = frictionless.validate(str(folder / "datapackage.json"))
        except Exception as error:
            return [f"{type(error).__name__}: {error}"]
    found = [*report.errors, *(e for task in report.tasks for e in task.errors)]
    return [f"{e.type}: {e.message}" for e in found]
