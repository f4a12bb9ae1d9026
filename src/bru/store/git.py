"""Git, as far as bru asks it: the one place that runs it; who asks sets the time. It only reads.

What git refuses is told in its own words: a repository of somebody else, a damaged one.
"""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from bru.model import limits
from bru.store.base import below, fits, inside
from bru.store.errors import OutsideError, RefusedError, StoreError

COMMAND = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.pager=cat")
NOTHING = ("not a git repository", "does not have any commits yet")
KEPT = 1024**2  # bytes of a file that is kept in memory: starting git takes longer than reading


class GitError(StoreError):
    """Git refuses to answer, in its words."""


def git(root: Path, *arguments: str, seconds: float | None = None) -> bytes | None:
    """What git prints in a folder; None where there is no git, no repository, or nothing found.

    Raises GitError where git refuses, or takes longer than `seconds`.
    """
    command = (*COMMAND, "-C", str(root), *arguments)
    environment = {**os.environ, "LC_ALL": "C", "LANGUAGE": "C"}
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=seconds, env=environment, check=False
        )
    except FileNotFoundError:
        return None
    except (OSError, subprocess.SubprocessError) as error:
        raise GitError(f"git gives no answer: {error}") from error
    if not done.returncode:
        return done.stdout
    said = " ".join(done.stderr.decode("utf-8", "replace").split())
    if not said or any(words in said for words in NOTHING):
        return None
    raise GitError(f"git refuses: {said.removeprefix('fatal: ')}")


def lines(root: Path, *arguments: str) -> list[str]:
    """The lines that git prints, none where it prints nothing. Raises GitError."""
    return (git(root, *arguments) or b"").decode("utf-8", "surrogateescape").splitlines()


class Revision:
    """A package as it is in a git revision. Nothing of it is written to a disk."""

    editable = False

    def __init__(self, root: Path, revision: str) -> None:
        """Raises StoreError where there is no such revision, or git refuses."""
        wanted = f"{revision}^{{commit}}"
        commit = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
        if not commit:
            raise StoreError(f"{revision}: no such git revision")
        self.root, self.name, self.kept = root, revision, dict[str, bytes]()
        self.commit = commit.decode().strip()
        listed = git(root, "ls-tree", "-r", "-l", "-z", self.commit) or b""
        self.files: dict[str, tuple[str, str, int]] = {}
        for entry in listed.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            about, _, path = entry.partition("\t")
            mode, kind, blob, size = about.split()
            if kind == "blob":
                self.files[path] = mode, blob, int(size)

    def names(self, folder: str = "") -> list[str]:
        """The names of the files of a folder."""
        return [*below(folder, self.files)]

    def blob(self, path: str, most: int) -> str:
        """The name of the object that has the bytes of `path`."""
        name = PurePosixPath(inside(path)).as_posix()
        if name not in self.files:
            raise FileNotFoundError(path)
        mode, blob, size = self.files[name]
        if mode == "120000":
            raise OutsideError("it is a link in a git revision")
        fits(size, most)
        return blob

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of `path`."""
        blob = self.blob(path, most)
        if blob in self.kept:
            return self.kept[blob]
        data = git(self.root, "cat-file", "blob", blob)
        if data is None:
            raise RefusedError("cannot be had from git")
        if len(data) <= KEPT:
            self.kept[blob] = data
        return data

    def open(self, path: str) -> BinaryIO:
        """The bytes of `path` as they come."""
        blob = self.blob(path, limits.TABLE_BYTES)
        if self.files[PurePosixPath(path).as_posix()][2] <= KEPT:
            return io.BytesIO(self.read(path))
        return _Output((*COMMAND, "-C", str(self.root), "cat-file", "blob", blob))


class _Output(io.BufferedReader):
    """What a process prints; it ends with the stream."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self.process.stdout
        super().__init__(io.FileIO(os.dup(self.process.stdout.fileno())), 1024**2)
        self.process.stdout.close()

    def close(self) -> None:
        """End the process and the stream."""
        super().close()
        self.process.kill()
        self.process.wait()
