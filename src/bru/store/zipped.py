"""A package as a zip file; files that are packed by gzip, or as the one member of a zip file.

All is unpacked in memory, up to a size: nothing is written to a disk.
"""

from __future__ import annotations

import gzip
import io
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, cast

from bru.model import limits
from bru.store.base import DESCRIPTOR, below, fits, inside, regular
from bru.store.errors import OutsideError, RefusedError, StoreError
from bru.store.unresolved import resolved

LEAVES = re.compile(r"[/\\]|[A-Za-z]:|(.*[/\\])?\.\.([/\\]|\Z)", re.DOTALL)
AGAIN = "fetch the file or pack it again"
ONE = 'keep one file in the archive, or name it as "innerpath" of the resource'


@contextmanager
def unpacking() -> Iterator[None]:
    """Turn damage, encryption and unknown ways of packing into RefusedError."""
    try:
        yield
    except (MemoryError, RefusedError):
        raise
    except Exception as error:  # damage shows itself in many ways
        raise RefusedError(f"cannot be unpacked ({error})", AGAIN) from error


def believed(size: int, packed: int, most: int, hint: str = "unpack it, if you trust it") -> None:
    """Refuse what would unpack to more than is read, or to very much. Raises RefusedError."""
    fits(size, most)
    if size >= limits.RATIO_FROM and size > limits.RATIO * packed:
        why = f"would unpack from {packed:,} bytes to {size:,}: a zip bomb"
        raise RefusedError(why, hint)


class Unpacked(io.RawIOBase):
    """A member as it is unpacked. Raises RefusedError where that fails."""

    def __init__(self, member: IO[bytes]) -> None:
        self.member = member

    def close(self) -> None:
        """Close the member as well."""
        self.member.close()
        super().close()

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, as far as there is something."""
        with unpacking():
            data = self.member.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Zip:
    """A package as a zip file, the descriptor at its top or in its only folder."""

    editable = False

    def __init__(self, file: Path, data: bytes | None = None) -> None:
        """`data`: the bytes of the file, where it is no file on the disk."""
        self.name, self.data = str(file), data
        try:
            source = file if data is None else io.BytesIO(data)
            self.zip = zipfile.ZipFile(source)
            self.size = file.stat().st_size if data is None else len(data)
        except MemoryError:
            raise
        except Exception as error:  # damage shows itself in many ways
            raise StoreError(f"{file}: not a zip file that can be read ({error})") from error
        names = self.zip.namelist()
        for name in names:
            if LEAVES.match(name):
                raise StoreError(f"{file}: its member {name} would be unpacked outside of it")
        self.times = Counter(names)
        tops = [n for n in names if n.rpartition("/")[2] == DESCRIPTOR]
        if not tops:
            way = "unpack it: bru validate FOLDER/*.csv checks tables without one"
            raise StoreError(f"{file}: no {DESCRIPTOR} in this zip file; {way}")
        highest = min(n.count("/") for n in tops)
        found = sorted({n for n in tops if n.count("/") == highest})
        if len(found) > 1:
            raise StoreError(f"{file}: several packages ({found[0]}, {found[1]}): give one of them")
        self.top = found[0].removesuffix(DESCRIPTOR)

    def whole(self) -> bytes:
        """The bytes of the zip file itself."""
        return Path(self.name).read_bytes() if self.data is None else self.data

    def member(self, path: str, most: int) -> zipfile.ZipInfo:
        """What the zip file says of `path`, which may be unpacked. Raises as `read`."""
        name = self.top + PurePosixPath(inside(path)).as_posix()
        try:
            member = self.zip.getinfo(name)
        except KeyError:
            if any(n.startswith(name + "/") for n in self.times):
                raise IsADirectoryError(f"{path} is a folder") from None
            raise FileNotFoundError(path) from None
        if self.times[name] > 1:
            raise RefusedError("is in the zip file more than once", "keep one of them")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise OutsideError("it is a link in a zip file")
        packed = min(member.compress_size, self.size)
        believed(member.file_size, packed, most, "check the unpacked folder, if you trust it")
        return member

    def names(self, folder: str = "") -> list[str]:
        """The names of the files of a folder."""
        return [*below(self.top + folder, self.times)]

    def open(self, path: str) -> BinaryIO:
        """The bytes of `path` as they come."""
        member = self.member(path, limits.TABLE_BYTES)
        with unpacking():
            return io.BufferedReader(Unpacked(self.zip.open(member)))

    def read(self, path: str, most: int = limits.TABLE_BYTES) -> bytes:
        """The bytes of `path`."""
        member = self.member(path, most)
        with unpacking():
            data = self.zip.read(member)
        return resolved(path, data)


def only(file: Path) -> str:
    """The member of a zip file that has one, "" where it has more or is none."""
    names = list[str]()
    if file.suffix.lower() == ".zip":
        with suppress(OSError), unpacking(), zipfile.ZipFile(file) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
    return names[0] if len(names) == 1 else ""


@contextmanager
def begun(file: Path) -> Iterator[IO[bytes]]:
    """A file, or what is packed in it, open to read its beginning. Raises OSError."""
    with unpacking(), regular(file, limits.TABLE_BYTES).open("rb") as stream:
        if file.suffix.lower() == ".gz":
            yield cast(IO[bytes], gzip.GzipFile(fileobj=stream))
        elif inner := only(file):
            with zipfile.ZipFile(stream) as archive, archive.open(inner) as member:
                yield member
        else:
            yield stream


def unpacked(data: bytes, how: str, path: str, most: int, inner: str = "") -> bytes:
    """The bytes that were packed ("gz", "zip") into a file. Raises RefusedError.

    `inner`: the member of a zip file that is meant, "" for the one it has.
    """
    with unpacking():
        if how == "gz":
            return b"".join(_gunzipped(data, most))
        return _unzipped(data, path, most, inner) if how == "zip" else data


def sound(data: bytes) -> None:
    """Refuse a workbook that would unpack to more than is read. Raises RefusedError."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(m.file_size for m in archive.infolist())
            believed(size, len(data), limits.TABLE_BYTES)


