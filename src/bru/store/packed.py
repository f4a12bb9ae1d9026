"""Files that are packed, unpacked in memory up to a size: gzip, and a zip file with one member."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from bru.model import limits
from bru.store.base import fits
from bru.store.errors import RefusedError

STEP = limits.MIB


def unpacked(data: bytes, how: str, path: str, most: int, inner: str = "") -> bytes:
    """The bytes that were packed ("gz", "zip") into a file. Raises RefusedError.

    `inner`: the member of a zip file that is meant, "" for the one it has.
    """
    if how == "gz":
        return b"".join(_gunzipped(data, most))
    return _unzipped(data, path, most, inner) if how == "zip" else data


def sound(data: bytes) -> None:
    """Refuse a workbook that would unpack to more than is read. Raises RefusedError."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(sum(m.file_size for m in archive.infolist()), len(data), limits.TABLE_BYTES)


def _check(size: int, packed: int, most: int) -> None:
    fits(size, most)
    if size >= limits.RATIO_FROM and size > limits.RATIO * packed:
        why = f"would unpack from {packed:,} bytes to {size:,}: a zip bomb"
        raise RefusedError(why, "unpack it, if you trust it")


AGAIN = "fetch the file or pack it again"
ONE = 'keep one file in the archive, or name it as "innerpath" of the resource'


def _gunzipped(data: bytes, most: int) -> list[bytes]:
    """The parts of all members of a gzip file."""
    found, size, rest = list[bytes](), 0, data
    try:
        while rest:
            one = zlib.decompressobj(16 + zlib.MAX_WBITS)
            while not one.eof:
                part = one.decompress(rest, STEP)
                rest = one.unconsumed_tail
                size += len(part)
                _check(size, len(data), most)
                found.append(part)
                if not part and not rest and not one.eof:
                    raise RefusedError("cannot be unpacked: it ends too early", AGAIN)
            rest = one.unused_data.lstrip(b"\0")
    except zlib.error as error:
        raise RefusedError(f"cannot be unpacked ({error})", AGAIN) from error
    return found


def _unzipped(data: bytes, path: str, most: int, inner: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            name = PurePosixPath(path).name
            named = [m for m in members if m.filename == (inner or name[: -len(".zip")])]
            chosen = named or ([] if inner else members)
            if len(chosen) != 1:
                what = f"has {len(members)} files" if not inner else f"has no file {inner}"
                raise RefusedError(f"{what}, and it is not told which is meant", ONE)
            _check(chosen[0].file_size, len(data), most)
            return archive.read(chosen[0])
    except (MemoryError, RefusedError):
        raise
    except Exception as error:  # damage shows itself in many ways
        raise RefusedError(f"cannot be unpacked ({error})", AGAIN) from error
