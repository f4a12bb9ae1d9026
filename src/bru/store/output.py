"""Folders that bru fills, such as the explorer: only what its manifest says it wrote is replaced.

The manifest has the digests of the files by path, for each kind of output.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from bru.store.base import Folder, parsed
from bru.store.errors import OutsideError, StoreError
from bru.store.lock import LOCK, locked
from bru.store.replace import meaning, replace, sweep
from bru.store.staged import current, target
from bru.store.writing import Writing

MANIFEST = ".bru-written"
Kinds = dict[str, dict[str, str]]


def publish(
    root: Path, kind: str, files: Iterable[tuple[str, bytes]], *, all_of_it: bool = False
) -> dict[Path, int]:
    """Write files into a folder, which is made; their sizes.

    A file that is there must be one that bru wrote, or be the same. `all_of_it`: files of this
    kind that are no longer made are deleted, unless somebody changed them. Raises StoreError,
    also for a name that no file can have, and OSError, which names the file.
    """
    if file := next((p for p in (root, *root.parents) if p.exists() and not p.is_dir()), None):
        raise StoreError(f"{file}: is a file, not a folder: choose another name")
    with meaning(root):
        root.mkdir(parents=True, exist_ok=True)
    folder, sizes, made = Folder(root), dict[Path, int](), dict[str, str]()
    with locked(root), Writing(folder, durable=False) as writing:
        sweep(root / MANIFEST)
        kinds = manifest(root)
        if all_of_it and kind not in kinds and any(f.name != LOCK for f in root.iterdir()):
            raise StoreError(f"{root}: is not empty and no {kind} of bru: choose another folder")
        known = {path for own in kinds.values() for path in own}
        for path, data in files:
            try:
                file = writing.add(path, data)
            except OutsideError as error:
                raise StoreError(f"{path}: not a name for a file ({error})") from error
            made[path], sizes[root / path] = writing.steps[-1].will, len(data)
            if path not in known:
                refuse(root / path, file, made[path])
        before = kinds.get(kind, {})
        gone = {p: own for p, own in before.items() if all_of_it and p not in made}
        for path, own in gone.items():
            if current(target(folder, path)) == own:
                writing.delete(path, own)
        write(root, {**kinds, kind: before | made})  # all that may be there if this is killed
        writing.commit()
        left = {p: own for p, own in (before | made).items() if p not in gone}
        if gone:
            with suppress(OSError):  # a manifest that names more than there is does no harm
                write(root, {**kinds, kind: left})
    return sizes


def refuse(place: Path, file: Path, own: str) -> None:
    """Stop where a file is there that bru did not write. Raises StoreError."""
    if file.exists() and (not file.is_file() or current(file) != own):
        raise StoreError(f"{place}: is there and was not written by bru: choose another folder")


def manifest(root: Path) -> Kinds:
    """What bru wrote into a folder; nothing where there is no manifest that can be used."""
    try:
        kinds = parsed((root / MANIFEST).read_bytes())["written"]
        return {str(kind): {str(p): str(d) for p, d in own.items()} for kind, own in kinds.items()}
    except (OSError, TypeError, KeyError, AttributeError):
        return {}


def write(root: Path, kinds: Mapping[str, Mapping[str, str]]) -> None:
    """Write the manifest."""
    text = json.dumps({"written": kinds}, indent=1, sort_keys=True, ensure_ascii=False)
    with meaning(root / MANIFEST):
        replace(root / MANIFEST, f"{text}\n".encode("utf-8", "surrogatepass"))