def rewritten(data: bytes, changes: Mapping[str, tuple[bytes, bytes]]) -> bytes:
    """A zip file with other bytes for an expression, in members whose names match one.

    What is no zip file stays as it is. Raises RefusedError.
    """
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with unpacking(), zipfile.ZipFile(io.BytesIO(data)) as archive:
        changed = dict[str, bytes]()
        for name in archive.namelist():
            for members, (old, new) in changes.items():
                if re.fullmatch(members, name) and re.search(old, part := archive.read(name)):
                    changed[name] = re.sub(old, new, part)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as copy:
            for name in archive.namelist() if changed else ():
                copy.writestr(name, changed[name] if name in changed else archive.read(name))
    return stream.getvalue() if changed else data


def _gunzipped(data: bytes, most: int) -> Iterator[bytes]:
    """The parts of all members of a gzip file."""
    size, rest = 0, data
    while rest:
        one = zlib.decompressobj(16 + zlib.MAX_WBITS)
        while not one.eof:
            part = one.decompress(rest, limits.MIB)
            rest = one.unconsumed_tail
            size += len(part)
            believed(size, len(data), most)
            yield part
            if not part and not rest and not one.eof:
                raise RefusedError("cannot be unpacked: it ends too early", AGAIN)
        rest = one.unused_data.lstrip(b"\0")


def _unzipped(data: bytes, path: str, most: int, inner: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        name = inner or PurePosixPath(path).name[: -len(".zip")]
        named = [m for m in members if m.filename == name]
        chosen = named or ([] if inner else members)
        if len(chosen) != 1:
            what = f"has {len(members)} files" if not inner else f"has no file {inner}"
            raise RefusedError(f"{what}, and it is not told which is meant", ONE)
        believed(chosen[0].file_size, len(data), most)
        return archive.read(chosen[0])
