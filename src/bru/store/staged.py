"""A change of several files that was begun: what of it is done, and how it is completed.

The new files stand in a folder of their own. When the list of what has to be done stands beside
them, it is done: by this run or, if that is killed, by the next one that writes or reads, as long
as every file is what it was or what it will be. The list names the folder of new files by its
number on the disk: one that came with a copy of the package is not done. A folder of new files
without a list is removed by the next that writes. All of it under the lock of the folder.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from bru.store.base import STAGED, Folder, parsed
from bru.store.errors import OutsideError, RefusedError, StoreError
from bru.store.lock import attempt
from bru.store.replace import meaning, moved, sync

LIST = "list.json"
INTERRUPTED = "a change of several files that was interrupted is"


class ChangedError(StoreError):
    """A file is no longer what it was when it was read, and nothing is written."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file}: another program is writing to it: try again later")


class Step(NamedTuple):
    """One file to replace or, without `new`, to delete; digests of what was there and will be.

    `was` is "" where there was no file, None where nobody looked.
    """

    path: str
    new: str
    was: str | None
    will: str


class State(Enum):
    """How far a step is, and what keeps it from being done."""

    DONE = "is as it was to be"
    OPEN = "is still to be written"
    UNDONE = "was put back"  # by hand: its new file is used up
    EDITED = "was changed since it was written"
    CHANGED = "was changed meanwhile"
    DAMAGED = "cannot be written: its new file is damaged"


def state(folder: Folder, step: Step) -> State:
    """How far a step is. Raises OSError and OutsideError."""
    path, new, was, will = step
    staged = current(folder.root / STAGED / new) if new.isdecimal() else ""
    if was is None and not staged:
        return State.DONE
    now = was if was is None else current(target(folder, path))
    if now == will:
        return State.DONE
    if now != was:
        return State.CHANGED if staged or not new else State.EDITED
    if staged == will:
        return State.OPEN
    return State.DAMAGED if staged else State.UNDONE


def states(folder: Folder, steps: Iterable[Step]) -> tuple[set[State], dict[str, State]]:
    """How far steps are, and the files of those that are not done and cannot be."""
    found = {step.path: state(folder, step) for step in steps}
    fine = {State.DONE, State.OPEN}
    return {*found.values()}, {path: how for path, how in found.items() if how not in fine}


def done(folder: Folder, steps: Sequence[Step], durable: bool = True) -> None:
    """Do what is left of a list, and remove the folder of new files.

    Raises ChangedError if a file is not what it was; where others are written already, it is left,
    its new file is kept, and StoreError names it.
    """
    for path in states(folder, steps)[1]:
        raise ChangedError(folder.root / path)
    parents, left = set[Path](), dict[str, State]()
    for step in steps:
        with meaning(folder.root / step.path):
            how, file = state(folder, step), target(folder, step.path)
            if how is State.DONE:
                continue
            if how is not State.OPEN and not parents:
                raise ChangedError(folder.root / step.path)
            if how is not State.OPEN:
                left[step.path] = how
            elif step.new:
                file.parent.mkdir(parents=True, exist_ok=True)
                moved(folder.root / STAGED / step.new, file)
            else:
                file.unlink(missing_ok=True)
            parents.add(file.parent)
    for parent in parents if durable else ():
        if parent.is_dir():
            sync(parent)
    if left:
        raise waiting(folder, left)
    drop(folder)


def waiting(folder: Folder, left: Mapping[str, State]) -> StoreError:
    """What is said of files that keep a change from being completed."""
    names = ", ".join(f"{folder.root / path} {how.value}" for path, how in left.items())
    mend = "" if State.DAMAGED in left.values() else "put it back to complete the change, "
    fix = f"{mend}put the others back to give it up, or delete {folder.root / STAGED} to keep all"
    return StoreError(f"{names}, and other files of the change are written: {fix}")


def finish(folder: Folder) -> str:
    """Complete what a killed run began, or remove what it left: what to say of it.

    Where files were put back by hand, or none was written yet and one changed, it is given up.
    Call it under the lock. Raises OSError, and StoreError where a list is not of this folder, or
    files changed of which some are written.
    """
    place = folder.root / STAGED
    if place.is_symlink() or not place.is_dir():
        return ""
    own = steps(place)
    used = [s.path for s in own if s.new and not (place / s.new).exists()]
    hows, left = states(folder, own)
    if hows <= {State.DONE, State.EDITED}:
        drop(folder)
    elif left and used and State.UNDONE not in hows:
        raise waiting(folder, left)
    elif left:
        drop(folder)
        names = ", ".join(f"{path} {how.value}" for path, how in left.items())
        kept = ", ".join(path for path in used if path not in left)
        return f"{INTERRUPTED} given up: {names}" + (f"; written before: {kept}" if kept else "")
    else:
        done(folder, own)
    return f"{INTERRUPTED} completed" if own else ""


def drop(folder: Folder) -> None:
    """Remove the folder of new files, and first the list, without which nothing is done."""
    place = folder.root / STAGED
    if not place.is_symlink():
        with suppress(OSError):
            (place / LIST).unlink()
        shutil.rmtree(place, ignore_errors=True)


def settle(folder: Folder) -> str:
    """As `finish`, for who only reads, and not while another program writes: what to say of it."""
    try:
        if (folder.root / STAGED / LIST).exists() and (held := attempt(folder.root)) is not None:
            with held:
                return finish(folder)
    except (StoreError, OutsideError) as error:
        return str(error)
    except OSError as error:
        why = f"{error.filename or folder.name}: {error.strerror or error}"
        return f"{INTERRUPTED} not completed: {why}"
    return ""


def listed(place: Path, steps: Iterable[Step]) -> bytes:
    """A list of steps, with the number on the disk of the folder of new files."""
    found = {"folder": place.stat().st_ino, "steps": [step._asdict() for step in steps]}
    return json.dumps(found).encode()


def steps(place: Path) -> list[Step]:
    """The steps of the list in a folder of new files, none without one.

    Raises StoreError for a list that no run of bru made in this folder.
    """
    file = place / LIST
    if not file.exists():
        return []
    try:
        found = parsed(file.read_bytes())
        is_own = found["folder"] == place.stat().st_ino
        own = [Step(**{name: step[name] for name in Step._fields}) for step in found["steps"]]
    except (TypeError, KeyError) as error:
        why = "is damaged, some files may be written: put them back, or keep them"
        raise StoreError(f"{file}: {why}, and delete {place}") from error
    if is_own:
        return own
    why = "holds a change that was begun in another copy of this folder"
    raise StoreError(f"{place}: {why}: complete it there, or delete this")


def target(folder: Folder, path: str) -> Path:
    """The file to replace, not the link to it. Raises OutsideError, also for hidden files."""
    try:
        if any(part.startswith(".") for part in PurePosixPath(path).parts):
            raise OutsideError("hidden files are not written to")
        return folder.follow(path)
    except OutsideError as error:
        error.path = path
        raise


def current(file: Path) -> str:
    """The digest of a file, "" where there is none."""
    if not file.exists():
        return ""
    if not file.is_file():
        raise RefusedError("is not a regular file", "put the file itself there")
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest(data: bytes) -> str:
    """The SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()
