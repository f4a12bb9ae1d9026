"""Several files of a folder replaced together, by a program that may be killed at any moment.

The new files are made in a folder of their own. When the list of what has to be done stands
beside them, it is done: by this run or, if that is killed, by the next one that writes or reads.
The list names the folder of new files by its number on the disk: one that came with a copy of the
package is not done. A folder of new files without a list is removed by the next that writes. All
of it under the lock of the folder. Who edits a package (`edited`) replaces only what it has read.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeVar

from bru.model import limits
from bru.store.base import STAGED, Folder, parsed
from bru.store.errors import OutsideError, RefusedError, StoreError
from bru.store.lock import attempt, locked
from bru.store.replace import meaning, moved, sync, written

LIST = "list.json"
T = TypeVar("T")
TIMES = 5  # that a work is done again, because somebody else writes meanwhile


class ChangedError(Exception):
    """A file is no longer what it was when it was read."""


class Step(NamedTuple):
    """One file to replace or, without `new`, to delete; digests of what was there and will be.

    `was` is "" where there was no file, None where nobody looked.
    """

    path: str
    new: str
    was: str | None
    will: str


class Writing:
    """New files of a folder until they take the places of the old ones.

    `durable`: they are on the disk before, so that no loss of power can hurt them.
    """

    def __init__(self, folder: Folder, durable: bool = True) -> None:
        self.folder, self.durable, self.steps = folder, durable, list[Step]()
        self.place = folder.root / STAGED

    def __enter__(self) -> Writing:
        finish(self.folder)
        return self

    def __exit__(self, _: object, error: BaseException | None, *__: object) -> None:
        if all((self.place / step.new).exists() for step in self.steps if step.new):
            shutil.rmtree(self.place, ignore_errors=True)  # nothing was done
        elif error:
            error.add_note("some files are written, the next command of bru here writes the others")

    def add(self, path: str, data: bytes, was: str | None = None) -> Path:
        """Make the new file of `path`; the file whose place it will take.

        Raises OSError, which names it, and OutsideError.
        """
        file, new = target(self.folder, path), str(len(self.steps))
        if self.place.is_symlink() or (self.place.exists() and not self.place.is_dir()):
            raise StoreError(f"{self.place}: is in the way: delete it")
        with meaning(self.folder.root / path):
            parent = next(p for p in file.parents if p.exists())
            if not os.access(parent, os.W_OK):
                raise PermissionError(errno.EACCES, "")
            self.place.mkdir(0o700, exist_ok=True)
            written(self.place / new, data, file, self.durable)
        self.steps.append(Step(path, new, was, digest(data)))
        return file

    def delete(self, path: str, was: str) -> None:
        """Delete a file if it is what it was."""
        self.steps.append(Step(path, "", was, ""))

    def commit(self) -> None:
        """Put everything in its place. Raises OSError; then the next run does what is left."""
        if len(self.steps) > 1:
            with meaning(self.folder.root / self.steps[0].path):
                data = listed(self.place, self.steps)
                written(self.place / f"{LIST}.new", data, self.place / LIST, self.durable)
                (self.place / f"{LIST}.new").replace(self.place / LIST)
                if self.durable:
                    sync(self.place)
                    sync(self.folder.root)
        done(self.folder, self.steps, self.durable)


def done(folder: Folder, steps: Iterable[Step], durable: bool = True) -> None:
    """Do what a list says, as far as it is not done yet, and remove the folder of new files."""
    parents = set()
    for path, new, was, will in steps:
        file, staged = target(folder, path), folder.root / STAGED / new
        if new and not (new.isdecimal() and staged.is_file()):
            continue  # it was done before
        with meaning(folder.root / path):
            now = was if was is None else current(file)
            if now not in (was, will):
                continue  # somebody changed it after this run was killed
            if new:
                file.parent.mkdir(parents=True, exist_ok=True)
                moved(staged, file)
            else:
                file.unlink(missing_ok=True)
            parents.add(file.parent)
    for parent in parents if durable else ():
        if parent.is_dir():
            sync(parent)
    shutil.rmtree(folder.root / STAGED, ignore_errors=True)


def finish(folder: Folder) -> None:
    """Complete what a killed run began, or remove what it left. Call it under the lock.

    Raises OSError, and StoreError where a list is not of this folder.
    """
    place = folder.root / STAGED
    if place.is_symlink() or not place.is_dir():
        return
    done(folder, steps(place))


def settle(folder: Folder) -> str:
    """As `finish`, for who only reads, and not while another program writes: what to say of it."""
    try:
        if (folder.root / STAGED / LIST).exists() and (held := attempt(folder.root)) is not None:
            with held:
                finish(folder)
                return "a change of several files that was interrupted is completed"
    except (StoreError, OutsideError) as error:
        return str(error)
    except OSError as error:
        why = f"{error.filename or folder.name}: {error.strerror or error}"
        return f"a change of several files that was interrupted is not completed: {why}"
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
        if found["folder"] == place.stat().st_ino:
            return [Step(**{name: step[name] for name in Step._fields}) for step in found["steps"]]
    except (TypeError, KeyError):
        pass
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


class Edit(Folder):
    """A folder that may be written to, as long as its lock is held."""

    def __init__(self, folder: Folder) -> None:
        super().__init__(folder.root)
        self.seen: dict[str, str] = {}

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of `path`; what it was when it was first read is remembered."""
        try:
            data = super().read(path, most)
        except FileNotFoundError:
            self.seen.setdefault(path, "")
            raise
        self.seen.setdefault(path, digest(data))
        return data

    def write_all(self, files: Mapping[str, bytes], gone: Mapping[str, str] | None = None) -> None:
        """Replace files, and delete others that have these digests, all or none of it.

        Raises ChangedError, OutsideError, and OSError that names the file.
        """
        with Writing(self) as writing:
            for path, data in files.items():
                writing.add(path, data, self.seen.get(path) or current(target(self, path)))
            for path in files:
                if path in self.seen and current(target(self, path)) != self.seen[path]:
                    raise ChangedError(path)
            for path, was in (gone or {}).items():
                writing.delete(path, was)
            writing.commit()
        self.seen |= {path: digest(data) for path, data in files.items()}


def edited(folder: Folder, work: Callable[[Edit], T]) -> T:
    """What `work` gives for a folder whose lock it holds; done again where a file changed.

    Raises StoreError where the lock cannot be had or files keep changing, and what `work` raises.
    """
    changed = ""
    with locked(folder.root):
        finish(folder)
        for _ in range(TIMES):
            try:
                return work(Edit(folder))
            except ChangedError as error:
                changed = str(error)
    raise StoreError(f"{folder.root / changed}: another program is writing to it: try again later")
