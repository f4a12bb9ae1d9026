"""What is used of the machine beside a package: files for a while, other files, programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bru.store.base import regular


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        yield Path(folder)


def scratch_file() -> IO[bytes]:
    """A file without a name that is gone when it is closed."""
    from tempfile import TemporaryFile

    return TemporaryFile()


def put(file: Path, data: bytes) -> None:
    """Write a file of a scratch folder."""
    made(file.parent)
    file.write_bytes(data)


def made(folder: Path) -> Path:
    """A folder, made if it is not there. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def whole(file: Path, most: int) -> bytes:
    """The bytes of a regular file, at most `most`. Raises OSError."""
    return regular(file, most).read_bytes()


def has_program(name: str) -> bool:
    """Whether a program is on the path."""
    from shutil import which

    return bool(which(name))


def run(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Run a program; its last line where it failed, "" where it did not."""
    import subprocess

    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return (done.stderr or done.stdout).strip().split("\n")[-1] if done.returncode else ""
