"""What is said of the problems that are listed: lines, keys, labels, causes first."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from shlex import quote as quoted

from bru.check.causes import Known
from bru.check.labels import Labels
from bru.check.listing import Item, Tally, Told
from bru.check.packs import packs_of, published, registered
from bru.check.reader import Answers
from bru.check.rulebook import CELL, VALUE, Rule
from bru.model import many
from bru.model.folded import Folding
from bru.model.many import Many, Numbered, parts
from bru.model.problem import Finding, More, Problem, brief
from bru.model.question import Columns


def told(tally: Tally, plain: bool = False) -> Told:
    """The problems in the order in which they are told; `plain`: without what explains them."""
    teller = Teller(tally.answers)
    known, folding = Known(tally.seen(), tally.package, teller.labels), Folding()
    heads, shown = array("q"), Many[Problem]()
    for part in parts(tally.listed, many.ROOM):
        items = [item for _, item in part]
        items = items if plain else teller.explained(items)
        items = [headless(i) if is_alone(i, tally.causes) else i for i in items]
        roots = [*map(known.root, items)]
        instead = {
            number: teller.headed(item, item.more.head)
            for number, (item, root) in enumerate(zip(items, roots, strict=True))
            if item.more.head and root is None
        }
        teller.look_up([*items, *instead.values()])
        for number, (item, root) in enumerate(zip(items, roots, strict=True)):
            if number in instead:
                heads.append(len(folding.causes))
                shown.append(teller.problem(instead[number]))
            folding.add(teller.problem(item), root)
    blamed = ((number, known.blamed(entry)) for number, entry in enumerate(tally.not_run))
    waits = {number: folding.place(at) for number, at in blamed if at is not None}
    problems, follows = folding.told()
    return Told(problems, follows, Numbered(heads, shown), waits)


def is_alone(item: Item, causes: Mapping[str, Sequence[str]]) -> bool:
    """Whether too few problems have the same cause for it to be mended elsewhere."""
    tables = causes[item.found.finding.cause]
    return len(tables) < item.more.enough or len({*tables}) < item.more.tables


def headless(item: Item) -> Item:
    """A problem that is to be mended where it is."""
    return item._replace(more=item.more._replace(head=None)) if item.more.head else item


class Teller:
    """Turns findings into problems; the keys of rows and what they stand for are looked up once."""

    def __init__(self, answers: Answers) -> None:
        self.engine, self.package = answers.engine, answers.package
        rows = {name: size[0] for name, size in answers.sizes.items()}
        self.labels = Labels(
            answers.package,
            answers.ask,
            rows,
            partial(published, answers.store),
            answers.engine.line,
        )
        self.packs = [*registered(packs_of(answers.package))]
        self.rows: dict[str, set[int]] = {}  # of what is told next, by resource
        self.cells: dict[tuple[str, str], dict[int, str]] = {}  # of these rows, for hints
        self.said: dict[tuple[object, ...], More] = {}  # of values of cells
        self.keys: dict[str, dict[int, tuple[str, ...]]] = {}

    def explained(self, items: Sequence[Item]) -> list[Item]:
        """The problems that are told next, with what is said of them because they are listed."""
        self.rows, self.cells = rows_of(items), {}
        return [item._replace(more=self.more(item)) for item in items]

    def more(self, item: Item) -> More:
        """What is said of a problem because it is listed."""
        finding = item.found.finding
        more = self.own(item.rule, finding) if finding.more else More()
        if item.rule.reach == CELL and (hint := self.hint(finding.resource, finding.field)):
            hint = self.filled(hint, finding.resource, item.found.place)
            one = f"{finding.resource} {item.found.place} {hint}"  # one command fills in all
            more = more._replace(hint=hint, cause=one)
        return more

    def own(self, rule: Rule, finding: Finding) -> More:
        """What a finding says of itself when it is listed; of a value in many cells only once."""
        assert finding.more
        if rule.reach not in (CELL, VALUE):
            return finding.more(self.labels)
        value = rule.code, *finding._replace(rows=(), more=None)
        if value not in self.said:
            self.said = {} if len(self.said) > many.ROOM else self.said
            self.said[value] = finding.more(self.labels)
        return self.said[value]

    def hint(self, resource: str, field: str) -> str:
        """The command of a pack that fills in a field, "" where there is none."""
        found = (pack.FILLED.get(resource, {}) for pack in self.packs)
        return next((h for own in found for names, h in own.items() if field in names.split()), "")

    def filled(self, hint: str, resource: str, place: int) -> str:
        """A hint with the values of the row for the fields in braces; as a word where empty."""
        for field in re.findall(r"\{(\w+)\}", hint):
            if (resource, field) not in self.cells:
                wanted = self.rows[resource]
                rows = self.labels.ask(Columns(resource, (field,)))
                found = {row: cells[0] for row, cells in rows if row in wanted}
                self.cells[resource, field] = found
            own = self.cells[resource, field].get(place, "")
            hint = hint.replace(f"{{{field}}}", quoted(own) if own else field.upper())
        return hint

    def headed(self, item: Item, head: Finding) -> Item:
        """What is to be mended, as if it had been found."""
        resource = self.package.resource(head.resource)
        place = next(iter(head.rows), 0)
        line = self.engine.line(head.resource, place) if head.rows else 0
        found = item.found._replace(path=resource.path, line=line, finding=head, place=place)
        return Item(item.rule, found)

    def look_up(self, items: Iterable[Item]) -> None:
        """Find the keys of rows, and what they stand for."""
        rows = rows_of(items)
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


def rows_of(items: Iterable[Item]) -> dict[str, set[int]]:
    """The rows that problems are in, by resource."""
    rows: dict[str, set[int]] = {}
    for item in items:
        if item.found.finding.rows:
            rows.setdefault(item.found.finding.resource, set()).add(item.found.place)
    return rows
