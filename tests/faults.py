"""Fault injection: every kind of single fault in the shipped package must be reported.

python -m tests.faults                     run all kinds and print the table
python -m tests.faults --documents DIR     also the kinds that need the documents
python -m tests.faults --write             write docs/faults.md as well
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import fault_kinds
import fault_run
from bru import store
from bru.rulebook import load_rules


def main() -> int:
    """Run the kinds; exit 1 if a mutant was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-kind", type=int, default=100)
    parser.add_argument("--documents")
    parser.add_argument("--show", type=int, default=3)
    options = parser.parse_args()
    documents = store.documents(options.documents) if options.documents else None
    start = time.time()
    codes = {r.code for r in load_rules()}
    names = [
        n
        for n, k in fault_kinds.load().items()
        if (documents or not k.documents)
        and set(k.codes) <= codes
        and (not options.kinds or n in options.kinds)
    ]
    results = fault_run.run(names, documents, options.seed, options.per_kind)
    for name, result in results.items():
        kind = fault_kinds.KINDS[name]
        print(f"{' '.join(kind.codes):24} {name:28} {result.mutants:5} {result.found:5}")
        for missed in result.missed[: options.show]:
            want = [tuple(p) for p in missed.expected if p not in missed.reported][:3]
            print(
                "   ",
                missed.what[:300],
                "WANT",
                want,
                "HAVE",
                [tuple(p) for p in missed.reported][:6],
            )
    total = sum(r.mutants for r in results.values())
    found = sum(r.found for r in results.values())
    print(f"{total} mutants, {found} found, {time.time() - start:.0f} s")
    return int(found < total)


if __name__ == "__main__":
    sys.exit(main())
