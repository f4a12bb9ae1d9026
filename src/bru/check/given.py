"""The answers about tables that are frames, or that a cluster reads by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from importlib import import_module
from typing import Any, cast

from bru.check.reader import Answers, Tell
from bru.datapackage import loading, table
from bru.datapackage.checksum import Pin
from bru.datapackage.taken import table_of
from bru.engine import Engine
from bru.model.package import Package, Resource
from bru.model.problem import NotRun
from bru.model.question import Defects, Question, Unanswerable
from bru.store import Store, StoreError, placed


class Given(Answers):
    """What can be known of frames of Spark, polars or pandas, or of a package on a cluster."""

    def __init__(
        self,
        store: Store,
        package: Package,
        documents: Mapping[str, bytes] | None,
        engine: str,
        asked: Iterable[Question],
        tell: Tell | None,
        frames: Mapping[str, Any] | None,
    ) -> None:
        """`frames`: the tables by name; None: the cluster reads those of the package."""
        lacks = (Unanswerable(f"no frame {r.name} was given", r.name) for r in package.resources)
        self.frames = frames and {one.resource: one for one in lacks} | dict(frames)
        own = package if frames is None else package._replace(files=())
        super().__init__(store, own, documents, engine, asked, tell)

    def _started(self, engine: str, asked: Iterable[Question]) -> Engine:
        module, resources = import_module(f"bru.engine.{engine}"), self.package.resources
        if engine != "spark":
            self.tables = {r.name: self._taken(r) for r in resources}
            return cast(Engine, module.Engine(self.package, self.tables))
        frames, asked = self.frames, [*asked]
        self.is_sealed = any(isinstance(q, Defects) and q.kind in ("bytes", "hash") for q in asked)
        if frames is None:
            ways = ((r, self._placed if module.is_known(r) else self._read) for r in resources)
            frames = {r.name: way(r) for r, way in ways}
        cluster = module.Engine(self.package, frames, asked)
        self.defects += cluster.defects
        self.unread |= cluster.sizes.keys() - cluster.frames.keys()
        self.files.append(cluster)
        self.sizes = {name: (rows, 0) for name, rows in cluster.sizes.items()} | self.sizes
        return cast(Engine, cluster)

    def _placed(self, resource: Resource) -> list[str] | Unanswerable:
        """Where the files of a table lie."""
        found = []
        for path in loading.paths(resource):
            own = self.given(resource, path, partial(placed, self.store, path))
            if isinstance(own, Unanswerable):
                return own
            found.append(own)
        if self.is_sealed:
            self._compare(resource, found)
        return found

    def _compare(self, resource: Resource, places: list[str]) -> None:
        """Compare `bytes` and `hash` of a table with what the cluster makes of its one file."""
        from bru.store.cluster import digest

        pin, why = Pin(resource), "it has several files"
        if not pin.is_given:
            return
        if len(places) == 1:
            try:
                pin.size, found = digest(places[0], pin.hash.name if pin.hash else "")
                self.defects += pin.defects(self.package.descriptor, found)
                return
            except StoreError as error:
                why = str(error)
        said = f"bytes and hash of {resource.name} are not compared: {why}"
        self.not_run.append(NotRun("", said))

    def _taken(self, resource: Resource) -> table.Table | Unanswerable:
        """A table that was given as a frame of polars or pandas."""
        frame = (self.frames or {})[resource.name]
        if isinstance(frame, Unanswerable):
            return frame
        found, defects = table_of(frame, resource)
        self.defects += defects
        if isinstance(found, table.Unreadable):
            self.unread.add(resource.name)
            return Unanswerable(f"{resource.path} could not be read as a table", resource.name)
        self.sizes[resource.name] = len(found.lines), 0
        self.read_on(len(found.lines), 0)
        return found
