"""Archives packed so that they always have the same bytes, and unpacked.

Nothing is compressed: the bytes that compressors make differ from one version to the next.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

EARLIEST = 315532800  # 1 January 1980: a zip file knows no earlier day
BLOCK = 65535  # of a stored block of deflate


def epoch(day: str) -> int:
    """The beginning of a day (ISO 8601, UTC) in seconds since 1970; "" is the earliest."""
    if not day:
        return EARLIEST
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def zipped(files: Mapping[str, bytes], seconds: int) -> bytes:
    """A zip file: entries in order of name, one date, one mode, stored."""
    moment = datetime.fromtimestamp(max(seconds, EARLIEST), UTC).timetuple()[:6]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as file:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o100644 << 16
            file.writestr(entry, files[name])
    return stream.getvalue()


def tarred(files: Iterable[tuple[str, bytes]], seconds: int) -> bytes:
    """A gzipped tar file: entries in order of name, one date, one mode, no owner, stored."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as file:
        for name, data in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(data), seconds, 0o644
            file.addfile(entry, io.BytesIO(data))
    return gzipped(stream.getvalue())


def gzipped(data: bytes) -> bytes:
    """Bytes as a gzip file of stored blocks, without name and time."""
    parts = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"]
    for start in range(0, max(len(data), 1), BLOCK):
        block = data[start : start + BLOCK]
        size, last = len(block), start + BLOCK >= len(data)
        parts += [bytes([last]), size.to_bytes(2, "little"), (size ^ 0xFFFF).to_bytes(2, "little")]
        parts.append(block)
    end = zlib.crc32(data), len(data) & 0xFFFFFFFF
    return b"".join([*parts, *(number.to_bytes(4, "little") for number in end)])


def extracted(data: bytes, to: Path) -> None:
    """Write the members of a tar file to a folder."""
    with tarfile.open(fileobj=io.BytesIO(data)) as file:
        file.extractall(to, filter="data")


def packed_again(file: Path, seconds: int) -> bytes:
    """A wheel or sdist as this module packs it."""
    if file.suffix == ".whl":
        with zipfile.ZipFile(file) as wheel:
            return zipped({name: wheel.read(name) for name in wheel.namelist()}, seconds)
    with tarfile.open(file) as sdist:
        entries = [(m.name, sdist.extractfile(m)) for m in sdist if m.isfile()]
        return tarred([(name, stream.read()) for name, stream in entries if stream], seconds)
