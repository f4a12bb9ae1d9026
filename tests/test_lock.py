"""Pinning: locks, loading by version, IDs resolved. No changed byte goes unnoticed."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import bru
from bru.releases import lock, packing, registry
from bru.store import Folder, StoreError
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


def zipped(root: Path) -> Path:
    """The small package as it is released."""
    data = {f"bru-1.0.0/{name}": text.encode() for name, text in SMALL.items()}
    file = root / "bru-1.0.0.zip"
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
    count = 0
    for name, whole in memory().files.items():
        for at, data in others(whole):
            count += 1
            assert not accepted(text, Memory({**memory().files, name: data})), (name, at)
    assert count == 2 * sum(map(len, SMALL.values()))


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


def published(root: Path) -> tuple[Path, Path]:
    """A registry with the small package; its zip file and its sums."""
    (root / "1.0.0").mkdir(parents=True)
    file = zipped(root / "1.0.0")
    sums = root / "1.0.0" / "SHA256SUMS"
    sums.write_text(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n")
    return file, sums


@pytest.mark.needs("pooch")
@pytest.mark.parametrize(("which", "step"), [("zip", 16), ("sums", 1)])
def test_no_changed_byte_of_a_registry_is_loaded(tmp_path: Path, which: str, step: int) -> None:
    """Every byte of the sums, every 16th of the zip file: pooch compares the whole of it."""
    file, sums = published(tmp_path / "registry")
    changed = file if which == "zip" else sums
    for at, data in others(changed.read_bytes()):
        if at % step == 0:
            changed.write_bytes(data)
            with pytest.raises(StoreError):
                registry.fetch("bru", "1.0.0", tmp_path / "registry", tmp_path / "cache")
            shutil.rmtree(tmp_path / "cache")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of our own."""
    import pooch

    monkeypatch.setattr(pooch, "os_cache", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache"


@pytest.mark.needs("pooch")
def test_load_by_version_from_a_folder_then_offline(tmp_path: Path, cache: Path) -> None:
    published(tmp_path / "registry")
    load = partial(bru.load, "figures", version="1.0.0", registry=tmp_path / "registry")

    assert list(load()["n"]) == [1, 2]
    shutil.rmtree(tmp_path / "registry")
    assert list(load()["n"]) == [1, 2]

    (kept,) = cache.rglob("*.zip")
    kept.write_bytes(kept.read_bytes().replace(b"b,2", b"b,3"))
    with pytest.raises(StoreError, match="cannot be fetched"):
        load()


@pytest.mark.needs("pooch")
def test_load_by_version_from_an_address(tmp_path: Path, cache: Path) -> None:
    published(tmp_path / "registry")
    handler = partial(Quiet, directory=str(tmp_path / "registry"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            address = f"http://127.0.0.1:{server.server_port}/"
            assert list(bru.load("figures", version="1.0.0", registry=address)["n"]) == [1, 2]
            with pytest.raises(StoreError, match=r"bru 1.0.1 cannot be fetched .*404"):
                bru.load("figures", version="1.0.1", registry=address)
        finally:
            server.shutdown()
            thread.join()
    assert list(bru.load("figures", version="1.0.0", registry=address)["n"]) == [1, 2]


class Quiet(SimpleHTTPRequestHandler):
    """A server that prints nothing."""

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.mark.needs("pooch")
def test_a_version_under_another_number_is_not_loaded(tmp_path: Path, cache: Path) -> None:
    file, sums = published(tmp_path / "registry")
    other = tmp_path / "registry" / "1.0.1"
    other.mkdir()
    (other / "bru-1.0.1.zip").write_bytes(file.read_bytes())
    (other / "SHA256SUMS").write_text(sums.read_text().replace("1.0.0", "1.0.1"))

    with pytest.raises(StoreError, match=r"bru-1\.0\.1\.zip holds version 1\.0\.0"):
        bru.load("figures", version="1.0.1", registry=tmp_path / "registry")


def test_load_by_version_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="give a registry"):
        bru.load("figures", version="1.0.0")
    with pytest.raises(ValueError, match=r"'1\.0' is no version"):
        bru.load("figures", version="1.0", registry=".")
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(StoreError, match=r"needs pooch: pip install 'bru-dataset\[registry\]'"):
        bru.load("figures", version="1.0.0", registry=".")


def following(path: Path) -> str:
    """What is printed below differences."""
    return f"next: `bru diff 1.0.0 {path}` says what differs; `bru lock {path}` accepts it"


def test_lock_command(tmp_path: Path) -> None:
    root, file = folder(tmp_path / "p"), zipped(tmp_path)
    made = call("lock", root, cwd=tmp_path)
    assert made.stdout == "bru.lock: bru 1.0.0, 7 files\n"
    text = (tmp_path / "bru.lock").read_text()
    assert text.startswith("# bru 1.0.0: sha256sum -c in the folder of the package\n")
    assert "notes.txt" not in text

    for place in (root, file):
        done = call("lock", "--check", place, cwd=tmp_path)
        assert (done.exit_code, done.stdout) == (
            0,
            f"{place}: as in bru.lock (bru 1.0.0, 7 files)\n",
        )
    line = ["sha256sum", "--strict", "--quiet", "-c", str(tmp_path / "bru.lock")]
    subprocess.run(line, cwd=root, check=True)

    (root / "f.csv").write_text("id,n\na,1\nb,3\n")
    (root / "f.json").unlink()
    done = call("lock", "--check", root, cwd=tmp_path)
    assert (done.exit_code, done.stdout.splitlines()) == (
        1,
        ["f.csv: has other bytes than the lock says", "f.json: is not there", following(root)],
    )
    assert subprocess.run(line, cwd=root, check=False, capture_output=True).returncode == 1


def test_lock_command_with_what_is_odd(tmp_path: Path) -> None:
    root, file = folder(tmp_path / "p"), zipped(tmp_path)
    call("lock", root, cwd=tmp_path)

    (root / "LICENSE").write_text("Free.\n")
    more = call("lock", "--check", root, cwd=tmp_path).stdout
    assert more == f"LICENSE: is not in the lock\n{following(root)}\n"
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
    assert (absent.exit_code, absent.stderr.count("\n")) == (2, 1)


def test_the_two_versions_come_first(tmp_path: Path) -> None:
    root = folder(tmp_path / "p")
    call("lock", root, cwd=tmp_path)
    put(root, {DESCRIPTOR: SMALL[DESCRIPTOR].replace("1.0.0", "1.1.0"), "f.csv": "id,n\na,1\n"})

    assert call("lock", "--check", root, cwd=tmp_path).stdout.splitlines() == [
        "datapackage.json: is bru 1.1.0, the lock is of bru 1.0.0",
        "datapackage.json: has other bytes than the lock says",
        "f.csv: has other bytes than the lock says",
        following(root),
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

    assert made.stdout == f"bru.lock: p 1.0.0, {len(MANY) - 1} files\n"
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

    assert call("lock", cwd=root / "below").stdout == "bru.lock: bru 1.0.0, 7 files\n"
    assert call("lock", "--check", cwd=root / "below").exit_code == 0
    assert call("lock", cwd=tmp_path).stdout.startswith("bru.lock: bru ")


def test_lock_of_the_shipped_data_names_every_table(tmp_path: Path) -> None:
    found = lock.lock(Folder(ROOT), DESCRIPTOR)
    spec = json.loads((ROOT / DESCRIPTOR).read_text(encoding="utf-8"))

    assert {r["path"] for r in spec["resources"]} <= found.digests.keys()
    assert {r["schema"] for r in spec["resources"]} <= found.digests.keys()
    assert {"CHANGELOG.md", "LICENSE-DATA", "releases/ids.csv"} <= found.digests.keys()


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
