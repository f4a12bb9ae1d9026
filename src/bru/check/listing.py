"""What the rules find: counted, listed up to a limit, waived, or a fault of a whole column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import Any, NamedTuple

from bru.check.causes import rank
from bru.check.reader import Answers
from bru.check.rulebook import CELL, VALUE, Rule
from bru.datapackage.expression import UnboundedError
from bru.model import many
from bru.model.problem import ERROR, WARNING, Finding, Findings, More, NotRun, Problem, brief
from bru.model.question import Dangling, Hits, NotAnswered, Question, Unsorted
from bru.model.words import Words

FEW = 3  # cells: when so many and half of a column have one fault, it is that of the column
REMEMBERED = 2_000  # rows of a table whose spoilt cells are known although they are not listed


class Reads:
    """What a rule asked for, fields by table; `whole`: of tables of which it must know all rows."""

    def __init__(self) -> None:
        self.columns: dict[str, set[str]] = {}
        self.whole: dict[str, set[str]] = {}

    def note(self, question: Any) -> None:
        """Remember what a question is about."""
        if isinstance(question, Unsorted):
            self.whole.setdefault(question.resource, set()).update(question.fields)
        if isinstance(question, Dangling):
            for target, names in ((question.target, question.target_fields), *question.also):
                self.whole.setdefault(target, set()).update(names)
        for other in getattr(question, "reads", ()):
            self.whole.setdefault(other.resource, set()).update(other.fields)
        if isinstance(question, Words):
            for table, names in question.texts:
                self.columns.setdefault(table, set()).update(names)
        if table := getattr(question, "resource", ""):
            one = (getattr(question, name, "") for name in ("field", "left", "right"))
            fields = getattr(question, "fields", None) or filter(None, one)
            self.columns.setdefault(table, set()).update(fields)


class Found(NamedTuple):
    """A problem at one place, before it is known whether it is listed."""

    path: str
    line: int
    finding: Finding
    place: int
    level: str
    reads: Reads


class Item(NamedTuple):
    """A problem that is listed. `more` is what is said of it because it is."""

    rule: Rule
    found: Found
    more: More = More()


class Faults(NamedTuple):
    """Cells with a fault, of which not all are listed.

    `rows` by resource and field; `columns`: code, resource and field of what most cells have.
    """

    rows: Mapping[tuple[str, str], Collection[int]]
    columns: Collection[tuple[str, str, str]]


class Told(NamedTuple):
    """The problems in the order in which they are told; see `Report` for the rest."""

    problems: Sequence[Problem] = ()
    follows: Mapping[int, int] = {}
    heads: Mapping[int, Problem] = {}
    waits: Mapping[int, int] = {}


class Listing:
    """The first problems of one rule by place; never many more than the limit (0: none goes)."""

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
        self.errors, self.asked, self.reads = errors, dict[str, None](), Reads()
        self.answers, self.limit, self.package = answers, limit, answers.package
        self.counts = {ERROR: 0, WARNING: 0}
        self.by_code: dict[str, int] = {}
        self.listed = many.Sorted[Item]()
        self.causes: dict[str, tuple[str, ...]] = {}  # the tables of the first two that have each
        self.spoilt: dict[tuple[str, str], set[int]] = {}  # by resource and field: rows
        self.faults = Counter[tuple[str, str, str]]()  # in cells: by code, resource and field
        self.not_run: dict[NotRun, None] = {}
        for reason in answers.not_run:
            self.not_run[reason._replace(reason=brief(reason.reason))] = None

    def apply(self, rule: Rule) -> None:
        """Add what one rule finds."""
        listing = Listing(self.limit)
        for found in self.found(rule):
            if isinstance(found, NotRun):
                self.skip(rule, found)
            elif isinstance(found, Findings):
                self.count_all(rule, found, listing)
            else:
                self.count(rule, found, listing)
        self.keep(rule, listing)

    def keep(self, rule: Rule, listing: Listing) -> None:
        """List the problems of a rule for good, of each only what is of its place."""
        for found in listing.first():
            finding = found.finding
            before = self.causes.get(finding.cause, ())
            if len({*before}) < 2 and (len(before) < 2 or finding.resource not in before):
                self.causes[finding.cause] = (*before[:1], finding.resource)
            finding = finding._replace(rows=(found.place,) if finding.rows else (), lines=())
            self.listed.add(rank(rule, found), Item(rule, found._replace(finding=finding)))
        listing.problems = []

    def skip(self, rule: Rule, why: NotRun) -> None:
        """Say why a rule is not applied."""
        self.not_run[why._replace(code=rule.code, reason=brief(why.reason))] = None

    def seen(self) -> Faults:
        """The cells with faults, listed or not."""
        most = {
            (code, name, field)
            for (code, name, field), count in self.faults.items()
            if count >= max(FEW, self.answers.sizes[name][0] / 2)
        }
        return Faults(self.spoilt, most)

    def found(self, rule: Rule) -> Iterator[Finding | Findings | NotRun]:
        """The findings of one rule, and why a question of it had no answer."""

        def ask(question: Question) -> Sequence[Any]:
            self.reads.note(question)
            return self.answers.ask(question)

        for question in rule.module.questions(self.package):
            self.asked[rule.code] = None
            self.reads = Reads()
            try:
                yield from rule.module.findings(self.package, question, ask(question), ask)
            except NotAnswered as error:
                yield NotRun(rule.code, str(error), error.resource)
            except UnboundedError as error:
                yield NotRun(rule.code, str(error))

    def count(self, rule: Rule, finding: Finding, listing: Listing) -> None:
        """Count one finding where no waiver excuses it, and list its first places."""
        places = finding.rows or finding.lines or (finding.line,)
        if self.answers.waivers.concern(rule.code, finding.resource):
            places = self.left(rule, finding, places)
        if not places:
            return
        self.add(rule.code, self.level(rule, finding), len(places))
        # An engine may have brought the first rows only; for all of them it is asked again.
        near: Sequence[int] = getattr(places, "near", places) if self.limit else places
        if rule.reach == CELL:  # it reaches further
            spoilt = self.spoilt.setdefault((finding.resource, finding.field), set())
            spoilt.update(place for place in near if place < REMEMBERED)
        if rule.reach in (CELL, VALUE):
            self.faults[rule.code, finding.resource, finding.field] += len(places)
        if self.limit and len(near) > self.limit:
            near = nsmallest(self.limit, near)
        self.put(rule, finding, near, listing)

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
            at = path
            if finding.rows:
                line = self.answers.engine.line(finding.resource, place)
                at, line = self.answers.place(finding.resource, path, line)
            if listing.has_room(at, line):
                listing.add(Found(at, line, finding, place, level, self.reads))
                if not self.limit and len(listing.problems) >= many.ROOM:
                    self.keep(rule, listing)

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
