"""How far a long check is: one line on the terminal, gone when it ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bru.check.reader import Step

PATIENCE, PAUSE = 2.0, 0.2  # seconds until the line appears; between two of its states
CLEAR = "\r\x1b[K"


class Progress:
    """Tells the steps of a check on standard error, if that is a terminal."""

    def __init__(self) -> None:
        self.began = self.last = time.monotonic()
        self.stage, self.since = "", self.began
        self.shown = False

    def __call__(self, step: Step) -> None:
        """Show a step, unless the last was shown just now."""
        now = time.monotonic()
        if step.unit != self.stage:
            self.stage, self.since = step.unit, now
        if now - self.began > PATIENCE and now - self.last > PAUSE:
            self.last, self.shown = now, True
            click.echo(CLEAR + line(step, now - self.since), err=True, nl=False)


def line(step: Step, seconds: float) -> str:
    """The step in words: what is done, how fast, how much time is left of this stage."""
    share = step.done / step.of if step.of else 1.0
    left = f", {seconds / share * (1 - share):.0f} s left" if share else ""
    speed = f", {step.done / seconds / 1e6:,.0f} MB/s" if step.unit == "bytes" and seconds else ""
    return f"{share:4.0%} {step.what}{speed}{left}"


@contextmanager
def progress() -> Iterator[Progress | None]:
    """What tells the steps of a check, None where nobody looks; its line is cleared at the end."""
    if not sys.stderr.isatty():
        yield None
        return
    told = Progress()
    try:
        yield told
    finally:
        if told.shown:
            click.echo(CLEAR, err=True, nl=False)
