"""Standard output that is full or closed: one line or none, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT

FULL = Path("/dev/full")
COMMANDS = [["validate"], ["validate", "--format", "json"], ["explain"], ["--help"], ["totals"]]


def bru(redirection: str, command: list[str]) -> subprocess.CompletedProcess[str]:
    """A command as a shell runs it."""
    words = ["sh", "-c", f'exec "$@" {redirection}', "sh", sys.executable, "-m", "bru", *command]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_full(command: list[str]) -> None:
    done = bru(f"> {FULL}", command)

    assert done.stderr == "Error: standard output: No space left on device\n"
    assert done.returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no sh")
@pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&-"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_closed(command: list[str], redirection: str) -> None:
    """The exit code is what it would have been."""
    done = bru(redirection, command)

    assert (done.returncode, done.stderr) == (0, "")
