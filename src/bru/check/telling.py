"""What is said of the problems that are listed: lines, keys, labels, causes first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from shlex import quote as quoted

from bru.check.causes import arranged
from bru.check.labels import Labels
from bru.check.listing import Faults, Found, Item, Told
from bru.check.packs import packs_of, published, registered
from bru.check.reader import Answers
from bru.check.rulebook import CELL
from bru.model.problem import Finding, More, NotRun, Problem, brief
from bru.model.question import Columns, NotAnswered


def told(
    answers: Answers,
    listed: Sequence[Item],
    faults: Faults,
    not_run: list[NotRun],
    plain: bool = False,
) -> Told:
    """The problems in the order in which they are told; `plain`: without what explains them."""
    teller = Teller(answers, listed)
    items = [*listed] if plain else [teller.explained(item) for item in listed]
    tables: dict[object, list[str]] = {}
    for item in items:
        tables.setdefault(item.found.finding.cause, []).append(item.found.finding.resource)
    items = [headless(i) if is_alone(i, tables[i.found.finding.cause]) else i for i in items]
    found = arranged(items, faults, not_run, answers.package)
    heads = {
        n: item._replace(found=teller.headed(item, item.more.head), more=More())
        for n, item in enumerate(found.items)
        if item.more.head and n not in found.follows
    }
    teller.look_up([*found.items, *heads.values()])
    problems = tuple(map(teller.problem, found.items))
    shown = {n: teller.problem(head) for n, head in heads.items()}
    return Told(problems, found.follows, shown, found.waits)


def is_alone(item: Item, tables: Sequence[str]) -> bool:
    """Whether too few problems have the same cause for it to be mended elsewhere."""
    return len(tables) < item.more.enough or len({*tables}) < item.more.tables


def headless(item: Item) -> Item:
    """A problem that is to be mended where it is."""
    return item._replace(more=item.more._replace(head=None))


class Teller:
    """Turns findings into problems; the keys of rows and what they stand for are looked up once."""

    def __init__(self, answers: Answers, listed: Sequence[Item]) -> None:
        self.engine, self.package, self.ask = answers.engine, answers.package, answers.ask
        rows = {name: size[0] for name, size in answers.sizes.items()}
        self.labels = Labels(
            answers.package,
            answers.ask,
            rows,
            partial(published, answers.store),
            answers.engine.line,
        )
        self.packs = [*registered(packs_of(answers.package))]
        self.listed = listed
        self.cells: dict[tuple[str, str], dict[int, str]] = {}  # of listed rows, for hints
        self.keys: dict[str, dict[int, tuple[str, ...]]] = {}

    def explained(self, item: Item) -> Item:
        """A problem with what is said of it because it is listed."""
        finding = item.found.finding
        more = finding.more(self.labels) if finding.more else More()
        if item.rule.reach == CELL and (hint := self.hint(finding.resource, finding.field)):
            hint = self.filled(hint, finding.resource, item.found.place)
            one = f"{finding.resource} {item.found.place} {hint}"  # one command fills in all
            more = more._replace(hint=hint, cause=one)
        return item._replace(more=more)

    def hint(self, resource: str, field: str) -> str:
        """The command of a pack that fills in a field, "" where there is none."""
        found = (pack.FILLED.get(resource, {}) for pack in self.packs)
        return next((h for own in found for names, h in own.items() if field in names.split()), "")

    def filled(self, hint: str, resource: str, place: int) -> str:
        """A hint with the values of the row for the fields in braces; as a word where empty."""
        for field in re.findall(r"\{(\w+)\}", hint):
            if (resource, field) not in self.cells:
                wanted = {
                    i.found.place for i in self.listed if i.found.finding.resource == resource
                }
                try:
                    rows = self.ask(Columns(resource, (field,)))
                except NotAnswered:
                    rows = ()
                found = {row: cells[0] for row, cells in rows if row in wanted}
                self.cells[resource, field] = found
            own = self.cells[resource, field].get(place, "")
            hint = hint.replace(f"{{{field}}}", quoted(own) if own else field.upper())
        return hint

    def headed(self, item: Item, head: Finding) -> Found:
        """What is to be mended, as if it had been found."""
        resource = self.package.resource(head.resource)
        place = next(iter(head.rows), 0)
        line = self.engine.line(head.resource, place) if head.rows else 0
        return Found(resource.path, line, head, place, item.found.level, item.found.reads)

    def look_up(self, items: Iterable[Item]) -> None:
        """Find the keys of rows, and what they stand for."""
        rows: dict[str, set[int]] = {}
        for item in items:
            if item.found.finding.rows:
                rows.setdefault(item.found.finding.resource, set()).add(item.found.place)
        self.keys = {name: dict(self.engine.keys(name, own)) for name, own in rows.items()}
        self.labels.expect((name, key) for name, own in self.keys.items() for key in own.values())

    def problem(self, item: Item) -> Problem:
        """A problem as it is told."""
        path, line, finding, place, level, _ = item.found
        key = self.keys[finding.resource][place] if finding.rows else ()
        named = self.labels.key(finding.resource, key) if finding.rows else ""
        message, hint = finding.message + item.more.text, item.more.hint or finding.hint
        head = item.rule.code, level, finding.resource, path, line
        said = finding.field, " / ".join(key), finding.value, message, hint, named
        return Problem(*head, *map(brief, said))
