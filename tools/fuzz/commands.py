"""The commands that are fuzzed: how each is called, and what it may write."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from bru.claims.queries import questions
from bru.export import FORMATS as EXPORTS
from bru.render import FORMATS

TEXT = ("text", "json")
ALL = ("text", "json", "markdown")
EXTRA = 0.1  # how often an option that changes little is given


class Given(NamedTuple):
    """What a run is made of: the dice, the files as they were before they were spoilt.

    `package` is what the command is given: the folder p, or a zip file of it.
    """

    dice: random.Random
    files: Mapping[str, bytes]
    package: str

    def some(self, *choices: str) -> str:
        """One of these."""
        return self.dice.choice(choices)

    def maybe(self, *words: str) -> list[str]:
        """These words now and then."""
        return [*words] if self.dice.random() < EXTRA else []

    def row(self, table: str = "") -> tuple[str, dict[str, str]]:
        """A table of the package, and one of its records, perhaps empty."""
        tables = sorted(p for p in self.files if p.endswith(".csv") and "releases/" not in p)
        path = f"data/{table}.csv"
        path = path if path in self.files else self.dice.choice(tables or [""])
        text = self.files.get(path, b"").decode("utf-8", "replace").replace("\0", "")
        rows = [*csv.DictReader(io.StringIO(text, newline=""))]
        row = {str(k): str(v or "") for k, v in self.dice.choice(rows).items()} if rows else {}
        return path.rpartition("/")[2].removesuffix(".csv"), row

    def id(self) -> str:
        """Something that has an ID."""
        table = self.some("claims", "figures", "actors", "projects", "checks", "sources")
        return next(iter(self.row(table)[1].values()), "") or "x"


class Command(NamedTuple):
    """A command: how often it is run, its words, and what it may write beside the folder out."""

    name: str
    weight: int
    words: Callable[[Given], Sequence[str]]
    writes: tuple[str, ...] = ()
    folder: bool = False  # whether it takes no zip file


def validate(g: Given) -> list[str]:
    """All formats, engines and choices; a second opinion now and then."""
    words = ["validate", g.package, "--format", g.some(*FORMATS), "--limit", g.some("0", "1", "9")]
    words += g.maybe("--documents", "p/documents") + g.maybe("--statistics")
    words += g.maybe("--select", g.some("BRU1,BRU2", "BRU3", "text", "claims")) + g.maybe(
        "--ignore", "BRU4"
    )
    words += g.maybe("--output", "out/report") + g.maybe("--engine", "polars")
    words += g.maybe("--allow-incomplete")
    if "text" in words and "--statistics" not in words and g.dice.random() < 0.02:
        words += ["--second-opinion", g.some("pandera", "frictionless")]
    return words


def new(g: Given) -> list[str]:
    """A row like one that is there, with another ID; sometimes the words of a passage."""
    table, row = g.row()
    row = {name: cell for name, cell in row.items() if g.dice.random() > 0.05}
    first = next(iter(row), "")
    if first and g.dice.random() < 0.8:
        row[first] += "-x"
    if row and g.dice.random() < 0.3:
        row[g.dice.choice([*row])] = g.some(
            "", "x", "-1", "1e9999", "\x1b[31m", "2023-99", "a" * 5000
        )
    words = ["new", "--package", g.package, g.some(table, table, table.rstrip("s"))]
    for name, cell in row.items():
        option = f"--{name.replace('_', '-')}"
        yes = {"true": option, "false": f"--no-{option[2:]}"}.get(cell)
        words += [yes] if yes else [f"{option}={cell}"]
    return words + g.maybe("--dry-run") + g.maybe("--force")


def find(g: Given) -> list[str]:
    """A name, or something else."""
    text = next(iter(g.row(g.some("actors", "projects"))[1].values()), "") or "x"
    return ["find", "--package", g.package, "--format", g.some(*TEXT), "--", text[:200]]


def cite(g: Given) -> list[str]:
    """Words of a document, or of none."""
    documents = sorted(p for p in g.files if p.startswith("documents/"))
    name = g.dice.choice(documents or ["documents/none.txt"])
    words = g.files.get(name, b"no such words").decode("utf-8", "replace").replace("\0", "").split()
    at = g.dice.randint(0, max(0, len(words) - 9))
    passage = " ".join(words[at : at + g.dice.choice((1, 6, 9))])
    source = g.some(name.rpartition("/")[2], name.rpartition("/")[2].partition(".")[0])
    where = ["--package", g.package, "--documents", "p/documents"]
    return ["cite", *where, *g.maybe("--nth", "2"), "--", source, passage]


def evidence(g: Given) -> list[str]:
    """An account of the documents, now and then with pages."""
    words = ["evidence", g.package, "--documents", "p/documents", "--format", g.some(*TEXT)]
    strip = g.some("out/strip.svg", "out/strip.html")
    return words + g.maybe("--html", "out/page.html") + g.maybe("--strip", strip)


def why(g: Given) -> list[str]:
    """One of the things that have an ID."""
    words = ["why", "--package", g.package, "--format", g.some("text", "json", "html")]
    words += g.maybe("--documents", "p/documents") + g.maybe("--output", "out/why")
    return [*words, "--", g.id()]


def retire(g: Given) -> list[str]:
    """One ID for another of its table, or for what may be no such ID."""
    table = g.some("claims", "actors", "projects", "sectors")
    old, new = (next(iter(g.row(table)[1].values()), "") or "x" for _ in "on")
    words = ["retire", "--package", "p", f"--to={g.some(new, new, new, g.id())}"]
    return [*words, *g.maybe("--dry-run"), "--", old]


def diff(g: Given) -> list[str]:
    """The package as it was and as it is, either way."""
    sides = ["old", g.package] if g.dice.random() < 0.7 else [g.package, "old"]
    words = ["diff", *sides, "--format", g.some(*ALL, "html"), "--limit", g.some("0", "2")]
    return words + g.maybe("--output", "out/diff") + g.maybe("--exit-code")


def lock(g: Given) -> list[str]:
    """A lock, or a comparison with the one that is there."""
    file = g.maybe("--file", "out/bru.lock")
    return ["lock", g.package, *file, *(["--check"] if g.dice.random() < 0.5 else [])]


def todo(g: Given) -> list[str]:
    """What of one document, or of all, has no claim."""
    source = next(iter(g.row("sources")[1].values()), "") or "x"
    where = [
        "--package",
        g.package,
        "--documents",
        "p/documents",
        "--format",
        g.some("text", "csv", "json"),
    ]
    return ["todo", *where, *(["--", source] if g.dice.random() < 0.5 else [])]


def query(g: Given) -> list[str]:
    """A saved question."""
    name = g.some(*questions())
    given = [
        f"{key}={g.some(value, g.id())}" for key, value in questions()[name].parameters.items()
    ]
    return [
        "query",
        "--package",
        g.package,
        "--format",
        g.some("text", "csv", "json"),
        "--",
        name,
        *given,
    ]


COMMANDS = (
    Command("validate", 40, validate),
    Command("validate --fix", 10, lambda g: ["validate", "p", "--fix"], ("p/",), True),
    Command("fmt", 10, lambda g: ["fmt", "p"], ("p/",), True),
    Command("fmt --check", 5, lambda g: ["fmt", g.package, g.some("--check", "--diff")]),
    Command("new", 8, new, ("p/",), True),
    Command("find", 4, find),
    Command("cite", 4, cite),
    Command("totals", 4, lambda g: ["totals", g.package, "--format", g.some(*ALL)]),
    Command("conflicts", 4, lambda g: ["conflicts", g.package, "--format", g.some(*ALL)]),
    Command(
        "evidence",
        4,
        evidence,
    ),
    Command("why", 5, why),
    Command("todo", 4, todo),
    Command("query", 5, query),
    Command("completion", 1, lambda g: ["completion", g.some("bash", "zsh", "fish")]),
    Command("explain", 1, lambda g: ["explain", g.some("BRU101", "BRU4", "x\x1b[1m")][: g.dice.randint(1, 2)]),
    Command("diff", 6, diff),
    Command("resolve", 3, lambda g: ["resolve", "--package", g.package, "--format", g.some(*TEXT), "--", g.id()]),
    Command("retire", 2, retire, ("p/",), True),
    Command("lock", 3, lock, ("bru.lock",)),
    Command("release check", 3, lambda g: ["release", "check", "--package", "p", *g.maybe("--against", "old")], (), True),
    Command(
        "release prepare",
        2,
        lambda g: ["release", "prepare", "--package", "p", *g.maybe("9.0.0"), *g.maybe("--date", "2031-01-01")],
        ("p/",),
        True,
    ),
    Command("release build", 1, lambda g: ["release", "build", "--package", "p", "--output", "out"], (), True),
    Command("export", 9, lambda g: ["export", g.some(*EXPORTS), "--package", g.package, "--out", "out"]),
    Command("site", 1, lambda g: ["site", "--package", g.package, "--out", "out/site"]),
    Command("plot", 1, lambda g: ["plot", "--package", g.package, "--out", "out", *g.maybe("--format", "png")]),
    Command("browse", 2, lambda g: ["browse", g.package, "--no-open"]),
    Command("bru.load", 6, lambda g: ["bru.load", g.row()[0], g.package, *g.maybe("derived")]),
    Command("bru.schema", 2, lambda g: ["bru.schema", g.row()[0], g.package, g.some("pandas", "polars")]),
    Command("bru.tables", 1, lambda g: ["bru.tables", g.package]),
)  # fmt: skip
