"""Packages made at random: tables, metadata, and the files of both."""

from __future__ import annotations

import hashlib
import json
import random
from typing import Any, NamedTuple

from tools.standard.homes import Written, write
from tools.standard.tables import Table

V2 = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}
VERSIONS = (V2, V2, {}, {"profile": "data-package"}, {"profile": "tabular-data-package"})


class Files(NamedTuple):
    """The files of a package, and how its tables are written."""

    files: dict[str, bytes]
    tables: dict[str, Written]


class Package:
    """Tables and a descriptor, to be written with or without a fault."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.tables: list[Table] = []
        for name in ("apples", "pears", "plums")[: dice.randint(1, 3)]:
            self.tables.append(Table(dice, name, self.tables))
        self.version = dice.choice(VERSIONS)
        self.about: dict[str, Any] = {"name": "made", "title": "Made at random", "bru:note": 1}
        self.about |= {"created": "2024-01-26T15:00:00Z", "keywords": ["a", "b"]}
        self.about |= {"licenses": [{"name": "CC0-1.0", "path": "https://cc.example/0"}]}
        self.about |= {"contributors": [{"title": "Anna", "roles": ["creator"]}]}
        self.about |= {"sources": [{"title": "A book", "path": "https://book.example"}]}
        self.more: dict[str, dict[str, Any]] = {}  # properties of resources by table

    def written(self) -> Files:
        """The files of the package."""
        resources, files, tables = list[dict[str, Any]](), dict[str, bytes](), {}
        for table in self.tables:
            written = write(table)
            files |= written.files
            tables[table.name] = written
            own = dict(written.resource)
            if len(written.files) == 1 and self.dice.random() < 0.5:
                data = next(iter(written.files.values()))
                own |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
            if "tabular" in self.version.get("profile", ""):
                own["profile"] = "tabular-data-resource"
            own |= self.more.get(table.name, {})
            for key in sorted(table.by_path & {*own} - {*self.more.get(table.name, {})}):
                path = f"{table.name}.{key}.json"
                files[path] = json.dumps(own[key], indent=1).encode()
                own[key] = path
            resources.append(own)
        text = json.dumps({**self.version, **self.about, "resources": resources}, indent=1)
        return Files({**files, "datapackage.json": text.encode()}, tables)
