"""A sample of the random changes of `python -m tests.fuzz`."""

from __future__ import annotations

import os

import pytest

pytest.importorskip("resource")  # Unix

from fuzz import Bench

RUNS = int(os.environ.get("BRU_FUZZ_RUNS", "300"))


def test_random_changes_end_in_order() -> None:
    bench = Bench()

    faults = [o for o in map(bench.run, range(1_000_000, 1_000_000 + RUNS)) if o.fault]

    assert not faults, "\n".join(f"seed {o.seed}: {o.fault}" for o in faults)
