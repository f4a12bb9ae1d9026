"""Faults of the form of one file, gathered while it is read block by block."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from bru.model.package import Resource
from bru.model.problem import Defect


class Met:
    """The defects of one file, each kind, detail and value once with all its lines."""

    def __init__(self, resource: Resource, canonical: bool) -> None:
        self.resource, self.canonical = resource, canonical
        self.returns = 0
        self.found: dict[tuple[str, str, str], Defect] = {}

    def tell(self, defects: Iterable[Defect]) -> None:
        """Add defects of some records."""
        for d in defects:
            key = d.kind, d.detail, d.value
            if known := self.found.get(key):
                lines = known.lines or array("q", [known.line])
                assert isinstance(lines, array)
                lines.extend(d.lines or [d.line])
                self.found[key] = known._replace(lines=lines)
            else:
                self.found[key] = d

    def returned(self, data: bytes, line: int, count: int) -> None:
        """Add the returns of a block that begins in a line, where they are a defect."""
        count = count if self.canonical else 0
        if count and not self.returns:
            self.tell([self._defect("line-end", line + data.count(b"\n", 0, data.index(b"\r")))])
        self.returns += count

    def ended(self, line: int, last: bytes) -> None:
        """Add what is wrong with the end of a file; `line` would come next."""
        if self.canonical and not self.returns and last != b"\n":
            detail = "no line end after the last record, which may be cut off"
            self.tell([self._defect("final-newline", line - 1, detail)])

    def defects(self) -> list[Defect]:
        """All of them; of needless quotes the first line, where nothing else is wrong."""
        found = [*self.found.values()]
        if self.returns:
            what = f"CR LF instead of LF, {self.returns:,} in all"
            found = [d._replace(detail=what) if d.kind == "line-end" else d for d in found]
        sound = [d for d in found if d.kind != "quoting"]
        return sound or [d._replace(lines=()) for d in sorted(found, key=lambda d: d.line)[:1]]

    def _defect(self, kind: str, line: int, detail: str = "") -> Defect:
        return Defect(kind, self.resource.name, line, detail=detail, path=self.resource.path)
