"""One way of writing: locked, compared, whole or not at all, and nothing of others touched."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from bru import store
from bru.cli.common import noted
from bru.store import STAGED, Folder, StoreError, output, staged, writing
from bru.store.lock import LOCK, locked
from bru.store.replace import save
from bru.store.staged import LIST, Step, digest, listed
from bru.store.writing import Edit, edited
from support import ROOT
from support.commands import call

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links are those of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with a few files."""
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_bytes(b"old")
    (tmp_path / "datapackage.json").write_text('{"resources": []}')
    return Folder(tmp_path)


def names(folder: Path) -> list[str]:
    """Every file of a folder, hidden ones too."""
    return sorted(str(f.relative_to(folder)) for f in folder.rglob("*") if f.is_file())


NAMES = ["a.txt", "b.txt", "c.txt", "datapackage.json"]
BOTH = {"a.txt": b"new", "b.txt": b"new"}


def test_files_are_replaced_together(folder: Folder) -> None:
    edited(folder, lambda edit: edit.write_all({**BOTH, "sub/d.txt": b"new"}))

    assert [folder.read(n) for n in ("a.txt", "b.txt", "c.txt", "sub/d.txt")] == [
        b"new", b"new", b"old", b"new",
    ]  # fmt: skip
    assert names(folder.root) == [*NAMES, "sub/d.txt"]


@pytest.mark.parametrize("bad", ["../out.txt", ".git/hooks/pre-commit", "x" * 300])
def test_none_is_replaced_if_one_cannot_be(folder: Folder, bad: str) -> None:
    with pytest.raises((store.OutsideError, OSError)):
        edited(folder, lambda edit: edit.write_all({**BOTH, bad: b"new"}))

    assert folder.read("a.txt") == b"old"
    assert names(folder.root) == NAMES


def test_work_is_done_again_where_a_file_changed(folder: Folder) -> None:
    tries = []

    def work(edit: Edit) -> None:
        text = edit.read("a.txt")
        if not tries:
            (folder.root / "a.txt").write_bytes(b"theirs")
        tries.append(text)
        edit.write_all({"a.txt": text + b"+", "b.txt": b"new"})

    edited(folder, work)

    assert tries == [b"old", b"theirs"]
    assert folder.read("a.txt") == b"theirs+"


