"""Mutants checked by Spark, many together: what each changes, and the shipped package once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bru.engine.spark import Engine
from bru.model.problem import Problem
from bru.model.question import Question, Unanswerable
from tools import bench, spark_batch
from tools.shipped import Files

PIECE = 40  # mutants that are read together
SHIPPED = "shipped."


class View(spark_batch.View):
    """The tables of a mutant: those that it changes are its own."""

    def __init__(self, prefix: str, changed: set[str]) -> None:
        super().__init__(prefix)
        self.changed = changed

    def name_of(self, table: str) -> str:
        """What a table is called among those of all."""
        return (self.prefix if table in self.changed else SHIPPED) + table


class Variant(bench.Variant):
    """The answers about a mutant; its changed tables are read later, with those of others."""

    def _started(self, engine: str, asked: Iterable[Question]) -> Any:
        self.streams: dict[str, spark_batch.Told | Unanswerable] = {}
        if self.base is None:
            return super()._started(engine, asked)
        self.read = {*self.changed}
        for resource in self.package.resources:
            if resource.name in self.read:
                self.streams[resource.name] = spark_batch.Told.of(self, resource)
            else:
                self.sizes[resource.name] = self.base.sizes[resource.name]
        self.asked = [q for q in asked if self.touched(q)]
        self.view = View("", self.read)
        return self.view


class Bench(bench.Bench):
    """Checks mutants by one engine of Spark for many of them."""

    made = Variant

    def all(self, variants: Iterable[Files]) -> Iterator[list[Problem]]:
        """The problems of each mutant."""
        left = iter(variants)
        while some := [*islice(left, PIECE)]:
            with TemporaryDirectory() as folder:
                yield from self.together(some, Path(folder))

    def together(self, mutants: Iterable[Files], folder: Path) -> Iterator[list[Problem]]:
        """The problems of some mutants, whose tables are read in one go."""
        made = [self.variant(files) for files in mutants]
        for canonical in {variant.package.canonical for variant in made}:
            same = [v for v in made if v.package.canonical == canonical]
            self.start(same, folder / str(canonical))
        for variant in made:
            yield self.judged(variant)
            variant.close()

    def start(self, variants: Iterable[Variant], folder: Path) -> None:
        """Give variants their engine, which has read what they change."""
        folder.mkdir()
        shipped = self.variant({r.path: self.shipped.files[r.path] for r in self.package.resources})
        streams, resources, asked = {}, [], []
        for number, variant in enumerate([shipped, *variants]):
            variant.view.prefix = f"m{number}." if number else SHIPPED
            asked += [variant.view.renamed(q) for q in variant.asked] if number else []
            for name, stream in variant.streams.items():
                own = variant.view.name_of(name)
                resources.append(variant.package.resource(name)._replace(name=own))
                streams[own] = stream
                if isinstance(stream, spark_batch.Told):
                    stream.on_disk(folder / f"{own}.csv")
                    variant.files.append(stream.file)
        package = spark_batch.joined(variants[0].package, resources)
        engine = Engine(package, streams, asked)
        for variant in [shipped, *variants]:
            variant.view.engine = engine
            variant.was_read()
        shipped.close()
