"""All findings on many packages, as lines of JSON: two commits or engines can be compared.

    python tools/findings.py corpus corpus.jsonl --packages 3000 --faults 5
    PYTHONPATH=OLD/src python tools/findings.py check corpus.jsonl old.jsonl --engines python,polars
    PYTHONPATH=NEW/src python tools/findings.py check corpus.jsonl new.jsonl --engines python,polars
    python tools/findings.py compare old.jsonl new.jsonl

A corpus is the shipped package, all case files, packages made at random and single faults in the
shipped package (so many of each kind), kept apart from the code that is compared. A line of
findings has all that a report says but for the engine and the seconds. `compare` shows what differs
between two files, and between the engines of each; it exits 1 if anything does.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path += [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT)]

from tools.memory import Memory  # noqa: E402

TODAY = date(2027, 6, 30)  # as in the case files
SHIPPED = "shipped"
Files = Mapping[str, bytes | None]


def corpus(packages: int, faults: int, documents: str) -> Iterator[dict[str, Any]]:
    """Name, files and documents of each package; a fault has the files that it changes."""
    from bru import store
    from support import cases
    from tools import random_packages as made
    from tools.faults import kinds as fault_kinds
    from tools.shipped import Shipped

    copies = dict(store.documents(documents)) if documents else None
    shipped = Shipped(copies)
    yield line(SHIPPED, shipped.files, copies)
    for case in cases.load():
        yield line(f"{case.code}: {case.title}", case.files, case.documents or None)
    for seed in range(packages):
        yield line(f"random {seed}", made.made(random.Random(seed)), None)
    for name, kind in fault_kinds.load().items() if faults else ():
        if copies or not kind.documents:
            for number, mutant in enumerate(fault_kinds.chosen(kind, shipped, 1, faults)):
                yield line(f"fault {name} {number}", mutant.files(), None)


def line(name: str, files: Files, documents: Mapping[str, bytes] | None) -> dict[str, Any]:
    """A package as a line of the corpus: each byte is a character."""
    given = {path: None if data is None else data.decode("latin-1") for path, data in files.items()}
    copies = documents and {path: data.decode("latin-1") for path, data in documents.items()}
    return {"name": name, "files": given, "documents": copies}


def findings(
    given: Mapping[str, Any], base: Mapping[str, Any], engine: str, limit: int
) -> dict[str, Any]:
    """What a check says of a package, but for the engine and the seconds."""
    from bru.check import run

    texts, copies = given["files"], given["documents"]
    if given["name"].startswith("fault "):
        texts, copies = {**base["files"], **texts}, base["documents"]
    files = {path: text.encode("latin-1") for path, text in texts.items() if text is not None}
    documents = copies and {path: text.encode("latin-1") for path, text in copies.items()}
    report = run.validate(
        Memory(files),
        "datapackage.json",
        documents=documents,
        limit=limit,
        today=TODAY,
        engine=engine,
        also=["release"],
    )
    said = {**report.to_dict(""), "name": given["name"], "limit": limit}
    del said["engine"], said["seconds"]
    said["problems"].sort(key=lambda p: json.dumps(p, sort_keys=True))
    for problem in said["problems"]:
        problem.pop("follows", None)  # a place in the list, which was sorted
    said["not_run"].sort(key=lambda n: json.dumps(n, sort_keys=True))
    return said


def start(base: Mapping[str, Any]) -> None:
    """Keep the shipped package in this process."""
    global _base
    _base = base


def work(job: tuple[str, str, int]) -> str:
    """The findings of one engine on one line of the corpus, as a line."""
    given, engine, limit = job
    found = findings(json.loads(given), _base, engine, limit)
    return json.dumps({"engine": engine, **found}, ensure_ascii=False, sort_keys=True)


_base: Mapping[str, Any] = {}


def check(source: Path, engines: Iterable[str], limits: Iterable[int], jobs: int) -> Iterator[str]:
    """The lines of findings on a corpus."""
    with source.open(encoding="utf-8") as lines:
        base = json.loads(next(lines))
        assert base["name"] == SHIPPED
    every = ((one, e, n) for one in source.open(encoding="utf-8") for e in engines for n in limits)
    with ProcessPoolExecutor(jobs, initializer=start, initargs=(base,)) as pool:
        yield from pool.map(work, every, chunksize=20)


def compare(old: Path, new: Path, show: int, codes: tuple[str, ...]) -> int:
    """Print what differs between two files of findings; how many packages do."""
    one, other = read(old), read(new)
    odd, added, gone = 0, Counter[str](), Counter[str]()
    pairs = [(key, one[key], other[key]) for key in one.keys() & other.keys()]
    for (engine, *rest), found in other.items():
        if engine != "python" and (reference := other.get(("python", *rest))):
            pairs.append(((f"python : {engine}", *rest), reference, found))
    for key, before, after in sorted(pairs):
        if before == after:
            continue
        less, more = (
            parts(before, codes) - parts(after, codes),
            parts(after, codes) - parts(before, codes),
        )
        if not (less or more):
            continue
        odd += 1
        gone.update(json.loads(p).get("code", "") for p in less.elements())
        added.update(json.loads(p).get("code", "") for p in more.elements())
        if odd <= show:
            print(*key)
            for sign, some in (("-", less), ("+", more)):
                print(*(f"  {sign} {p}" for p in list(some)[:5]), sep="\n")
    print(f"{len(pairs):,} pairs compared, {odd:,} differ; gone {dict(gone)}, added {dict(added)}")
    if one.keys() != other.keys():
        print(f"only in one of the files: {len(one.keys() ^ other.keys()):,}")
    return odd


def read(path: Path) -> dict[tuple[str, str, int], dict[str, Any]]:
    """The findings in a file by engine, package and limit."""
    with path.open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return {(f.pop("engine"), f.pop("name"), f.pop("limit")): f for f in found}


def parts(found: Mapping[str, Any], codes: tuple[str, ...]) -> Counter[str]:
    """Problems, checks not run, and all else that was said, each once as JSON."""
    rest = {k: v for k, v in found.items() if k not in ("problems", "not_run")}
    kept = (
        p for p in (*found["problems"], *found["not_run"]) if not p["code"].startswith(codes or "-")
    )
    said = [*kept] if codes else [*kept, rest]
    return Counter(json.dumps(p, ensure_ascii=False, sort_keys=True) for p in said)


def main() -> int:
    """Make a corpus, check it, or compare what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    made = commands.add_parser("corpus")
    made.add_argument("out", type=Path)
    made.add_argument("--packages", type=int, default=3000)
    made.add_argument("--faults", type=int, default=3, help="of each kind")
    made.add_argument("--documents", default="", metavar="DIR")
    checked = commands.add_parser("check")
    checked.add_argument("corpus", type=Path)
    checked.add_argument("out", type=Path)
    checked.add_argument("--engines", default="python,polars")
    checked.add_argument("--limits", default="0,1")
    checked.add_argument("--jobs", type=int, default=2)
    compared = commands.add_parser("compare")
    compared.add_argument("old", type=Path)
    compared.add_argument("new", type=Path)
    compared.add_argument("--show", type=int, default=5)
    compared.add_argument("--but", default="", help="codes that are not compared, by commas")
    given = parser.parse_args()
    if given.command == "compare":
        codes = tuple(filter(None, given.but.split(",")))
        return int(bool(compare(given.old, given.new, given.show, codes)))
    if given.command == "corpus":
        packages = corpus(given.packages, given.faults, given.documents)
        lines = (json.dumps(one, sort_keys=True) for one in packages)
    else:
        limits = [int(n) for n in given.limits.split(",")]
        lines = check(given.corpus, given.engines.split(","), limits, given.jobs)
    with given.out.open("w", encoding="utf-8") as out:
        out.writelines(f"{one}\n" for one in lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
