"""What the rules find in one package: counted exactly, listed up to a limit, waived or not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from heapq import nsmallest
from typing import NamedTuple

from bru.check.labels import Labels
from bru.check.reader import Answers
from bru.check.rulebook import Rule
from bru.datapackage.expression import UnboundedError
from bru.model.problem import ERROR, WARNING, Finding, Findings, NotRun, Problem, brief
from bru.model.question import Hits, NotAnswered


class Found(NamedTuple):
    """A problem at one place, before it is known whether it is listed."""

    path: str
    line: int
    finding: Finding
    place: int
    level: str


class Listing:
    """The first problems of one rule by place; never many more than the limit (0: all)."""

    def __init__(self, limit: int) -> None:
        self.limit, self.problems = limit, list[Found]()
        self.last: tuple[str, int] | None = None  # the place of the last, when there are enough

    def has_room(self, path: str, line: int) -> bool:
        """Whether a problem at this place can still be among the first."""
        return self.last is None or (path, line) <= self.last

    def add(self, problem: Found) -> None:
        """List a problem, for the time being."""
        self.problems.append(problem)
        if self.limit and len(self.problems) >= 2 * self.limit + 100:
            self.first()

    def first(self) -> list[Found]:
        """The first problems; the others are forgotten."""
        self.problems.sort(key=lambda p: (p[:2], brief(p[2].field), brief(p[2].message)))
        if self.limit and len(self.problems) >= self.limit:
            del self.problems[self.limit :]
            self.last = self.problems[-1].path, self.problems[-1].line
        return self.problems


class Tally:
    """What the rules find in one package, counted exactly and listed up to a limit per code."""

    def __init__(self, answers: Answers, limit: int, errors: Collection[str] = frozenset()) -> None:
        """`errors`: codes whose findings are errors, whatever their rules say."""
        self.errors, self.asked = errors, dict[str, None]()
        self.answers, self.limit, self.package = answers, limit, answers.package
        rows = {name: size[0] for name, size in answers.sizes.items()}
        self.labels = Labels(self.package, answers.ask, rows)
        self.counts = {ERROR: 0, WARNING: 0}
        self.by_code: dict[str, int] = {}
        self.listed: list[tuple[Rule, Found]] = []
        self.not_run: dict[NotRun, None] = {}
        for reason in answers.not_run:
            self.not_run[NotRun(reason.code, brief(reason.reason))] = None

    def apply(self, rule: Rule) -> None:
        """Add what one rule finds."""
        listing = Listing(self.limit)
        for found in self.found(rule):
            if isinstance(found, NotRun):
                self.skip(rule, found.reason)
            elif isinstance(found, Findings):
                self.count_all(rule, found, listing)
            else:
                self.count(rule, found, listing)
        self.listed += ((rule, found) for found in listing.first())

    def skip(self, rule: Rule, reason: str) -> None:
        """Say why a rule is not applied."""
        self.not_run[NotRun(rule.code, brief(reason))] = None

    def problems(self) -> list[Problem]:
        """What is said of the problems that are listed: only now their rows are looked up."""
        rows: dict[str, set[int]] = {}
        for _, found in self.listed:
            if found.finding.rows:
                rows.setdefault(found.finding.resource, set()).add(found.place)
        keys = {name: self.answers.engine.keys(name, places) for name, places in rows.items()}
        self.labels.expect((name, key) for name, own in keys.items() for key in own.values())
        problems = []
        for rule, (path, line, finding, place, level) in self.listed:
            key = keys[finding.resource][place] if finding.rows else ()
            named = self.labels.key(finding.resource, key) if finding.rows else ""
            message = finding.message + (finding.more(self.labels) if finding.more else "")
            head = rule.code, level, finding.resource, path, line
            said = finding.value, message, finding.hint, named, finding.cause
            problems.append(Problem(*head, *map(brief, (finding.field, " / ".join(key), *said))))
        return problems

    def found(self, rule: Rule) -> Iterator[Finding | Findings | NotRun]:
        """The findings of one rule, and why a question of it had no answer."""
        for question in rule.module.questions(self.package):
            self.asked[rule.code] = None
            try:
                answer = self.answers.ask(question)
                yield from rule.module.findings(self.package, question, answer, self.answers.ask)
            except (NotAnswered, UnboundedError) as error:
                yield NotRun(rule.code, str(error))

    def count(self, rule: Rule, finding: Finding, listing: Listing) -> None:
        """Count one finding where no waiver excuses it, and list its first places."""
        places = finding.rows or finding.lines or (finding.line,)
        if self.answers.waivers.concern(rule.code, finding.resource):
            places = self.left(rule, finding, places)
        if not places:
            return
        self.add(rule.code, self.level(rule, finding), len(places))
        if self.limit and len(places) > self.limit:
            places = nsmallest(self.limit, places)
        self.put(rule, finding, places, listing)

    def count_all(self, rule: Rule, findings: Findings, listing: Listing) -> None:
        """Count findings that are alike; only those that may be listed are made if that can be."""
        hits, name = findings.hits, findings.resource
        waived = self.answers.waivers.concern(rule.code, name)
        if waived:  # all keys at once, as each would be asked for by itself
            self.answers.engine.keys(name, [row for hit in hits for row in hit.rows])
        if waived or not isinstance(hits, Hits):
            for number, hit in enumerate(hits):
                self.count(rule, findings.make(number, hit), listing)
        elif hits.places:
            self.add(rule.code, self.level(rule), hits.places)
            for number, hit in hits.first(self.limit):
                self.put(rule, findings.make(number, hit), hit.rows, listing)

    def add(self, code: str, level: str, places: int) -> None:
        """Count so many problems."""
        self.counts[level] += places
        self.by_code[code] = self.by_code.get(code, 0) + places

    def put(self, rule: Rule, finding: Finding, places: Sequence[int], listing: Listing) -> None:
        """List the places of a finding, where they may be among the first."""
        level, path = self.level(rule, finding), finding.path or self.path(finding.resource)
        for place in places:
            line = place
            if finding.rows:
                line = self.answers.engine.line(finding.resource, place)
            if listing.has_room(path, line):
                listing.add(Found(path, line, finding, place, level))

    def level(self, rule: Rule, finding: Finding | None = None) -> str:
        """Error or warning: by the packs that are declared, else the finding, else the rule."""
        if rule.code in self.errors:
            return ERROR
        return (finding and finding.level) or rule.level

    def left(self, rule: Rule, finding: Finding, places: Sequence[int]) -> list[int]:
        """The places of a finding in which no waiver excuses it."""
        name, waives = finding.resource, self.answers.waivers.waives
        keys = self.answers.engine.keys(name, places) if finding.rows else {}
        return [p for p in places if not waives(rule.code, name, " / ".join(keys.get(p, ())))]

    def path(self, resource: str) -> str:
        """The file of a resource; the descriptor's for what concerns none."""
        found = self.package.by_name.get(resource)
        return found.path if found else self.package.descriptor
