"""Pinning: locks, loading by version, IDs resolved. No changed byte goes unnoticed."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shlex
import shutil
import subprocess
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import bru
from bru.model import limits
from bru.releases import lock, registry
from bru.releases import published as released
from bru.store import Folder, StoreError, installed, packing, unresolved
from bru.store.zipped import Zip
from support import ROOT
from support.commands import call, put
from tools.memory import Memory

SMALL = {
    "datapackage.json": """{"name": "bru", "version": "1.0.0", "resources": [{"name": "figures",
"path": "f.csv", "schema": "f.json"}]}
""",
    "f.json": """{"fields": [{"name": "id"}, {"name": "n", "type": "integer"}], "primaryKey": "id"}
""",
    "f.csv": "id,n\na,1\nb,2\n",
    "releases/releases.csv": f"version,date,sha256\n1.0.0,2027-01-31,{'0' * 64}\n",
    "releases/ids.csv": "table,id,entered,left\nfigures,a,1.0.0,\nfigures,b,1.0.0,\n",
    "releases/causes.csv": "version,table,key,field,cause,note\n",
    "CHANGELOG.md": "# Changelog\n\n## [1.0.0] - 2027-01-31\n",
}
DESCRIPTOR = "datapackage.json"


def memory() -> Memory:
    return Memory({name: text.encode() for name, text in SMALL.items()})


def folder(root: Path) -> Path:
    """The small package on the disk, with a file that is no part of it."""
    (root / "releases").mkdir(parents=True)
    return put(root, {**SMALL, "notes.txt": "Not part of the data.\n"})


def zipped(root: Path, version: str = "1.0.0") -> Path:
    """The small package as it is released."""
    data = {
        f"bru-{version}/{name}": text.replace("1.0.0", version).encode()
        for name, text in SMALL.items()
    }
    file = root / f"bru-{version}.zip"
    file.write_bytes(packing.zipped(data, packing.epoch("2027-01-31")))
    return file


def others(data: bytes) -> Iterator[tuple[int, bytes]]:
    """These bytes with each in turn another one, of two kinds."""
    for at in range(len(data)):
        for change in (0x01, 0x20):
            yield at, data[:at] + bytes([data[at] ^ change]) + data[at + 1 :]


def accepted(text: bytes, store: object) -> bool:
    """Whether a lock is read and fits."""
    try:
        return not lock.check(lock.parse(text), store, DESCRIPTOR)  # type: ignore[arg-type]
    except (ValueError, StoreError):
        return False


def test_every_changed_byte_of_a_locked_file_is_found() -> None:
    text = lock.written(lock.lock(memory(), DESCRIPTOR)).encode()
    assert accepted(text, memory())
    count, log = 0, "CHANGELOG.md"
    assert accepted(text, Memory({**memory().files, log: b"# Changelog\n\n## [Unreleased]\n"}))
    for name, whole in memory().files.items():
        for at, data in others(whole) if name != log else ():
            count += 1
            assert not accepted(text, Memory({**memory().files, name: data})), (name, at)
    assert count == 2 * sum(len(text) for name, text in SMALL.items() if name != log)


def test_every_changed_byte_of_a_lock_is_found() -> None:
    text = lock.written(lock.lock(memory(), DESCRIPTOR)).encode()
    for at, data in others(text):
        assert not accepted(data, memory()), at


def test_every_changed_byte_of_a_released_zip_is_found(tmp_path: Path) -> None:
    file = zipped(tmp_path)
    text = lock.written(lock.lock(memory(), DESCRIPTOR)).encode()
    assert accepted(text, Zip(file))
    whole = file.read_bytes()
    for at, data in others(whole):
        file.write_bytes(data)
        try:
            found = accepted(text, Zip(file))
        except StoreError:
            found = False
        assert not found, at
    for data in (whole + b"\n", whole[:-1]):
        file.write_bytes(data)
        with suppress(StoreError):
            assert not accepted(text, Zip(file))


def published(root: Path, *versions: str) -> Path:
    """A registry with the small package, in these versions."""
    lines = ["version,date,sha256"]
    for version in versions or ("1.0.0",):
        (root / version).mkdir(parents=True)
        file = zipped(root / version, version)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        (root / version / "SHA256SUMS").write_text(f"{digest}  {file.name}\n")
        lines.append(f"{version},2026-01-31,{digest}")
    (root / "index.csv").write_text("\n".join(lines) + "\n")
    return root


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of our own; no version of the small package is one that bru knows."""
    monkeypatch.setenv("BRU_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(registry, "known", lambda name, version: "")
    return tmp_path / "cache"


@pytest.fixture
def load(tmp_path: Path, cache: Path) -> Callable[..., list[int]]:
    """Load the numbers of the small package from the registry."""

    def loaded(**how: Any) -> list[int]:
        return list(bru.load("figures", **{"registry": tmp_path / "registry", **how})["n"])

    return loaded


Load = Callable[..., list[int]]


@pytest.mark.parametrize(("which", "step"), [("bru-1.0.0.zip", 16), ("SHA256SUMS", 1)])
def test_no_changed_byte_of_a_registry_is_loaded(
    tmp_path: Path, cache: Path, load: Load, which: str, step: int
) -> None:
    """Every byte of the sums, every 16th of the zip file; and nothing of it is kept."""
    changed = published(tmp_path / "registry") / "1.0.0" / which
    for at, data in others(changed.read_bytes()):
        if at % step == 0:
            changed.write_bytes(data)
            with pytest.raises(StoreError):
                load(version="1.0.0")
            assert not [file for file in cache.rglob("*") if file.is_file()]


def test_load_by_version_from_a_folder_then_offline(
    tmp_path: Path, cache: Path, load: Load
) -> None:
    published(tmp_path / "registry")

    assert load(version="1.0.0") == [1, 2]
    shutil.rmtree(tmp_path / "registry")
    assert load(version="1.0.0") == [1, 2]

    (kept,) = cache.rglob("*.zip")
    kept.write_bytes(kept.read_bytes().replace(b"b,2", b"b,3"))
    with pytest.raises(StoreError, match="SHA256SUMS: not found"):
        load(version="1.0.0")


@pytest.mark.parametrize(
    ("version", "found"),
    [
        ("latest", "1.10.0"),
        ("1.*", "1.10.0"),
        ("1", "1.10.0"),
        ("1.2.*", "1.2.10"),
        ("1.2", "1.2.10"),
        ("0.*", "0.9.0"),
        ("1.2.9", "1.2.9"),
    ],
)
def test_the_newest_of_several_versions(
    tmp_path: Path, cache: Path, load: Load, version: str, found: str
) -> None:
    published(tmp_path / "registry", "1.10.0", "0.9.0", "1.2.9", "1.2.10")

    load(version=version)

    assert [file.name for file in cache.rglob("*.zip")] == [f"bru-{found}.zip"]


def test_versions_that_there_are_not(tmp_path: Path, load: Load) -> None:
    published(tmp_path / "registry", "1.0.0", "1.1.0")
    for version, error, why in (
        ("2.*", StoreError, r"no release is 2\.\*; there are 1\.0\.0, 1\.1\.0"),
        ("1.0.1", StoreError, r"1\.0\.1/SHA256SUMS: not found"),
        ("1.x", ValueError, "'1.x' is no version"),
        (">=1", ValueError, r"'>=1' is no version: write \"1\.0\.1\", \"1\.0\", \"1\.\*\" or"),
        ("", ValueError, "'' is no version"),
        ("1.0.0.*", ValueError, "is no version"),
    ):
        with pytest.raises(error, match=why):
            load(version=version)
    (tmp_path / "registry/index.csv").write_text("<html>Please log in</html>\n")
    with pytest.raises(StoreError, match=r"index\.csv: line 1: the header must be"):
        load(version="latest")


def test_what_the_release_must_be_can_be_given(tmp_path: Path, load: Load) -> None:
    file = published(tmp_path / "registry") / "1.0.0" / "bru-1.0.0.zip"
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    with pytest.raises(StoreError, match=f"its SHA-256 is {digest}, not {'0' * 64}, which sha256"):
        load(version="1.0.0", sha256="0" * 64)

    assert load(version="1.0.0", sha256=digest) == [1, 2]

    with pytest.raises(StoreError, match="which sha256 says"):  # now it is in the cache
        load(version="1.0.0", sha256="0" * 64)


def test_a_digest_that_bru_knows_is_demanded(
    tmp_path: Path, cache: Path, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A registry that serves another 1.0.0 than the one that was released."""
    published(tmp_path / "registry")
    monkeypatch.setattr(registry, "known", KNOWN)
    assert registry.known("bru", "1.0.0") and not registry.known("other", "1.0.0")

    with pytest.raises(StoreError, match="which bru says"):
        load(version="1.0.0")
    assert not [*cache.rglob("*.zip")]


KNOWN = registry.known


def test_a_lock_says_which_version_and_every_byte(tmp_path: Path, load: Load) -> None:
    published(tmp_path / "registry", "1.0.0", "1.1.0")
    call("lock", tmp_path / "registry/1.0.0/bru-1.0.0.zip", cwd=tmp_path)
    own = tmp_path / "bru.lock"

    assert load(lock=own) == load(version="1.0.0", lock=own) == [1, 2]
    with pytest.raises(StoreError, match=r"not what the lock says: datapackage\.json: is bru 1\.1"):
        load(version="1.1.0", lock=own)
    assert list(bru.load("figures", tmp_path / "registry/1.0.0/bru-1.0.0.zip", lock=own)["n"])
    with pytest.raises(StoreError, match=r"not what .*bru\.lock says: datapackage\.json: is bru 1"):
        bru.load("figures", tmp_path / "registry/1.1.0/bru-1.1.0.zip", lock=own)
    own.write_text("nothing\n")
    with pytest.raises(ValueError, match=r"bru\.lock is damaged"):
        load(lock=own)


def test_a_version_under_another_number_is_not_loaded(
    tmp_path: Path, cache: Path, load: Load
) -> None:
    root = published(tmp_path / "registry", "1.0.0", "1.0.1")
    data = (root / "1.0.0/bru-1.0.0.zip").read_bytes()
    (root / "1.0.1/bru-1.0.1.zip").write_bytes(data)
    (root / "1.0.1/SHA256SUMS").write_text(f"{hashlib.sha256(data).hexdigest()}  bru-1.0.1.zip\n")

    with pytest.raises(StoreError, match=r"bru-1\.0\.1\.zip holds version 1\.0\.0"):
        load(version="1.0.1")
    assert not [*cache.rglob("*.zip")]


def test_words_that_do_not_go_together() -> None:
    for how in (
        {"path": ".", "version": "1.0.0"},
        {"path": ".", "sha256": "0" * 64},
        {"registry": "."},
        {"registry": ".", "path": ".", "version": "1.0.0"},
    ):
        with pytest.raises(ValueError, match="with a"):
            bru.load("figures", **how)


def test_a_release_that_came_with_bru_needs_no_registry(tmp_path: Path) -> None:
    last = released.read(installed())[0].releases[-1]
    lock = tmp_path / "bru.lock"
    call("lock", last.version, cwd=tmp_path)

    for how in ({"version": last.version}, {"sha256": last.sha256}, {"lock": lock}):
        assert "unit_id" in bru.load("units", **how)
    with pytest.raises(StoreError, match="which sha256 says"):
        bru.load("units", version=last.version, sha256="0" * 64)
    for how in ({"version": "0.0.9"}, {"sha256": "0" * 64}, {"version": "1.*"}):
        with pytest.raises(
            ValueError, match=f"did not come with bru, which has {last.version}: give"
        ):
            bru.load("units", **how)


def test_the_lock_of_a_folder_is_told_from_that_of_a_release(tmp_path: Path) -> None:
    last = released.read(installed())[0].releases[-1]
    folder_of = tmp_path / "release"
    with zipfile.ZipFile(ROOT / f"releases/bru-{last.version}.zip") as packed:
        packed.extractall(folder_of)
    file = next(folder_of.rglob(DESCRIPTOR))
    file.write_text(json.dumps(json.loads(file.read_text("utf-8"))), "utf-8")
    call("lock", file.parent, cwd=tmp_path)

    told = call("lock", "--check", last.version, cwd=tmp_path).stdout

    assert told.endswith(
        "next: the lock is of a folder, not of the release; "
        f"`bru lock {last.version}` pins this instead\n"
    )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A registry at an address."""
    published(tmp_path / "registry")
    handler = partial(Odd, directory=str(tmp_path / "registry"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


class Odd(SimpleHTTPRequestHandler):
    """A server that prints nothing, and that does what it is told with files of some folders."""

    def log_message(self, *arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.path.startswith("/login/"):
            self.answer(b"<html>Please log in</html>")
        elif self.path.startswith("/large/"):
            self.answer(b"0" * (limits.SUMS_BYTES + 1))
        elif self.path.startswith("/slow/"):
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):
                while True:
                    self.wfile.write(b"0")
                    time.sleep(0.05)
        else:
            super().do_GET()

    def answer(self, data: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(data)


def test_load_by_version_from_an_address_then_offline(
    tmp_path: Path, load: Load, server: str
) -> None:
    for version in ("1.0.0", "latest"):
        assert load(version=version, registry=server) == [1, 2]
    with pytest.raises(StoreError, match=r"1\.0\.1/SHA256SUMS: not found"):
        load(version="1.0.1", registry=server)

    shutil.rmtree(tmp_path / "registry")
    assert load(version="1.0.0", registry=server) == [1, 2]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("login", "is damaged or has no digest of bru-1.0.0.zip"),
        ("large", "has more than 65,536 bytes"),
        ("slow", "takes longer than"),
    ],
)
def test_a_registry_that_answers_anything(
    cache: Path, load: Load, server: str, kind: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page to log in, no end of bytes, a byte now and then: nothing of it is kept."""
    monkeypatch.setattr(limits, "REMOTE_SECONDS", 0.5)
    began = time.monotonic()

    with pytest.raises(StoreError, match=why):
        load(version="1.0.0", registry=f"{server}{kind}")

    assert time.monotonic() - began < 20
    assert not [file for file in cache.rglob("*") if file.is_file()]


def test_what_was_fetched_is_found_by_its_number(
    tmp_path: Path, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(tmp_path / "registry", "7.0.0", "7.1.0")
    for version in ("7.0.0", "7.1.0"):
        load(version=version)

    done = call("diff", "7.0.0", "7.1.0", cwd=tmp_path)

    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "no difference")


def test_ids_that_were_retired_are_followed_on_request(tmp_path: Path) -> None:
    put(tmp_path, {**RETIRED, "a.csv": "id,part_of\nb,\nc,a\nx,b\n"})
    spec = json.loads(RETIRED["datapackage.json"])
    spec["resources"][0]["schema"] = {
        "fields": [{"name": "id"}, {"name": "part_of"}],
        "primaryKey": "id",
        "foreignKeys": [{"fields": "part_of", "reference": {"resource": "", "fields": "id"}}],
    }
    put(tmp_path, {"datapackage.json": json.dumps(spec)})

    plain, followed = (bru.load("actors", tmp_path, follow=f) for f in (False, True))

    assert list(plain["id"]) == ["b", "c", "x"]
    assert list(followed["id"]) == ["c", "c", "x"]
    assert list(followed["part_of"].dropna()) == ["c", "c"]


def test_diff_and_resolve_from_python(tmp_path: Path) -> None:
    old, new = (folder(tmp_path / name) for name in ("old", "new"))
    put(new, {"f.csv": "id,n\na,1\nb,3\n"})

    found = bru.diff(old, new)
    assert [(c.kind, c.key, c.old, c.new) for c in found.changes] == [
        ("cell-corrected", "b", "2", "3")
    ]
    assert not bru.diff(old, new, ignore=["n"]).counts
    assert not bru.diff(old, new, tolerance="1").counts
    assert not bru.diff(old, new, kinds=["id"]).counts

    put(tmp_path / "p", RETIRED)
    (answer,) = bru.resolve("a", tmp_path / "p", at="1.0.0")
    assert (answer.state, answer.now) == ("live", "c")
    assert bru.resolve("never", tmp_path / "p") == []


def problems(told: str, path: Path) -> list[str]:
    """What is printed of differences, above the line that says what to do."""
    *lines, last = told.splitlines()
    assert last.startswith("next: `") and last.endswith(f"`bru lock {path}` pins this instead")
    return lines


def test_lock_command(tmp_path: Path) -> None:
    root, file = folder(tmp_path / "p"), zipped(tmp_path)
    made = call("lock", root, cwd=tmp_path)
    assert made.stdout == "bru.lock pins bru 1.0.0: the digests of 6 files\n"
    text = (tmp_path / "bru.lock").read_text()
    assert text.startswith("# bru 1.0.0: sha256sum -c in the folder of the package\n")
    assert "notes.txt" not in text

    for place in (root, file):
        done = call("lock", "--check", place, cwd=tmp_path)
        assert (done.exit_code, done.stdout) == (
            0,
            f"{place} is what bru.lock pins: bru 1.0.0, 6 files\n",
        )
    line = ["sha256sum", "--strict", "--quiet", "-c", str(tmp_path / "bru.lock")]
    subprocess.run(line, cwd=root, check=True)

    (root / "f.csv").write_text("id,n\na,1\nb,3\n")
    (root / "f.json").unlink()
    done = call("lock", "--check", root, cwd=tmp_path)
    assert (done.exit_code, problems(done.stdout, root)) == (
        1,
        ["f.csv: differs from the lock", "f.json: file not found"],
    )
    assert subprocess.run(line, cwd=root, check=False, capture_output=True).returncode == 1


def test_lock_command_with_what_is_odd(tmp_path: Path) -> None:
    root, file = folder(tmp_path / "p"), zipped(tmp_path)
    call("lock", root, cwd=tmp_path)

    (root / "LICENSE").write_text("Free.\n")
    more = call("lock", "--check", root, cwd=tmp_path).stdout
    assert problems(more, root) == ["LICENSE: is not in the lock"]
    shutil.make_archive(str(tmp_path / "again"), "zip", tmp_path, "p")
    (root / "LICENSE").unlink()
    with_notes = tmp_path / "again.zip"
    assert call("lock", "--check", with_notes, cwd=tmp_path).exit_code == 1

    data = {f"x/{name}": text.encode() for name, text in SMALL.items()}
    file.write_bytes(packing.zipped(data, packing.epoch("2027-02-01")))
    done = call("lock", "--check", file, cwd=tmp_path)
    assert done.stdout.startswith(
        f"{file}: holds the right files, but is not packed as it was released\n"
    )

    (tmp_path / "bru.lock").write_text("nothing\n")
    damaged = call("lock", "--check", root, cwd=tmp_path)
    assert (damaged.exit_code, damaged.stderr) == (
        1,
        "Error: bru.lock: bru.lock is damaged: it is not what `bru lock` writes\n",
    )
    absent = call("lock", "--check", "--file", tmp_path / "no.lock", root, cwd=tmp_path)
    assert (absent.exit_code, absent.stderr) == (
        2,
        f"Error: {tmp_path}/no.lock: not found: `bru lock --file {tmp_path}/no.lock` writes it\n",
    )


def commands(text: str, cwd: Path) -> list[tuple[str, int]]:
    """Each command that a text names, run: with its exit code."""
    found = [shlex.split(one) for one in re.findall("`bru (.*?)`", text)]
    return [(one[0], call(*one, cwd=cwd).exit_code) for one in found]


def test_every_command_below_differences_can_be_run(tmp_path: Path) -> None:
    """In a folder without a package, with the path of one, in one; names with spaces."""
    last, own = released.read(installed())[0].releases[-1].version, tmp_path / "a b.lock"
    call("lock", last, "--file", own.name, cwd=tmp_path)
    own.write_text(own.read_text().replace(f"{'  '}data/actors.csv", f"{'  '}data/actresses.csv"))
    for path, cwd in (("installed", tmp_path), (None, tmp_path), (ROOT, tmp_path), (None, ROOT)):
        given = [str(path)] if path else []
        told = call("lock", "--check", "--file", own, *given, cwd=cwd).stdout
        next_ = told.splitlines()[-1].replace(
            f"`bru lock{' installed' * (path == 'installed')}", "`bru lock"
        )
        assert next_.startswith(f"next: `bru diff {last}"), told
        assert commands(told.replace(str(own), str(tmp_path / "new.lock")), cwd) == [
            ("diff", 0),
            ("lock", 0),
        ]
        (tmp_path / "new.lock").unlink()


def test_a_version_that_is_not_at_hand_is_told_how_to_get(tmp_path: Path) -> None:
    call("lock", "installed", cwd=tmp_path)
    own = tmp_path / "bru.lock"
    own.write_text(re.sub("^# bru [^:]+", "# bru 0.9.0", own.read_text()))

    told = call("lock", "--check", "installed", cwd=tmp_path).stdout
    assert told.splitlines()[-1] == (
        "next: `pip install bru-dataset==0.9.0` gets 0.9.0; `bru lock installed` pins this instead"
    )
    with pytest.raises(
        ValueError, match=r"give a registry, or run pip install bru-dataset==0\.9\.0"
    ):
        bru.load("units", lock=own)


def test_only_a_lock_is_replaced(tmp_path: Path) -> None:
    root = folder(tmp_path / "p")
    mine, empty = (
        put(tmp_path, {"mine.md": "# Mine\n", "empty": ""}) / "mine.md",
        tmp_path / "empty",
    )

    done = call("lock", root, "--file", mine, cwd=tmp_path)
    assert (done.exit_code, mine.read_text()) == (2, "# Mine\n")
    assert (
        done.stderr == f"Error: {mine}: bru did not write it: choose another name, or delete it\n"
    )
    for _ in range(2):
        assert call("lock", root, "--file", empty, cwd=tmp_path).exit_code == 0


def test_the_two_versions_come_first(tmp_path: Path) -> None:
    root = folder(tmp_path / "p")
    call("lock", root, cwd=tmp_path)
    put(root, {DESCRIPTOR: SMALL[DESCRIPTOR].replace("1.0.0", "1.1.0"), "f.csv": "id,n\na,1\n"})

    assert problems(call("lock", "--check", root, cwd=tmp_path).stdout, root) == [
        "datapackage.json: is bru 1.1.0, the lock is of bru 1.0.0",
        "datapackage.json: differs from the lock",
        "f.csv: differs from the lock",
    ]


@pytest.mark.parametrize("ends", [("\n", "\r\n"), ("\r\n", "\n")])
def test_other_line_ends_are_told_from_other_bytes(tmp_path: Path, ends: tuple[str, str]) -> None:
    root = folder(tmp_path / "p")
    put(root, {"f.csv": SMALL["f.csv"].replace("\n", ends[0])})
    call("lock", root, cwd=tmp_path)
    put(root, {"f.csv": SMALL["f.csv"].replace("\n", ends[1])})

    done = call("lock", "--check", root, cwd=tmp_path)

    names = {"\n": "LF", "\r\n": "CR LF"}
    first = f"f.csv: differs only in line ends, which are {names[ends[1]]} here: git converts them"
    assert (done.exit_code, done.stdout.startswith(first)) == (1, True), done.stdout


MANY = {
    "datapackage.json": """{"name": "p", "version": "1.0.0", "image": "p.svg",
"licenses": [{"name": "open", "path": "legal/terms.txt"}, {"name": "MIT", "path": "https://opensource.org/license/mit"}],
"resources": [{"name": "t", "path": "data/t.csv", "schema": "s.json", "dialect": "d.json"},
{"name": "n", "path": "data/n.csv"}, {"name": "map", "path": "data/g.geojson"},
{"name": "parts", "path": ["data/p1.csv", "data/p2.csv"], "schema": {"fields": [{"name": "a"}]}},
{"name": "packed", "path": "data/z.csv.gz", "schema": {"fields": [{"name": "a"}]}},
{"name": "far", "path": "https://example.org/far.csv"}, {"name": "here", "data": [{"a": 1}]}]}""",
    "s.json": '{"fields": [{"name": "a"}]}',
    "d.json": '{"delimiter": ","}',
    "p.svg": "<svg/>",
    "legal/terms.txt": "You may copy it.\n",
    "LICENCE.md": "See legal/.\n",
    "README.rst": "P\n",
    "NOTICE": "None.\n",
    "notes.txt": "Not part of it.\n",
    **{
        f"data/{n}": "a\n1\n"
        for n in ("t.csv", "n.csv", "g.geojson", "p1.csv", "p2.csv", "z.csv.gz")
    },
}


def test_every_file_that_the_descriptor_names_is_locked(tmp_path: Path) -> None:
    root = put(tmp_path / "p", MANY)

    made = call("lock", root, cwd=tmp_path)

    assert made.stdout == f"bru.lock pins p 1.0.0: the digests of {len(MANY) - 1} files\n"
    for name in MANY.keys() - {"notes.txt", DESCRIPTOR}:
        put(root, {name: "other"})
        done = call("lock", "--check", root, cwd=tmp_path)
        assert (done.exit_code, done.stdout.split(":")[0]) == (1, name)
        put(root, {name: MANY[name]})
    assert call("lock", "--check", root, cwd=tmp_path).exit_code == 0


def test_a_file_that_is_missing_is_not_left_out(tmp_path: Path) -> None:
    for name in ("data/g.geojson", "data/p2.csv", "s.json", "d.json"):
        root = put(tmp_path / name.replace("/", "-"), {n: t for n, t in MANY.items() if n != name})
        done = call("lock", root, cwd=tmp_path)
        assert (done.exit_code, name in done.stderr) == (2, True), done.output


@pytest.mark.parametrize("name", [" a.csv", "a\nb.csv", "a\r.csv", "a\t.csv", "\u2028.csv"])
def test_a_name_that_a_lock_cannot_hold_is_refused(tmp_path: Path, name: str) -> None:
    spec = {"name": "p", "version": "1", "resources": [{"name": "t", "path": name}]}
    root = put(tmp_path / "p", {DESCRIPTOR: json.dumps(spec), name: "a\n1\n"})

    done = call("lock", root, cwd=tmp_path)

    assert (done.exit_code, "a lock cannot hold the name" in done.stderr) == (2, True), done.output
    assert not (tmp_path / "bru.lock").exists()


@pytest.mark.parametrize("name", ["a b.csv", "*a.csv", "ä.csv", "#a.csv", "a.csv "])
def test_odd_names_that_a_lock_can_hold(tmp_path: Path, name: str) -> None:
    spec = {"name": "p", "version": "1", "resources": [{"name": "t", "path": name}]}
    root = put(tmp_path / "p", {DESCRIPTOR: json.dumps(spec), name: "a\n1\n"})

    assert call("lock", root, cwd=tmp_path).exit_code == 0
    assert call("lock", "--check", root, cwd=tmp_path).exit_code == 0
    line = ["sha256sum", "--strict", "--quiet", "-c", str(tmp_path / "bru.lock")]
    subprocess.run(line, cwd=root, check=True)


def test_the_nearest_package_is_locked(tmp_path: Path) -> None:
    root = folder(tmp_path / "p")
    (root / "below").mkdir()

    made = call("lock", cwd=root / "below").stdout
    assert made == "bru.lock pins bru 1.0.0: the digests of 6 files\n"
    assert call("lock", "--check", cwd=root / "below").exit_code == 0
    assert call("lock", cwd=tmp_path).stdout.startswith("bru.lock pins bru ")


def test_lock_of_the_shipped_data_names_every_table(tmp_path: Path) -> None:
    found = lock.lock(Folder(ROOT), DESCRIPTOR)
    spec = json.loads((ROOT / DESCRIPTOR).read_text(encoding="utf-8"))

    assert {r["path"] for r in spec["resources"]} <= found.digests.keys()
    assert {r["schema"] for r in spec["resources"]} <= found.digests.keys()
    assert {"README.md", "LICENSE-DATA", "releases/ids.csv"} <= found.digests.keys()
    assert "CHANGELOG.md" not in found.digests


RETIRED = {
    "datapackage.json": """{"name": "p", "version": "1.2.0", "resources": [
{"name": "actors", "path": "a.csv", "schema": {"fields": [{"name": "id"}], "primaryKey": "id"}},
{"name": "retired_ids", "path": "r.csv", "schema": {"fields": [{"name": "table"}, {"name": "old_id"},
{"name": "new_id"}, {"name": "since_version"}, {"name": "reason"}], "primaryKey": ["table", "old_id"]}}]}""",
    "a.csv": "id\nc\nnew\n",
    "r.csv": "table,old_id,new_id,since_version,reason\nactors,a,b,1.1.0,merged\n"
    "actors,b,c,1.2.0,merged\nactors,x,,1.1.0,retracted\nactors,y,c,,merged\n",
    "releases/releases.csv": "version,date,sha256\n"
    + "".join(f"1.{n}.0,2027-0{n + 1}-01,{n:064}\n" for n in range(3)),
    "releases/ids.csv": "table,id,entered,left\nactors,a,1.0.0,1.1.0\nactors,b,1.0.0,1.2.0\n"
    "actors,c,1.1.0,\nactors,x,1.0.0,1.1.0\nactors,y,1.1.0,\n",
}


@pytest.mark.parametrize(
    ("arguments", "line", "code"),
    [
        ("a", "actors  a  retired  → c (since 1.0.0, left 1.1.0, merged)", 0),
        ("a --at 1.0.0", "actors  a  live in 1.0.0  → c (since 1.0.0, left 1.1.0, merged)", 0),
        ("b --at 1.1.0", "actors  b  live in 1.1.0  → c (since 1.0.0, left 1.2.0, merged)", 0),
        ("b --at 1.2.0", "actors  b  retired in 1.2.0  → c (since 1.0.0, left 1.2.0, merged)", 0),
        ("c", "actors  c  live (since 1.1.0)", 0),
        ("c --at 1.0.0", "actors  c  not there in 1.0.0 (since 1.1.0)", 1),
        ("new", "actors  new  live (not released yet)", 0),
        ("x", "actors  x  retired  no successor (since 1.0.0, left 1.1.0, retracted)", 0),
        ("y", "actors  y  retired  → c (since 1.1.0, leaves with the next release, merged)", 0),
        (
            "never",
            "Error: never: no release up to 1.2.0 had this ID, and the tables do not have it",
            1,
        ),
        ("a --at 9.0.0", "Error: there is no release 9.0.0; there are 1.0.0, 1.1.0, 1.2.0", 2),
    ],
)
def test_resolve(tmp_path: Path, arguments: str, line: str, code: int) -> None:
    (tmp_path / "releases").mkdir()
    put(tmp_path, RETIRED)

    done = call("resolve", *arguments.split(), "--package", tmp_path)

    assert (done.output, done.exit_code) == (line + "\n", code)


def test_every_id_ever_published_is_resolved_at_every_release(tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    put(tmp_path, RETIRED)
    for identifier in "abcx":
        for version in (None, "1.0.0", "1.1.0", "1.2.0"):
            at = ["--at", version] if version else []
            done = call("resolve", identifier, *at, "--format", "json", "--package", tmp_path)
            (answer,) = json.loads(done.stdout)
            assert answer["now"] == {"x": ""}.get(identifier, "c")
            assert answer["state"] in ("live", "retired", "not yet")


CONFLICT = "<<<<<<< ours\nd\n=======\n>>>>>>> theirs\n"


@pytest.mark.parametrize("path", ["a.csv", "r.csv"])
@pytest.mark.parametrize("command", ["resolve c --package new", "diff old new", "lock new"])
def test_no_answer_from_a_table_with_a_merge_conflict(
    tmp_path: Path, command: str, path: str
) -> None:
    for name in ("old/releases", "new/releases"):
        (tmp_path / name).mkdir(parents=True)
        put(tmp_path / name[:3], RETIRED)
    first = RETIRED[path].count("\n") + 1
    put(tmp_path / "new", {path: RETIRED[path] + CONFLICT})

    done = call(*command.split(), cwd=tmp_path)

    assert (done.exit_code, done.stdout) == (2, "")
    lines = f"lines {first} to {first + 3} are a merge conflict that was not resolved"
    assert done.stderr == f"Error: {path}: cannot be used: {lines}\n"
    assert not (tmp_path / "bru.lock").exists()


@pytest.mark.parametrize("at", [0, 2**20 - 8, 2**20 - 1, 2**20, 2**20 + 1])
def test_marks_are_found_wherever_a_part_of_a_file_ends(at: int) -> None:
    data = b"x" * (at - 1) + b"\n" * bool(at) + CONFLICT.encode()

    with pytest.raises(unresolved.UnresolvedError):
        unresolved.finished("a.csv", partial(io.BytesIO, data))
    unresolved.finished(
        "a.csv", partial(io.BytesIO, data.replace(b"<<", b"< ").replace(b">>", b"> "))
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"releases/ids.csv": None}, "releases/ids.csv: is not there"),
        ({"releases/releases.csv": None}, "releases/releases.csv: is not there"),
        (
            {"releases/ids.csv": None, "releases/releases.csv": None},
            "releases/releases.csv: is not there",
        ),
        ({"releases/ids.csv": "table,id\n"}, "releases/ids.csv:1: the header must be table,"),
        ({"a.csv": None}, "a.csv: No such file or directory"),
        ({"a.csv": 'id\n"c\n'}, "a.csv:2: the quoting is broken"),
    ],
)
def test_no_answer_without_what_it_comes_from(
    tmp_path: Path, changes: dict[str, str | None], said: str
) -> None:
    (tmp_path / "releases").mkdir()
    put(tmp_path, {**RETIRED, **{path: text for path, text in changes.items() if text}})
    for path in (path for path, text in changes.items() if text is None):
        (tmp_path / path).unlink()

    done = call("resolve", "c", "--package", tmp_path)

    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
