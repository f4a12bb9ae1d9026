"""Hurt every command that writes, and look at what is left.

    python tools/writers.py killed 500 [SCENE…]   SIGKILL at random moments
    python tools/writers.py full 100 [SCENE…]     files that cannot grow, a disk without room
    python tools/writers.py together 50           rounds of eight at once

After a kill the next command must find the old package or the new one, whole, and nothing beside
it; a full disk must be told with the name of a file and leave the old one; of several at once each
must be done whole or refused. The first fault is an error; what was counted is printed as JSON.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path += [str(ROOT), str(ROOT / "src"), str(ROOT / "tools")]

import scenes  # noqa: E402
from scenes import NEW, SCENES, Files, Scene, called, package, put  # noqa: E402

from bru import cli  # noqa: E402
from bru.store import STAGED, open_store  # noqa: E402
from bru.store.lock import LOCK  # noqa: E402

HIDDEN = re.compile(rf"(.*/)?({re.escape(STAGED)}/.*|{re.escape(LOCK)}|\..*\.bru)")
MANIFEST = "o/.bru-written"
INDEX = "p/.git/index"  # git itself notes there what it looked at
CHANGING = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "os.utime")
DONE, DATA, REFUSED = 0, 1, 2  # exit codes


def child(arguments: list[str], before: Callable[[], object] = int, told: int = -1) -> int:
    """Run a command in a process of its own, whose number this is; `told` gets what it says."""
    if pid := os.fork():
        return pid
    code = 99
    try:
        before()
        said = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            try:
                cli.main(arguments, prog_name="bru")
            except SystemExit as error:
                code = int(error.code or 0)
        if told >= 0:
            os.write(told, said.buffer.getvalue()[:4000])
    except BaseException as error:
        os.write(2, f"{arguments}: {error!r}\n".encode())
    finally:
        os._exit(code)


def ended(pid: int) -> int:
    """The exit code of a process, or the negative number of the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@functools.cache
def states(folder: Path, name: str) -> tuple[Files, Files]:
    """What a scene begins with and leads to, and that it does."""
    scene = SCENES[name]
    old = begin(folder, scene)
    code = ended(child(called(scene, folder)))
    new = taken(folder)
    assert code in (DONE, DATA) and new != old, (name, code)
    assert not any(map(HIDDEN.fullmatch, new)), (name, [*new])
    return old, new


def begin(folder: Path, scene: Scene) -> Files:
    """Put the package of a scene there, and nothing else; what there is then.

    A folder of git without files would still make it a repository, from which reports tell paths.
    """
    for left in ("o", "p/.git"):
        shutil.rmtree(folder / left, ignore_errors=True)
    (folder / "o").mkdir()
    put(folder, {f"p/{name}": data for name, data in scene.spoil(package()).items()})
    return taken(folder)


def taken(folder: Path) -> Files:
    """Every file of a folder, hidden ones too."""
    return {path: data for path, data in scenes.taken(folder).items() if path != INDEX}


def killed(folder: Path, times: int, names: Sequence[str]) -> Counter[str]:
    """Kill commands: a third of them anywhere, a third before a call that writes, a third after."""
    counts, turn = Counter[str](), 0
    while counts["killed"] < times:
        name, turn = random.choice(names), turn + 1
        scene, (old, new) = SCENES[name], states(folder, name)
        whole, calls = length(folder, name)
        begin(folder, scene)
        at, readable, writable = random.randrange(calls), *os.pipe()
        fatal = at if turn % 3 == 1 else -1
        pid = child(called(scene, folder), functools.partial(telling, folder, writable, fatal))
        os.close(writable)
        if turn % 3 == 0:
            time.sleep(random.uniform(0, whole * 1.05))
        elif turn % 3 == 2:
            for _ in range(at + 1):
                os.read(readable, 1)
            time.sleep(random.uniform(0, 0.002))
        if turn % 3 != 1:
            os.kill(pid, signal.SIGKILL)
        end, begun = ended(pid), os.read(readable, 1)
        os.close(readable)
        if end != -signal.SIGKILL:
            continue
        counts["killed"] += 1
        counts[f"scene {name}"] += 1
        counts["while files were written"] += bool(begun) or turn % 3 == 2
        counts["left behind"] += any(map(HIDDEN.fullmatch, taken(folder)))
        counts["half done"] += taken(folder).keys() - {f"p/{LOCK}"} not in (old.keys(), new.keys())
        open_store(folder / "p")  # what every command begins with
        judge(name, folder, old, new, counts)
        assert ended(child(called(scene, folder))) in (DONE, DATA, REFUSED)
        assert not {f for f in taken(folder) if HIDDEN.fullmatch(f)}, (name, [*taken(folder)])
    return counts


@functools.cache
def length(folder: Path, name: str) -> tuple[float, int]:
    """How long a scene takes, and by how many calls it writes."""
    begin(folder, scene := SCENES[name])
    readable, writable = os.pipe()
    began = time.perf_counter()
    pid = child(called(scene, folder), functools.partial(telling, folder, writable))
    os.close(writable)
    with os.fdopen(readable) as stream:
        calls = len(stream.read())
    ended(pid)
    return time.perf_counter() - began, calls


