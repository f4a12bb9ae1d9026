"""Fault injection: every kind of single fault in the shipped package must be reported.

    python -m tools.faults                     all kinds that need no documents
    python -m tools.faults --documents DIR     all kinds
    python -m tools.faults row-twice           one kind; the misses are printed

With --judges, pandera and frictionless judge the mutants, too (or N of each kind); with --engines,
other engines check them. --write writes docs/dev/faults.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bru import store
from tools.faults import kinds as fault_kinds
from tools.faults import page as fault_page
from tools.faults import run as fault_run

PAGE = Path(__file__).parents[2] / "docs" / "dev" / "faults.md"


def main() -> int:
    """Run the kinds; exit 1 if a mutant was missed, a variation reported or a judge differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("kinds", nargs="*", help="names of kinds (all)")
    parser.add_argument("--documents", metavar="DIR", help="folder with copies of the documents")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-kind", type=int, default=100, help="at most so many mutants a kind")
    parser.add_argument("--show", type=int, default=3, help="misses printed for each kind")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--judges", type=int, nargs="?", default=0, const=sys.maxsize, metavar="N")
    parser.add_argument("--engines", default="", metavar="NAME,NAME", help="polars, …")
    parser.add_argument("--package", metavar="DIR", default="", help="another package than ours")
    parser.add_argument("--write", action="store_true", help="write docs/dev/faults.md")
    options = parser.parse_args()
    kinds = fault_kinds.load()
    if unknown := {*options.kinds} - kinds.keys():
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")
    if options.write and (options.kinds or options.package or not options.documents):
        parser.error("--write needs all kinds, --documents and our own package")
    documents = store.documents(options.documents) if options.documents else None
    names = [
        name
        for name in options.kinds or kinds
        if documents or not kinds[name].documents  # the others would not be found
    ]
    how = (options.seed, options.per_kind, options.judges)
    engines = tuple(filter(None, options.engines.split(",")))
    results = {}
    for result in fault_run.run(
        names, (documents, *how, engines, options.package), options.processes
    ):
        results[result.kind] = result
        print(f"{result.kind:32} {result.found:5} of {result.mutants:5}", flush=True)
        for missed in [*result.missed, *result.unlisted][: options.show]:
            print(f"    {missed}")
    ordered = [results[name] for name in names]
    print(fault_page.summary(ordered))
    if options.write:
        PAGE.write_text(fault_page.page(ordered, how, engines), encoding="utf-8")
    return int(any(result.missed or result.unlisted for result in ordered))


if __name__ == "__main__":
    sys.exit(main())
