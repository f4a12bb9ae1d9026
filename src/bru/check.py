"""Rules × answers → report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bru import descriptor, table
from bru.answers import Answers
from bru.engine import python
from bru.problem import ERROR, WARNING, Finding, NotRun, Problem
from bru.question import NotAnswered, Waivers
from bru.report import Report, Table
from bru.rulebook import Rule, load_rules
from bru.store import Store

if TYPE_CHECKING:
    from datetime import date

LIMIT = 100


class Tally:
    """What the rules find in one package, counted exactly and listed up to a limit per code."""

    def __init__(self, answers: Answers, limit: int) -> None:
        self.answers, self.limit, self.package = answers, limit, answers.package
        self.counts = {ERROR: 0, WARNING: 0}
        self.by_code: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.not_run: dict[NotRun, None] = dict.fromkeys(self.package.not_run)

    def apply(self, rule: Rule) -> None:
        """Add what one rule finds."""
        listed: list[Problem] = []
        for found in self.found(rule):
            if isinstance(found, NotRun):
                self.not_run[found._replace(code=rule.code)] = None
            else:
                listed += self.count(rule, found)
        listed.sort(key=lambda p: (p.path, p.line, p.field, p.message))
        self.problems += listed[: self.limit or None]

    def found(self, rule: Rule) -> Iterator[Finding | NotRun]:
        """The findings of one rule, and why a question of it had no answer."""
        for question in rule.module.questions(self.package):
            try:
                answer = self.answers.ask(question)
                yield from rule.module.findings(self.package, question, answer, self.answers.ask)
            except NotAnswered as error:
                yield NotRun(rule.code, str(error))

    def count(self, rule: Rule, finding: Finding) -> list[Problem]:
        """Count one finding, and list as much of it as the limit allows."""
        level = finding.level or rule.level
        path = finding.path or self.path(finding.resource)
        listed: list[Problem] = []
        for line, key in self.places(finding):
            if self.answers.waivers.waives(rule.code, finding.resource, key):
                continue
            self.counts[level] += 1
            self.by_code[rule.code] = self.by_code.get(rule.code, 0) + 1
            if not self.limit or len(listed) < self.limit:
                what = finding.field, key, finding.value, finding.message, finding.hint
                listed.append(Problem(rule.code, level, finding.resource, path, line, *what))
        return listed

    def places(self, finding: Finding) -> Iterator[tuple[int, str]]:
        """Line and key of each row of a finding."""
        read = self.answers.tables.get(finding.resource)
        if not finding.rows or not isinstance(read, table.Table):
            yield finding.line, ""
            return
        keys = self.package.resource(finding.resource).schema.primary_key
        columns = [read.columns[k] for k in keys if k in read.columns]
        for row in finding.rows:
            yield read.lines[row], " / ".join(c[row] or "" for c in columns)

    def path(self, resource: str) -> str:
        """The file of a resource; the descriptor's for what concerns none."""
        found = [r.path for r in self.package.resources if r.name == resource]
        return found[0] if found else self.package.descriptor


def check(
    answers: Answers, rules: Sequence[Rule], limit: int = LIMIT, today: date | None = None
) -> Report:
    """Apply rules to one package. `limit`: problems listed per code (0: all)."""
    package = answers.package
    tally = Tally(answers, limit)
    answers.waivers.end(today)
    last = [r for r in rules if any(isinstance(q, Waivers) for q in r.module.questions(package))]
    for rule in rules:
        if rule not in last:
            tally.apply(rule)
    checked = {r.code for r in rules} - {n.code for n in tally.not_run}
    answers.judge_waivers(checked)
    for rule in last:
        tally.apply(rule)
    read = (r for r in package.resources if r.name in answers.sizes)
    return Report(
        package.name,
        package.version,
        python.NAME,
        tuple(Table(r.name, r.path, *answers.sizes[r.name]) for r in read),
        tally.counts[ERROR],
        tally.counts[WARNING],
        dict(sorted(tally.by_code.items())),
        tuple(sorted(tally.problems, key=lambda p: (p.path, p.line, p.code))),
        tuple(tally.not_run),
        len(rules),
        waived=answers.waivers.count,
    )


def validate(
    store: Store,
    name: str,
    *,
    documents: Mapping[str, bytes] | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    limit: int = LIMIT,
    today: date | None = None,
) -> Report:
    """Check the package that descriptor `name` of `store` describes.

    `documents`: file name → bytes, to verify passages; `limit`: problems listed per code (0: all);
    `today`: the day by which waivers end (None: that is not judged).
    """
    chosen = load_rules(select, ignore)
    answers = Answers(store, descriptor.read(store, name), documents)
    report = check(answers, chosen, limit, today)
    left = [r.code for r in load_rules() if r not in chosen] if select or ignore else ()
    reasons = [NotRun(code, "left out by --select or --ignore") for code in left]
    return report._replace(not_run=(*reasons, *report.not_run), root=store.name)