def telling(folder: Path, told: int, fatal: int = -1) -> None:
    """Tell each call that is going to change what a folder holds; be killed before one of them."""
    left = [fatal]

    def heard(event: str, given: tuple[Any, ...]) -> None:
        writes = event in CHANGING or (event == "open" and given[2] & (os.O_WRONLY | os.O_RDWR))
        path = str(given[0]) if writes else ""
        if path.startswith(str(folder)) and not path.endswith(LOCK):
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            os.write(told, b".")

    sys.addaudithook(heard)


def judge(name: str, folder: Path, old: Files, new: Files, counts: Counter[str]) -> None:
    """The state of a folder must be the old or the new one; of an output, file by file."""
    now = {path: data for path, data in taken(folder).items() if not HIDDEN.fullmatch(path)}
    if SCENES[name].output:
        now, new = ({p: d for p, d in own.items() if p != MANIFEST} for own in (now, new))
        torn = [path for path, data in now.items() if data not in (old.get(path), new.get(path))]
        assert not torn and old.keys() <= now.keys(), (name, torn)
    else:
        assert now in (old, new), (name, [p for p in now if now[p] != old.get(p)])
    counts["new" if now == new else "old" if now == old else "part of an output"] += 1


def full(folder: Path, times: int, names: Sequence[str]) -> Counter[str]:
    """Let no file grow beyond some bytes, or let the system say that the disk is full."""
    counts = Counter[str]()
    for number in range(times):
        name = random.choice(names)
        scene, (old, new) = SCENES[name], states(folder, name)
        begin(folder, scene)
        largest = max(len(data) for path, data in new.items() if data != old.get(path))
        most, calls = random.randrange(largest), random.randrange(20)

        def limited(most: int = most) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        def without_room(calls: int = calls) -> None:
            no_room(calls)

        readable, writable = os.pipe()
        code = ended(child(called(scene, folder), (limited, without_room)[number % 2], writable))
        os.close(writable)
        with os.fdopen(readable) as stream:
            said = stream.read()
        kind = ("limit", "no room")[number % 2]
        if code == REFUSED:
            assert re.search(r"^Error: .*(File too large|No space left)", said, re.M), said
            place = re.search(r"^Error: (.*): (File too large|No space left)", said, re.M)
            assert place and not HIDDEN.fullmatch(place[1].rpartition("/")[2]), said
            now = {p: d for p, d in taken(folder).items() if p != MANIFEST}
            assert now == old, (name, said, now.keys() ^ old.keys())
        counts[f"{kind}: {'told' if code == REFUSED else 'done'}"] += 1
        open_store(folder / "p")
        judge(name, folder, old, new, counts)
    return counts


def no_room(calls: int) -> None:
    """Let the system say that there is no room at the call of that number, and ever after."""
    left = [calls]
    for module, function in ((os, "open"), (os, "fsync"), (os, "mkdir")):
        own = getattr(module, function)

        def failing(*given: object, _own: Callable[..., object] = own, **named: object) -> object:
            writes = _own is not os_open or bool(int(given[1]) & (os.O_WRONLY | os.O_RDWR))  # type: ignore[call-overload]
            left[0] -= writes
            if writes and left[0] < 0:
                raise OSError(28, "No space left on device", given[0])
            return _own(*given, **named)

        setattr(module, function, failing)


os_open = os.open


def together(folder: Path, rounds: int, _: Sequence[str], many: int = 8) -> Counter[str]:
    """Let several commands write to one package at once."""
    counts = Counter[str]()
    for number in range(rounds):
        begin(folder, SCENES["fix" if number % 2 else "new"])
        before = rows(folder)
        calls, added = [], 0
        for each in range(many):
            kind = random.choice(("new", "new", "new", "fmt", "fix"))
            arguments = (*NEW, f"x{number}-{each}") if kind == "new" else SCENES[kind].args
            scene = Scene(arguments, package)  # type: ignore[arg-type]
            readable, writable = os.pipe()
            calls.append((kind, child(called(scene, folder), told=writable), readable))
            os.close(writable)
        for kind, pid, readable in calls:
            code = ended(pid)
            with os.fdopen(readable) as stream:
                said = stream.read()
            assert code in (DONE, DATA, REFUSED), (kind, code, said)
            told = kind == "new" and code == DONE and ": added: " in said
            assert told or kind != "new" or code == REFUSED, said
            added += told
            counts[f"{kind}: {'refused' if code == REFUSED else 'done'}"] += 1
        assert rows(folder) == before + added, (rows(folder), before, added)
        assert not {f for f in taken(folder) if HIDDEN.fullmatch(f)}
        assert ended(child(["validate", str(folder / "p")])) in (DONE, DATA)
        counts["rounds"] += 1
    return counts


def rows(folder: Path) -> int:
    """How many rows the tables have."""
    return sum(data.count(b"\n") for path, data in taken(folder).items() if path.endswith(".csv"))


if __name__ == "__main__":
    random.seed(13)
    what = {"killed": killed, "full": full, "together": together}[sys.argv[1]]
    with tempfile.TemporaryDirectory() as place:
        os.environ["HOME"] = f"{place}/o"  # for what is set up at home
        counted = what(Path(place), int(sys.argv[2]), sys.argv[3:] or [*SCENES])
        print(json.dumps(counted, sort_keys=True))
