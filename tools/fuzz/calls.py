"""Calls of a command: in this process, as a process of its own, or of the library."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

import bru
from bru import cli
from bru.store import StoreError

ROOT = Path(__file__).parents[2]
SECONDS = 30  # of processor time that a run may take; by the clock ten times that
MEMORY = 6 * 1024**3  # bytes of address space of a process, of which libraries reserve most
EXPECTED = (ValueError, KeyError, OSError, StoreError)  # what the library raises of a package


class Ended(NamedTuple):
    """How a call ended: exit code, output, errors, and the fault, if any."""

    code: int
    out: str = ""
    err: str = ""
    fault: str = ""


class Slow(BaseException):
    """A run took too long."""


def called(args: Sequence[str]) -> Ended:
    """A command in this process."""
    try:
        with limited(SECONDS), browsing():
            result = CliRunner().invoke(cli.main, [*args])
    except Slow as slow:
        return Ended(2, fault=f"{slow}\n{traceback.format_exc(limit=-3)}")
    fault = ""
    if result.exception and not isinstance(result.exception, SystemExit):
        fault = told(result.exception)
    elif result.exit_code not in (0, 1, 2):
        fault = f"exit code {result.exit_code}"
    return Ended(result.exit_code, result.stdout, result.stderr, fault)


def library(args: Sequence[str]) -> Ended:
    """A function of the library, given its arguments as words."""
    try:
        with limited(SECONDS):
            match args:
                case "bru.load", table, path, *more:
                    bru.load(table, path, derived=bool(more))
                case "bru.schema", table, path, backend:
                    bru.schema(table, path, backend=backend)
                case _:
                    bru.tables(args[1])
    except EXPECTED:
        return Ended(1)
    except Slow as slow:
        return Ended(2, fault=f"{slow}\n{traceback.format_exc(limit=-3)}")
    except BaseException as error:
        return Ended(2, fault=told(error))
    return Ended(0)


def told(error: BaseException) -> str:
    """An exception and where it arose."""
    return f"{error!r}\n{''.join(traceback.format_exception(error, limit=-3))}"


def process(args: Sequence[str], stdout: str = "") -> Ended:
    """A command as a process of its own; `stdout`: "full" or "closed", else what it says is read."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}

    def prepare() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        if stdout == "closed":
            os.close(1)

    with Path("/dev/full" if stdout == "full" else os.devnull).open("wb") as nowhere:
        try:
            result = subprocess.run(
                [sys.executable, "-m", "bru", *args],
                stdout=nowhere if stdout else subprocess.PIPE,
                stderr=subprocess.PIPE, timeout=10 * SECONDS, env=env, preexec_fn=prepare,
            )  # fmt: skip
        except subprocess.TimeoutExpired as slow:
            return Ended(2, fault=repr(slow))
    out, err = ((s or b"").decode("utf-8", "replace") for s in (result.stdout, result.stderr))
    marks = ("Traceback", "a fault in bru", "Exception ignored")
    bad = result.returncode not in (0, 1, 2) or any(mark in err for mark in marks)
    fault = f"exit code {result.returncode}, stdout {stdout or 'read'}: {err}" if bad else ""
    return Ended(result.returncode, out, err, fault)


@contextmanager
def browsing() -> Iterator[None]:
    """Let `bru browse` ask Datasette for its first page in place of serving it."""
    from bru.cli import publish

    before: Callable[..., None] = publish.serve
    publish.serve = first_page
    try:
        yield
    finally:
        publish.serve = before


def first_page(database: Path, metadata: Path, *_: Any) -> None:
    """Ask Datasette for the page of a database, with the metadata that bru made for it."""
    from datasette.app import Datasette

    served = Datasette(immutables=[str(database)], metadata=json.loads(metadata.read_bytes()))
    page = asyncio.run(served.client.get(served.urls.database(database.stem)))
    assert page.status_code == 200, page.text[:500]


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise Slow in what takes longer."""

    def ring(*_: object) -> None:
        raise Slow(f"more than {seconds:.0f} s")

    timers = {signal.SIGPROF: (signal.ITIMER_PROF, 1), signal.SIGALRM: (signal.ITIMER_REAL, 10)}
    before: Any = {number: signal.signal(number, ring) for number in timers}
    for timer, times in timers.values():
        signal.setitimer(timer, times * seconds)
    try:
        yield
    finally:
        for number, (timer, _) in timers.items():
            signal.setitimer(timer, 0)
            signal.signal(number, before[number])


def bound_memory() -> None:
    """Give this process and those it starts so much address space and no more."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