def test_all_files_are_looked_at_before_the_first_is_replaced(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last of them changes when all new ones are made."""
    found = []

    def late(*given: Any) -> bytes:
        if not found:
            (folder.root / "b.txt").write_bytes(b"theirs")
        found.append(folder.read("a.txt"))
        return listed(*given)

    monkeypatch.setattr(writing, "listed", late)
    edited(folder, lambda e: e.write_all({"a.txt": b"new", "b.txt": e.read("b.txt") + b"+"}))

    assert found == [b"old", b"old"]
    assert (folder.read("a.txt"), folder.read("b.txt")) == (b"new", b"theirs+")
    assert names(folder.root) == NAMES


def test_a_file_that_changes_while_others_are_written_is_named_and_can_be_written_later(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = staged.moved

    def moved(new: Path, file: Path) -> None:
        if file.name == "a.txt":
            (folder.root / "b.txt").write_bytes(b"theirs")
        own(new, file)

    monkeypatch.setattr(staged, "moved", moved)
    with pytest.raises(StoreError, match=r"b\.txt was changed meanwhile, and other files of the"):
        edited(folder, lambda edit: edit.write_all({**BOTH, "c.txt": b"new"}))

    assert [folder.read(name) for name in NAMES[:3]] == [b"new", b"theirs", b"new"]
    (folder.root / "b.txt").write_bytes(b"old")
    store.open_store(folder.root)
    assert {folder.read(name) for name in NAMES[:3]} == {b"new"}
    assert names(folder.root) == NAMES


def test_files_that_keep_changing_are_left(folder: Folder) -> None:
    def work(edit: Edit) -> None:
        text = edit.read("a.txt")
        (folder.root / "a.txt").write_bytes(text + b"!")
        edit.write_all({"a.txt": b"new"})

    with pytest.raises(StoreError, match=r"a\.txt: another program is writing to it"):
        edited(folder, work)

    assert folder.read("a.txt").startswith(b"old!")
    assert names(folder.root) == NAMES


def test_a_file_that_came_meanwhile_is_not_replaced(folder: Folder) -> None:
    def work(edit: Edit) -> str:
        try:
            return edit.read("d.txt").decode()
        except FileNotFoundError:
            (folder.root / "d.txt").write_bytes(b"theirs")
            edit.write_all({"d.txt": b"new"})
            return ""

    assert edited(folder, work) == "theirs"


def test_one_writer_at_a_time(folder: Folder) -> None:
    order = []
    began = threading.Event()

    def second() -> None:
        began.set()
        with locked(folder.root):
            order.append("second")

    with locked(folder.root):
        thread = threading.Thread(target=second)
        thread.start()
        began.wait()
        assert call("validate", folder.root).exit_code != 2 or not order  # nobody who reads waits
        with pytest.raises(StoreError, match="another bru is writing"), locked(folder.root, 0.1):
            pass
        order.append("first")
    thread.join()

    assert order == ["first", "second"]
    assert names(folder.root) == NAMES


def test_a_lock_that_a_killed_run_left_locks_nothing(folder: Folder) -> None:
    (folder.root / LOCK).touch()

    with locked(folder.root, 0):
        pass

    assert names(folder.root) == NAMES


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_leaves_no_lock(folder: Folder, number: int) -> None:
    """The program that holds it ends with the code that shells have for it."""
    work = f"""
import signal, time
from bru.store import Folder
from bru.store.writing import edited
signal.signal({int(number)}, signal.SIG_DFL)
edited(Folder(__import__("pathlib").Path({str(folder.root)!r})), lambda edit: print("held", flush=True) or time.sleep(60))
"""
    with subprocess.Popen([sys.executable, "-c", work], stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdout.readline() == b"held\n"
        assert (folder.root / LOCK).exists()
        process.send_signal(number)

        assert process.wait(30) == 128 + number
    assert names(folder.root) == NAMES


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_who_ends_between_two_files_says_who_writes_the_others(
    folder: Folder, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    moves = iter([staged.moved])

    def moved(new: Path, file: Path) -> None:
        if not (move := next(moves, None)):
            raise error
        move(new, file)

    with monkeypatch.context() as patch:
        patch.setattr(staged, "moved", moved)
        with pytest.raises(type(error)) as caught:
            edited(folder, lambda edit: edit.write_all(BOTH))
    told = noted("interrupted", caught.value)
    store.open_store(folder.root)

    assert (
        told
        == "interrupted; some files are written, the next command of bru here writes the others"
    )
    assert {folder.read(name) for name in BOTH} == set(BOTH.values())
    assert names(folder.root) == NAMES


def left(folder: Folder, *steps: Step) -> None:
    """What a run that was killed left: new files and the list of what to do with them."""
    place = folder.root / STAGED
    place.mkdir()
    for step in steps:
        (place / Path(step.new).name).write_bytes(b"new")
    (place / LIST).write_bytes(listed(place, steps))


def step(path: str, new: str, was: bytes = b"old") -> Step:
    """The replacing of a file that was `was`."""
    return Step(path, new, digest(was), digest(b"new"))


def test_what_a_killed_run_began_is_completed_by_who_comes_next(folder: Folder) -> None:
    left(folder, step("a.txt", "0"), step("b.txt", "1"), step("c.txt", "2"))
    (folder.root / STAGED / "0").replace(folder.root / "a.txt")

    store.open_store(folder.root)

    assert {folder.read(name) for name in NAMES[:3]} == {b"new"}
    assert names(folder.root) == NAMES


def test_what_was_edited_before_any_file_was_written_gives_a_change_up(folder: Folder) -> None:
    left(folder, step("a.txt", "0"), step("b.txt", "1"))
    (folder.root / "a.txt").write_bytes(b"theirs")

    (opened, _) = store.open_store(folder.root)

    assert getattr(opened, "note", "").endswith("is given up: a.txt was changed meanwhile")
    assert (folder.read("a.txt"), folder.read("b.txt")) == (b"theirs", b"old")
    assert names(folder.root) == NAMES


def begun(folder: Folder) -> None:
    """A run was killed when it had written a and b, but not c."""
    left(folder, step("a.txt", "0"), step("b.txt", "1"), step("c.txt", "2"))
    for name, new in ("a.txt", "0"), ("b.txt", "1"):
        (folder.root / STAGED / new).replace(folder.root / name)


def test_a_change_that_was_undone_by_hand_is_given_up(folder: Folder) -> None:
    begun(folder)
    (folder.root / "a.txt").write_bytes(b"old")

    done = call("fmt", folder.root)

    told = "is given up: a.txt was put back; written before: b.txt\n"
    assert done.stderr.count(told) == 1
    assert [folder.read(name) for name in NAMES[:3]] == [b"old", b"new", b"old"]
    assert names(folder.root) == NAMES


@pytest.mark.parametrize(
    ("path", "data", "why"),
    [
        ("c.txt", b"theirs", "c.txt was changed meanwhile"),
        ("a.txt", b"theirs", "a.txt was changed since it was written"),
        (f"{STAGED}/2", b"torn", "c.txt cannot be written: its new file is damaged"),
    ],
)
def test_a_change_that_cannot_be_completed_waits(
    folder: Folder, path: str, data: bytes, why: str
) -> None:
    begun(folder)
    file = folder.root / path
    own = file.read_bytes()
    file.write_bytes(data)

    opened, _ = store.open_store(folder.root)
    done = call("fmt", folder.root)

    assert why in getattr(opened, "note", "")
    assert (
        done.exit_code == 2 and f"{why}, and other files of the change are written" in done.stderr
    )
    assert file.read_bytes() == data
    assert b"torn" not in [folder.read(name) for name in NAMES[:3]]
    file.write_bytes(own)
    edited(folder, lambda edit: None)
    assert {folder.read(name) for name in NAMES[:3]} == {b"new"}
    assert names(folder.root) == NAMES


def test_who_edits_after_all_is_written_is_not_asked(folder: Folder) -> None:
    """The run was killed before it could remove its list."""
    begun(folder)
    (folder.root / STAGED / "2").replace(folder.root / "c.txt")
    (folder.root / "a.txt").write_bytes(b"theirs")

    edited(folder, lambda edit: None)

    assert [folder.read(name) for name in NAMES[:3]] == [b"theirs", b"new", b"new"]
    assert names(folder.root) == NAMES


def test_new_files_without_a_list_are_removed(folder: Folder) -> None:
    left(folder, step("a.txt", "0"))
    (folder.root / STAGED / LIST).unlink()

    store.open_store(folder.root)
    assert (folder.root / STAGED).is_dir()  # who only reads removes nothing
    edited(folder, lambda edit: None)

    assert (folder.read("a.txt"), names(folder.root)) == (b"old", NAMES)


def test_a_list_that_came_with_a_copy_is_told_and_not_done(folder: Folder, tmp_path: Path) -> None:
    left(folder, step("a.txt", "0"), step("b.txt", "1"))
    copy = Path(shutil.copytree(folder.root, tmp_path / "copy"))
    before = names(copy)

    (opened, _), told = store.open_store(copy), "holds a change that was begun in another copy"

    assert told in getattr(opened, "note", "")
    assert call("validate", str(copy)).stderr.count(told) == 1
    with pytest.raises(StoreError, match=told):
        edited(Folder(copy), lambda edit: None)
    assert (names(copy), (copy / "a.txt").read_bytes()) == (before, b"old")


@pytest.mark.parametrize("data", [b"[" * 100_000, b"{}", b'{"folder": 1}', b"\xff", b"[1]"])
def test_a_list_that_no_run_made_is_not_done(folder: Folder, data: bytes) -> None:
    left(folder)
    (folder.root / STAGED / LIST).write_bytes(data)

    assert call("validate", str(folder.root)).exit_code == 1  # the descriptor has no resource
    done = call("fmt", str(folder.root))

    assert (done.exit_code, "list.json: is damaged" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("path", "new"), [(".git/config", "0"), ("../a.txt", "0"), ("a.txt", "../c.txt")]
)
def test_a_list_of_somebody_else_writes_nowhere_else(folder: Folder, path: str, new: str) -> None:
    """It may come with a package that was cloned."""
    inner = folder.root / "p"
    inner.mkdir()
    (inner / "datapackage.json").write_text("{}")
    (inner / "a.txt").write_bytes(b"old")
    left(Folder(inner), step(path, new))
    before = {name: (folder.root / name).read_bytes() for name in NAMES}

    store.open_store(inner)

    assert {name: (folder.root / name).read_bytes() for name in NAMES} == before
    assert (inner / "a.txt").read_bytes() == b"old"
    assert not (inner / ".git").exists()


@posix
@pytest.mark.parametrize("name", ["datapackage.json", "a.txt", "link"])
def test_no_report_takes_the_place_of_a_file_of_a_package(folder: Folder, name: str) -> None:
    (folder.root / "datapackage.json").write_text('{"resources": [{"path": "a.txt"}]}')
    (folder.root / "link").symlink_to("a.txt")

    with pytest.raises(StoreError, match=f"{name}: is a file of a package"):
        save(folder.root / name, b"a report")

    save(folder.root / "b.txt", b"a report")
    assert folder.read("a.txt") == b"old"


@posix
def test_a_link_to_itself_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")

    with pytest.raises(OSError, match="loop"):
        save(tmp_path / "loop", b"a report")


def test_mode_and_links_are_kept_and_the_umask_is_obeyed(folder: Folder) -> None:
    (folder.root / "a.txt").chmod(0o640)
    (folder.root / "link.txt").symlink_to("b.txt")
    before = os.umask(0o027)
    try:
        edited(folder, lambda e: e.write_all({"a.txt": b"n", "link.txt": b"n", "d.txt": b"n"}))
        save(folder.root / "page.html", b"n")
    finally:
        os.umask(before)

    modes = {n: (folder.root / n).stat().st_mode & 0o777 for n in ("a.txt", "d.txt", "page.html")}
    assert modes == {"a.txt": 0o640, "d.txt": 0o640, "page.html": 0o640}
    assert (folder.root / "link.txt").is_symlink()
    assert (folder.root / "b.txt").read_bytes() == b"n"


@posix
def test_a_link_in_place_of_the_new_files_is_not_followed(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder.root / STAGED).symlink_to(tmp_path / "elsewhere")

    with pytest.raises(StoreError, match="is in the way"):
        edited(folder, lambda edit: edit.write_all(BOTH))

    assert [*(tmp_path / "elsewhere").iterdir()] == []


PAGES = {"index.html": b"1", "sub/a.html": b"1"}


def test_only_what_bru_wrote_is_replaced_or_deleted(tmp_path: Path) -> None:
    output.publish(tmp_path / "o", "site", PAGES.items(), all_of_it=True)
    (tmp_path / "o/thesis.txt").write_text("years of work")

    sizes = output.publish(tmp_path / "o", "site", [("index.html", b"22")], all_of_it=True)

    assert sizes == {tmp_path / "o/index.html": 2}
    assert names(tmp_path / "o") == [output.MANIFEST, "index.html", "thesis.txt"]


def test_a_page_that_somebody_changed_is_not_deleted(tmp_path: Path) -> None:
    output.publish(tmp_path, "site", PAGES.items(), all_of_it=True)
    (tmp_path / "sub/a.html").write_bytes(b"mine")

    output.publish(tmp_path, "site", [("index.html", b"2")], all_of_it=True)

    assert (tmp_path / "sub/a.html").read_bytes() == b"mine"


def test_a_file_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"mine")

    with pytest.raises(StoreError, match="was not written by bru"):
        output.publish(tmp_path, "export", PAGES.items())

    assert names(tmp_path) == ["index.html"]
    assert (tmp_path / "index.html").read_bytes() == b"mine"


def test_outputs_of_several_kinds_share_a_folder(tmp_path: Path) -> None:
    output.publish(tmp_path, "export", [("t.csv", b"1")])
    output.publish(tmp_path, "plot", [("p.svg", b"1")])
    output.publish(tmp_path, "export", [("t.csv", b"2")])

    assert names(tmp_path) == [output.MANIFEST, "p.svg", "t.csv"]


TOOL = ROOT / "tools" / "writers.py"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(("what", "times"), [("killed", 6), ("full", 6), ("together", 1)])
def test_sample_of_hurt_writers(what: str, times: int) -> None:
    """SIGKILL, a full disk, eight at once: `tools/writers.py` says what must hold."""
    done = subprocess.run(
        [sys.executable, TOOL, what, str(times)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert sum(json.loads(done.stdout).values()) >= times
