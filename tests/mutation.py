"""Mutation score."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import mutation_run
from bru import store


def main() -> int:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-cell", type=int, default=2)
    parser.add_argument("--documents")
    parser.add_argument("--only", default="")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    documents = store.documents(options.documents) if options.documents else None
    start = time.time()
    total = [0] * 5
    for s in mutation_run.run(documents, options.seed, options.per_cell, options.only):
        total = [a + b for a, b in zip(total, s[2:7])]
        name = f"{s.table}.{s.field}"
        shares = " ".join(f"{100 * n / s.mistakes:5.1f}" for n in s[3:7])
        left = ", ".join(f"{k} {v}/{s.all[k]}" for k, v in s.survivors.items())
        print(f"{name:36} {s.mistakes:5} {shares}  {left}")
        for example in s.examples[: options.show]:
            print("      ", example[:160])
    print(
        total[0],
        " ".join(f"{100 * n / total[0]:5.1f}" for n in total[1:]),
        f"{time.time() - start:.0f} s",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
