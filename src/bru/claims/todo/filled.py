"""The sheet of what is to do, filled in: what each of its rows is in the tables."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

from bru.claims.documents import Documents, cite, evidence
from bru.claims.todo import sheet
from bru.editing.batch import TABLE, Draft, Wrong, no_column, plain
from bru.editing.lines import Line, parts
from bru.model.package import Package, Resource
from bru.model.question import Ask, NotAnswered

CLAIMS, EXCLUSIONS, QUESTIONS = "claims", "exclusions", "open_questions"
STATEMENT, EXCLUDE, QUESTION = "statement", "exclude", "question"
SPAN = evidence.SPAN[1:]
SHARED = ("ref_area", "counterpart_area", "project_id", "base_period", "obs_status")  # of figures
OWN = ("outlets", "figures", QUESTION, *SHARED)  # columns that are rows of other tables
FALSE = "false"


class Expander:
    """Knows passages, figures, outlets and open questions."""

    table = CLAIMS

    def __init__(self, package: Package, ask: Ask, files: Mapping[str, bytes] | None) -> None:
        """`files`: the documents. Raises NotAnswered for tables that cannot be read."""
        self.package, self.files = package, files or {}
        shas = {row.cells[1]: row.cells[0] for row in ask(evidence.SOURCES)}
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in self.files.items()}
        self.sources = {n: shas[sha] for n, sha in digests.items() if sha in shas}  # by file
        self.texts = {s: evidence.decode(self.files[n]) for n, s in self.sources.items()}
        try:
            for copy in evidence.found(ask(Documents()))[0]:
                self.texts.setdefault(copy.source_id, copy.text)
        except NotAnswered:  # no documents were given
            pass

    def expand(self, resource: Resource, line: Line) -> Iterable[Draft | Wrong]:
        """The rows that a row of the sheet is; none for a passage that nobody dealt with."""
        cells = {n: v for n, v in line.cells.items() if n not in sheet.TOLD}
        if resource.name == CLAIMS and EXCLUDE in cells:
            if STATEMENT in cells:
                why = "the row has a statement, too: leave one of them empty"
                return [Wrong(line.number, EXCLUDE, why)]
            kept = {n: v for n, v in cells.items() if n in ("source", "passage", "nth")}
            cells = {**kept, "reason": cells[EXCLUDE]}
            resource = self.package.resource(EXCLUSIONS)
        elif resource.name == CLAIMS and STATEMENT not in cells:
            if QUESTION in cells:
                why = f"is missing; for a {QUESTION} alone write {QUESTIONS} in {TABLE}"
                return [Wrong(line.number, STATEMENT, why)]
            known = self.columns()
            odd = (n for n in cells if n not in known)
            return [Wrong(line.number, n, no_column(resource, n, known)) for n in odd]
        return self.filled(resource, line.number, cells)

    def columns(self) -> list[str]:
        """The columns of a row that is a claim."""
        return [*sheet.header(self.package), *SHARED]

    def filled(
        self, resource: Resource, number: int, cells: dict[str, str]
    ) -> Iterator[Draft | Wrong]:
        """The rows of a row that somebody filled in."""
        if "source" in cells:
            given = cells.pop("source")
            cells["source_id"] = self.sources.get(given, given)
        span: dict[str, str] = {}
        try:
            span = self.span(cells, resource.name == EXCLUSIONS) if "passage" in cells else {}
        except ValueError as error:
            yield Wrong(number, "passage", str(error).replace("--nth", "nth"))
        for name in ("passage", "nth"):
            cells.pop(name, None)
        more = {n: cells.pop(n) for n in OWN if n in cells and n not in resource.schema.by_name}
        fields = resource.schema.by_name
        if "time_inferred" in fields:
            cells.setdefault("time_inferred", FALSE)
        made = None
        others = self.columns() if resource.name == CLAIMS else ()
        for one in plain(self.package, resource, Line(number, cells | span), others):
            made = made or one
            yield one
        if isinstance(made, Draft):
            yield from self.about(made, more, span)

    def span(self, cells: Mapping[str, str], is_stretch: bool) -> dict[str, str]:
        """The place of a passage, with its fingerprints unless it is a stretch that is left out.

        Raises ValueError.
        """
        source, nth = cells.get("source_id", ""), cells.get("nth", "")
        if source not in self.texts:
            if not self.files:
                raise ValueError("no documents were given: add --documents DIR")
            what = f"of {source} was given" if source else "is named: fill in source"
            raise ValueError(f"no document {what}")
        if nth and not re.fullmatch("[1-9][0-9]{0,8}", nth):
            raise ValueError(f"nth is a number from 1, not {nth}")
        text, passage, at = self.texts[source], cells["passage"], int(nth) if nth else None
        if is_stretch:
            return dict(zip(SPAN, map(str, cite.place(text, passage, at)), strict=False))
        return dict(zip(SPAN, map(str, cite.cite(text, passage, at)), strict=True))

    def about(
        self, claim: Draft, more: Mapping[str, str], span: Mapping[str, str]
    ) -> Iterator[Draft | Wrong]:
        """The rows that belong to a claim."""
        if claim.resource.name != CLAIMS:
            known = [*claim.resource.schema.by_name]
            for name in more:
                yield Wrong(claim.line, name, no_column(claim.resource, name, known))
            return

        def draft(table: str, cells: dict[str, str], **columns: str) -> Draft:
            home = self.package.resource(table)
            return Draft(home, cells, claim.line, {"claim_id": claim}, columns)

        for position, part in enumerate(parts(more.get("outlets", "")), 1):
            outlet, _, day = (text.strip() for text in part.partition("@"))
            cells = {"position": str(position), "outlet": outlet, "cited_date": day}
            yield draft("citations", cells, outlet="outlets")
        if question := more.get(QUESTION):
            cells = {"source_id": claim.cells.get("source_id", ""), QUESTION: question, **span}
            yield draft(QUESTIONS, cells)
        shared = {name: more[name] for name in SHARED if name in more}
        for part in parts(more.get("figures", "")):
            try:
                found = sheet.figure(part)
                cells = {**figure(part, found, claim.cells), **shared}
            except ValueError as error:
                yield Wrong(claim.line, "figures", str(error))
                continue
            names = dict.fromkeys(("measure", "unit_measure", "obs_value"), "figures")
            made = draft("figures", cells, **names)
            made.otherwise = {"unit_measure": [*endings(found.words)]}
            yield made


def endings(words: str) -> Iterator[str]:
    """What the unit of a number may be called, as it is written or for one of it: centners."""
    rest = words.split()
    while rest := rest[1:]:
        yield " ".join(rest)
        yield " ".join([rest[0].removesuffix("s"), *rest[1:]])


def figure(text: str, found: sheet.Figure, claim: Mapping[str, str]) -> dict[str, str]:
    """The cells of a figure of a claim. Raises ValueError."""
    if found.measure in ("", sheet.UNKNOWN):
        raise ValueError(f'"{text}" names no measure: write one for "{sheet.UNKNOWN}"')
    time = found.time or claim.get("time_period", "")
    same = time == claim.get("time_period", "")
    return {
        "measure": found.measure,
        "time_period": time,
        "time_inferred": claim["time_inferred"] if same else FALSE,
        "obs_value": f"{found.value:f}",
        "unit_mult": str(found.power),
        "decimals": str(max(0, -int(found.value.as_tuple().exponent))),
        "qualifier": found.qualifier,
        "unit_measure": found.unit,
    }
