"""What of the tables `bru todo` finds in the documents, and what it misses.

    python -m tools.todo_recall DOCUMENTS [PACKAGE]

Numbers: each figure, in the passage of its claim. Dates: each stated time, and each date of a
citation. Names: each other name, and the actors of claims, also with their other names hidden. Outlets: those of citations, near the passage of their claim.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bru import store
from bru.check.reader import Answers
from bru.claims.documents import Documents, evidence, stated
from bru.claims.documents.passage import FOUND
from bru.claims.prose import figure
from bru.claims.prose.reader import read
from bru.claims.prose.sentences import sentences
from bru.claims.todo.names import Known, Names
from bru.claims.todo.work import Finder, Found
from bru.datapackage import descriptor, edtf
from bru.model.question import Columns


class Row(NamedTuple):
    """What a table has: of which kind, where, and whether it was found."""

    kind: str
    what: str
    is_found: bool


def rows(documents: str, package: str = "") -> Iterator[Row]:
    """Every number, date, name and outlet of the tables."""
    where = store.Folder(Path(package)) if package else store.installed()
    answers = Answers(where, descriptor.read(where, store.DESCRIPTOR), store.documents(documents))
    finder, spoken = (
        Finder(answers.package, answers.ask),
        stated.languages(answers.package, answers.ask),
    )
    tables = Tables(answers)
    for copy in answers.ask(Documents()):
        if isinstance(copy, evidence.Copy):
            code = spoken.get(copy.source_id, "en")
            known = sentences(copy.text, code)
            near = {}
            for claim, verdict in copy.verdicts.items():
                if verdict.state in FOUND:
                    own = [s for s in known if s[0] < verdict.end and verdict.start < s[1]]
                    near[claim] = finder.found(copy.text, own[0][0], own[-1][1], code)
            whole = finder.found(copy.text, 0, len(copy.text), code)
            yield from tables.numbers(near)
            yield from tables.dates(near, whole)
            yield from tables.outlets(near)
            yield from tables.names(copy, near, finder.names)


class Tables:
    """The tables of a package, asked what a document should have."""

    def __init__(self, answers: Answers) -> None:
        self.ask, self.package = answers.ask, answers.package
        self.claims = {
            c[0]: c[1:]
            for _, c in self.ask(Columns("claims", ("claim_id", "time_period", "time_inferred")))
        }

    def numbers(self, near: dict[str, Found]) -> Iterator[Row]:
        """The figures of claims."""
        for _, (claim, *cells) in self.ask(stated.FIGURES):
            number = figure.recorded(*cells)
            if claim in near and number:
                fit = figure.fit(number, near[claim].numbers, (), lambda _: True)
                yield Row("number", f"{claim}: {' '.join(cells)}", bool(fit and fit.power))

    def dates(self, near: dict[str, Found], whole: Found) -> Iterator[Row]:
        """The stated times of claims, which may stand elsewhere in the document."""
        for claim in near:
            period, inferred = self.claims[claim]
            if period and inferred == "false":
                for kind, found in (("date", whole), ("date of the sentence", near[claim])):
                    yield Row(kind, f"{claim}: {period}", parts(period) <= told(found))

    def outlets(self, near: dict[str, Found]) -> Iterator[Row]:
        """The outlets that claims cite, and the dates of what they cite."""
        for claim, outlet, date in self.cited():
            if claim in near:
                yield Row("outlet", f"{claim}: {outlet}", outlet in near[claim].outlets)
                if date:
                    found = said(date) <= told(near[claim])
                    yield Row("date of a citation", f"{claim}: {date}", found)

    def cited(self) -> Iterator[tuple[str, str, str]]:
        """The citations: claim, outlet, date."""
        if self.package.has(citations="claim_id outlet cited_date"):
            for _, cells in self.ask(Columns("citations", ("claim_id", "outlet", "cited_date"))):
                yield cells
        elif self.package.has(claims="reported_via"):
            ids = {c[1]: c[0] for _, c in self.ask(Columns("actors", ("actor_id", "name")))}
            for _, (claim, via) in self.ask(Columns("claims", ("claim_id", "reported_via"))):
                for each in via.split(";") if via else ():
                    outlet = each.partition(",")[0]
                    for d in read(each).dates if outlet.strip() in ids else ():
                        yield claim, ids[outlet.strip()], d.edtf

    def names(self, copy: evidence.Copy, near: dict[str, Found], names: Names) -> Iterator[Row]:
        """The other names, found by the main name alone, and the actors of claims."""
        for _, (actor, name, source) in self.ask(
            Columns("actor_names", ("actor_id", "name", "source_id"))
        ):
            if source == copy.source_id:
                by_all = {m.of for m in names.mentions(copy.text)}
                yield Row("known name", f"{source}: {name} ({actor})", actor in by_all)
        alone = Names(
            [Known(k.id, k.name, k.kind, (), k.country) for k in names.actors.values()], ()
        )
        by_main = {m.of for m in alone.mentions(copy.text)}
        by_all = {m.of for m in names.mentions(copy.text)}
        for actor in sorted(
            {
                a
                for _, (c, a) in self.ask(Columns("claim_actors", ("claim_id", "actor_id")))
                if c in near
            }
        ):
            yield Row("actor of a document", f"{copy.source_id}: {actor}", actor in by_all)
            yield Row(
                "actor by the main name alone", f"{copy.source_id}: {actor}", actor in by_main
            )
        for _, (claim, actor) in self.ask(Columns("claim_actors", ("claim_id", "actor_id"))):
            if claim in near:
                found = actor in (*near[claim].actors, *near[claim].outlets)
                yield Row("actor in the sentence", f"{claim}: {actor}", found)


def parts(period: str) -> set[str]:
    """The years, months and days of a time: 2023, -05, -05-12."""
    found = set(edtf.years(period))
    for date in re.findall(r"(?:\d{4}|XXXX)-(\d\d(?:-\d\d)?)", period):
        found.add(f"-{date}")
    return found


def said(period: str) -> set[str]:
    """The months and days of a time, or its years: beside a day, its year is often left out."""
    found = parts(period)
    return {part for part in found if part[0] == "-"} or found


def told(found: Found) -> set[str]:
    """The years, months and days of dates; of a day its month as well."""
    every = {part for date in found.dates for part in parts(date.edtf)}
    return every | {part[:3] for part in every if part[0] == "-"}


def main() -> None:
    """Print the share of each kind, and what is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("documents")
    parser.add_argument("package", nargs="?", default="")
    parser.add_argument("--show", type=int, default=5, help="misses printed for each kind")
    options = parser.parse_args()
    found = [*rows(options.documents, options.package)]
    for kind in dict.fromkeys(row.kind for row in found):
        own = [row for row in found if row.kind == kind]
        missed = [row.what for row in own if not row.is_found]
        print(
            f"{kind:30} {len(own) - len(missed):4} of {len(own):4}  {1 - len(missed) / len(own):.1%}"
        )
        for what in missed[: options.show]:
            print(f"    {what}")


if __name__ == "__main__":
    main()
