"""What a check says: counts that are always exact, problems up to a limit, the exit code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from bru.model.problem import NotRun, Problem

# What else is wrong in a row with too many or too few cells may be right when they are in place;
# a reference that has not the form of its field refers to nothing.
SHIFTED, MALFORMED = "BRU007", "BRU1"
VALID, INVALID, INCOMPLETE = "valid", "invalid", "incomplete"


class Table(NamedTuple):
    """A resource, and whether its rows were read."""

    name: str
    path: str
    rows: int
    bytes: int
    read: bool = True


class Opposed(NamedTuple):
    """What another tool and bru differ in; `reason` is why it is known to, "" if it is not.

    `does`: the other tool "misses" or "adds" a fault of this `kind`, or "refuses" to judge.
    """

    does: str
    path: str
    line: int
    field: str
    kind: str
    reason: str
    message: str = ""


class Opinion(NamedTuple):
    """What another tool says: how many faults both found, differences, what was not compared."""

    judge: str
    version: str
    agreed: int
    differences: tuple[Opposed, ...]
    not_compared: tuple[str, ...]

    @property
    def unlisted(self) -> int:
        """How many differences are not known."""
        return sum(not difference.reason for difference in self.differences)

    def to_dict(self) -> dict[str, Any]:
        """The opinion as `report.schema.json` describes it."""
        return {**self._asdict(), "differences": [d._asdict() for d in self.differences]}


class Report(NamedTuple):
    """The outcome of one check. `seconds` is set by the caller, who has the clock.

    `root` is where the package lies, for formats whose readers need paths from elsewhere than
    the package (the root of a repository), `note` what to tell whoever asked for the check; both
    are no part of the report as `to_dict` gives it. `asked`: the codes of the rules that had
    something to ask; `packs`: the packs that were asked.
    """

    package: str
    version: str
    engine: str
    resources: tuple[Table, ...]
    errors: int
    warnings: int
    by_code: Mapping[str, int]
    problems: tuple[Problem, ...]
    not_run: tuple[NotRun, ...]
    asked: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    seconds: float = 0.0
    root: str = ""
    waived: int = 0
    opinion: Opinion | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Invalid with an error, else incomplete if something could not be checked, else valid."""
        return INVALID if self.errors else INCOMPLETE if self.not_run else VALID

    @property
    def valid(self) -> bool:
        """Whether everything that is declared was checked, and no error was found."""
        return self.verdict == VALID

    @property
    def exit_code(self) -> int:
        """0 valid, 1 invalid, 2 incomplete; 1 if a second opinion differs for no known reason."""
        if self.errors or (self.opinion and self.opinion.unlisted):
            return 1
        return 0 if self.valid else 2

    @property
    def follows(self) -> dict[int, int]:
        """The places of problems that follow from another one, and the place of that one."""
        rows: dict[object, int] = {}
        cells: dict[object, int] = {}
        causes: dict[object, int] = {}
        found: dict[int, int] = {}
        for at, p in enumerate(self.problems):
            if p.code == SHIFTED:
                rows.setdefault((p.path, p.line), at)
            elif p.code.startswith(MALFORMED):
                cells.setdefault((p.path, p.line, p.field), at)
        for at, p in enumerate(self.problems):
            root = rows.get((p.path, p.line))
            if root is None and p.cause:
                root = cells.get((p.path, p.line, p.field))
                root = causes.setdefault(p.cause, at) if root is None else root
            if root is not None and root != at:
                found[at] = root
        return found

    def located(self, path: str) -> str:
        """A path of the package, seen from where `root` is seen."""
        return path if self.root in ("", ".") else f"{self.root.rstrip('/')}/{path}"

    def to_dict(self, tool_version: str) -> dict[str, Any]:
        """The report as `report.schema.json` describes it."""
        follows = self.follows
        return {
            "bru": tool_version,
            "package": self.package,
            "version": self.version,
            "verdict": self.verdict,
            "valid": self.valid,
            "engine": self.engine,
            "packs": list(self.packs),
            "rules": len(self.asked),
            "resources": [r._asdict() for r in self.resources],
            "counts": {
                "error": self.errors,
                "warning": self.warnings,
                "by_code": dict(self.by_code),
                "waived": self.waived,
            },
            "problems": [_values(p, follows.get(at)) for at, p in enumerate(self.problems)],
            "not_run": [n._asdict() for n in self.not_run],
            **({"second_opinion": self.opinion.to_dict()} if self.opinion else {}),
            "seconds": self.seconds,
        }


def _values(problem: Problem, follows: int | None) -> dict[str, Any]:
    """A problem as JSON values: what only some problems have is left out of the others."""
    values = {k: v for k, v in problem._asdict().items() if k != "cause" and (v or k != "named")}
    return values if follows is None else {**values, "follows": follows}
