"""One writer at a time: a lock on a folder that ends with the process that holds it.

Two locks of the operating system: on the folder itself, for this machine, and on a file in it,
which network file systems pass on to other machines. A process that was killed leaves at most
that file, empty and without a lock.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType

from bru.store.errors import StoreError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LOCK = ".bru-lock"
ENDS = [getattr(signal, n) for n in ("SIGTERM", "SIGHUP") if hasattr(signal, n)]
PATIENCE, POLL = 60.0, 0.02  # seconds to wait for another program, and between two tries


@contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of a folder. Raises StoreError where another program keeps it too long."""
    until = time.monotonic() + patience
    while (held := attempt(folder)) is None:
        if time.monotonic() > until:
            raise StoreError(f"{folder}: another bru is writing to this folder: try again later")
        time.sleep(POLL)
    with held, unwinding():
        yield


@contextmanager
def unwinding() -> Iterator[None]:
    """Let a signal that ends the program raise SystemExit, unless the program has its own way."""

    def end(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)  # as a shell has it

    is_main = threading.current_thread() is threading.main_thread()
    ends = [n for n in ENDS if is_main and signal.getsignal(n) is signal.SIG_DFL]
    try:
        for number in ends:
            signal.signal(number, end)
        yield
    finally:
        for number in ends:
            signal.signal(number, signal.SIG_DFL)


def attempt(folder: Path) -> ExitStack | None:
    """Both locks of a folder, None where another program has one of them."""
    with ExitStack() as held:
        if fcntl and (handle := opened(folder, os.O_RDONLY)) is not None:
            held.callback(os.close, handle)
            if not taken(handle):
                return None
        file = folder / LOCK
        # Where none can be made, nothing else can be written: that is told with its name.
        if (handle := opened(file, os.O_RDWR | os.O_CREAT)) is not None:
            held.callback(os.close, handle)
            if not taken(handle) or not is_there(file, handle):
                return None
            held.callback(removed, file)
        return held.pop_all()


def opened(file: Path, how: int) -> int | None:
    """An open file or folder, None where it cannot be opened."""
    try:
        return os.open(file, how | getattr(os, "O_NOFOLLOW", 0), 0o666)
    except OSError:
        return None


def taken(handle: int) -> bool:
    """Whether the lock of an open file is ours now, or there are no locks here."""
    try:
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


def is_there(file: Path, handle: int) -> bool:
    """Whether an open file has still that name: whoever held the lock before has removed it."""
    try:
        return os.path.samestat(os.fstat(handle), file.lstat())
    except OSError:
        return False


def removed(file: Path) -> None:
    """Remove the file of the lock while it is held; Windows keeps one that is open."""
    with suppress(OSError):
        file.unlink()
