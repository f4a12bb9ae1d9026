"""Releasing: the walk of docs/releasing.md on a small package, and everything that is refused."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from bru.releases import candidate, changelog, packing
from bru.releases.causes import Line, explain
from bru.releases.change import Change
from bru.store import Folder
from support import ROOT
from support.commands import call, git, put
from support.shop import SHOP

CHANGELOG = """# Changelog

## [Unreleased]

### Added

- Data: makers, wares and sales.
"""
CITATION = 'cff-version: 1.2.0\ntitle: shop\nversion: 0.1.0\ndate-released: "2026-11-21"\n'
WARES = "ware_id,name,maker_id,kind,weight,size,made\n"
BREAD = "bread,Bread,b1,food,1.5,m,2031\n"
MILK = "milk,Milk,b2,drink,,s,2030\n"
FILES = {
    **SHOP,
    "datapackage.json": SHOP["datapackage.json"].replace('"1.0.0"', '"0.1.0"'),
    "retired_ids.csv": "table,old_id,new_id,since_version,reason\n",
    "wares.csv": WARES + BREAD + MILK,
    "README.md": "# Shop\n\nVersion 0.1.0 has 2 wares; 10.1.0 is another number.\n",
    "CHANGELOG.md": CHANGELOG,
    "CITATION.cff": CITATION,
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A package in a git repository, nothing of it released."""
    root = put(tmp_path / "shop", FILES)
    git(tmp_path, "init", "-q", str(root))
    commit(root, "The shop")
    return root


@pytest.fixture(scope="session")
def first_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with release 1.0.0, made once."""
    root = put(tmp_path_factory.mktemp("first") / "shop", FILES)
    git(root.parent, "init", "-q", str(root))
    commit(root, "The shop")
    release(root, "1.0.0", "2027-01-31")
    return root


@pytest.fixture
def released(first_release: Path, tmp_path: Path) -> Path:
    """A copy of the package with release 1.0.0 that a test may spoil."""
    return Path(shutil.copytree(first_release, tmp_path / "shop"))


def commit(root: Path, message: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", message)


def release(root: Path, version: str, day: str) -> None:
    """Prepare a release and commit it."""
    done = call("release", "prepare", version, "--date", day, "--package", root)
    assert done.exit_code == 0, done.output
    assert call("release", "check", "--package", root).exit_code == 0
    commit(root, f"Release {version}")


def write(root: Path, **tables: str) -> None:
    """Write tables and whatever follows from them."""
    put(root, {f"{name}.csv": text for name, text in tables.items()})


def cause(root: Path, *lines: str) -> None:
    """Add lines to the list of causes."""
    file = root / "releases" / "causes.csv"
    file.write_text(file.read_text() + "".join(f"{line}\n" for line in lines))


def check(root: Path) -> list[str]:
    """The lines of `bru release check`; its exit code is 1 exactly when there is a reason."""
    done = call("release", "check", "--package", root)
    lines = done.output.splitlines()
    assert done.exit_code == (0 if lines[-1].endswith("may be released") else 1), done.output
    return lines


def read(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def test_walk(shop: Path, tmp_path: Path) -> None:
    """1.0.0, then 1.0.1 with one corrected figure and one merged maker: docs/releasing.md."""
    assert check(shop)[0] == "there is no release before 0.1.0"
    assert (
        "give the version of the first release"
        in call("release", "prepare", "--package", shop).output
    )
    release(shop, "1.0.0", "2027-01-31")
    assert read(shop, "CHANGELOG.md") == CHANGELOG.replace(
        "## [Unreleased]\n", "## [Unreleased]\n\n## [1.0.0] - 2027-01-31\n"
    )
    assert "Version 1.0.0 has 2 wares; 10.1.0 is another number." in read(shop, "README.md")
    assert 'version: 1.0.0\ndate-released: "2027-01-31"\n' in read(shop, "CITATION.cff")
    assert read(shop, "releases/ids.csv").splitlines()[1:] == [
        "makers,b1,1.0.0,",
        "makers,b2,1.0.0,",
        "wares,bread,1.0.0,",
        "wares,milk,1.0.0,",
    ]
    assert check(shop) == ["there is no release before 1.0.0", "1.0.0 may be released"]

    # one corrected figure
    write(shop, sales="ware_id,day,count\nbread,2031-05-01,41\nmilk,2031-05-01,7\n")
    lines = check(shop)
    assert lines[0] == "1 change since 1.0.0: at least 1.0.1 (patch)"
    assert (
        "releases/causes.csv: sales bread / 2031-05-01 count: a value was corrected, and no line says why"
        in lines
    )
    told = call("validate", shop, "--select", "BRU906")
    assert told.exit_code == 0
    assert (
        "sales.csv:2: BRU906 (warning) count: was changed since 1.0.0, why is not in causes.csv"
        in told.stdout
    )
    assert "add the line ,sales,bread / 2031-05-01,count,CAUSE,NOTE to" in told.stdout
    cause(shop, ",sales,bread / 2031-05-01,count,correction,A digit was misread.")
    assert "BRU906" not in call("validate", shop, "--select", "BRU906").stdout
    # one merged maker
    write(
        shop,
        makers="maker_id,name\nb2,Bakery\n",
        wares=WARES + BREAD.replace("b1", "b2") + MILK,
        retired_ids=FILES["retired_ids.csv"] + "makers,b1,b2,1.0.1,merged\n",
    )
    assert [line for line in check(shop) if "fix" not in line] == [
        "4 changes since 1.0.0: at least 1.0.1 (patch)",
        "datapackage.json: 1.0.0 is released, and its data is other now: an ID was retired for another "
        "that was there already (makers b1); a reference follows an ID that was retired (wares bread "
        "maker_id); a retired ID has its line (retired_ids makers / b1); a value was corrected "
        "(sales bread / 2031-05-01 count)",
    ]
    refused = call("release", "prepare", "1.0.0", "--package", shop)
    assert refused.exit_code == 1
    release(shop, "1.0.1", "2027-03-01")

    assert changelog.NOTE in read(shop, "CHANGELOG.md")
    assert """## [Unreleased]

## [1.0.1] - 2027-03-01

### Data

<!-- Written by `bru release prepare` from the tables and releases/causes.csv. -->

**Our correction**

- `sales` `bread / 2031-05-01`, count: `40` → `41` (A digit was misread.)

**Merged or moved ID**

- `makers` `b1` → `b2`
- `wares` `bread`, maker_id: `b1` → `b2`

## [1.0.0] - 2027-01-31
""" in read(shop, "CHANGELOG.md")
    assert "1.0.1,sales,bread / 2031-05-01,count,correction,A digit was misread.\n" in read(
        shop, "releases/causes.csv"
    )
    assert "makers,b1,1.0.0,1.0.1\n" in read(shop, "releases/ids.csv")
    assert check(shop) == [
        "4 changes since 1.0.0: at least 1.0.1 (patch)",
        "1.0.1 may be released",
    ]

    # what others see of it
    assert call("diff", "1.0.0", "1.0.1", cwd=shop).stdout.endswith(
        "4 changes; a patch version, because of cell-corrected, cell-redirected, id-merged, retirement-added\n"
    )
    resolved = call("resolve", "b1", "--package", shop).stdout
    assert resolved == "makers  b1  retired  → b2 (since 1.0.0, left 1.0.1, merged)\n"
    then = call("resolve", "b1", "--at", "1.0.0", "--package", shop).stdout
    assert then == "makers  b1  live in 1.0.0  → b2 (since 1.0.0, left 1.0.1, merged)\n"
    built = call("release", "build", "--output", tmp_path / "dist", "--package", shop)
    assert built.output.split() == [
        str(tmp_path / "dist/1.0.1/SHA256SUMS"),
        str(tmp_path / "dist/1.0.1/shop-1.0.1.zip"),
    ]
    assert call("diff", tmp_path / "dist/1.0.1/shop-1.0.1.zip", shop).stdout.endswith(
        "no difference\n"
    )


def test_preparing_again_before_the_commit_changes_the_day_only(released: Path) -> None:
    write(released, sales="ware_id,day,count\nbread,2031-05-01,41\nmilk,2031-05-01,7\n")
    cause(released, ",sales,,,correction,")
    for day in ("2027-03-01", "2027-03-02"):
        done = call("release", "prepare", "--date", day, "--package", released)
        assert done.exit_code == 0, done.output

    assert check(released)[-1] == "1.0.1 may be released"
    assert read(released, "CHANGELOG.md").count("[1.0.1]") == 1
    assert read(released, "releases/releases.csv").count("1.0.1,2027-03-02") == 1
    assert "2027-03-01" not in read(released, "CHANGELOG.md") + read(released, "CITATION.cff")


def correct(root: Path) -> None:
    """One corrected value with its cause."""
    write(root, sales="ware_id,day,count\nbread,2031-05-01,41\nmilk,2031-05-01,7\n")
    cause(root, ",sales,bread / 2031-05-01,count,correction,")


def set_version(root: Path, version: str) -> None:
    text = read(root, "datapackage.json")
    put(root, {"datapackage.json": re.sub(r'"version": "[^"]*"', f'"version": "{version}"', text)})


REFUSED = {
    "too low a bump": (
        {"sales.csv": SHOP["sales.csv"] + "milk,2031-05-02,8\n"},
        ",sales,,,reading,",
        "1.0.1",
        r"datapackage.json: 1.0.1 is too low: after 1.0.0 it needs a minor bump: a row of a table "
        r"without IDs was added \(sales milk / 2031-05-02\)",
    ),
    "a version that is not above the last": (
        {"sales.csv": SHOP["sales.csv"] + "milk,2031-05-02,8\n"},
        ",sales,,,reading,",
        "0.9.0",
        r"datapackage.json: 0.9.0 is too low",
    ),
    "a removed field": (
        {
            "wares.json": SHOP["wares.json"].replace(', {"name": "made", "type": "year"}', ""),
            "wares.csv": "ware_id,name,maker_id,kind,weight,size\nbread,Bread,b1,food,1.5,m\n"
            "milk,Milk,b2,drink,,s\n",
        },
        None,
        "1.1.0",
        r"datapackage.json: 1.1.0 is too low: .* needs a major bump: a field was removed \(wares made\)",
    ),
    "a meaning": (
        {"sales.csv": SHOP["sales.csv"].replace("40", "41")},
        ",sales,bread*,count,meaning,Now in hundreds.",
        "1.1.0",
        r"1.1.0 is too low: .* a major bump: a change that is declared to change a meaning",
    ),
    "a vanished ID": (
        {
            "makers.csv": "maker_id,name\nb2,Bakery\n",
            "wares.csv": WARES + BREAD.replace("b1", "b2") + MILK,
        },
        ",makers,,,correction,",
        "2.0.0",
        r"releases/ids.csv:2: BRU901 b1 of makers, published in 1.0.0, is gone",
    ),
    "an ID with a line that leads nowhere": (
        {
            "makers.csv": "maker_id,name\nb2,Bakery\n",
            "wares.csv": WARES + BREAD.replace("b1", "b2") + MILK,
            "retired_ids.csv": FILES["retired_ids.csv"] + "makers,b1,b7,1.0.1,merged\n",
        },
        ",makers,,,correction,",
        "2.0.0",
        r"retired_ids.csv:2: BRU903 b7 is neither in makers nor retired",
    ),
    "a retired ID with another version": (
        {
            "makers.csv": "maker_id,name\nb2,Bakery\n",
            "wares.csv": WARES + BREAD.replace("b1", "b2") + MILK,
            "retired_ids.csv": FILES["retired_ids.csv"] + "makers,b1,b2,1.0.1,merged\n",
        },
        None,
        "1.1.0",
        r"retired_ids.csv: b1 is retired since 1.0.1, not 1.1.0",
    ),
    "a change without a cause": (
        {"sales.csv": SHOP["sales.csv"].replace("40", "41")},
        None,
        "1.0.1",
        r"releases/causes.csv: sales bread / 2031-05-01 count: a value was corrected, and no line",
    ),
    "a cause without a change": (
        {"sales.csv": SHOP["sales.csv"].replace("40", "41")},
        ",sales,bread / 2031-05-01,count,correction,\n,wares,,,correction,",
        "1.0.1",
        r"releases/causes.csv:3: no change of wares since 1.0.0: this line gives no cause",
    ),
    "a cause that is none": (
        {"sales.csv": SHOP["sales.csv"].replace("40", "41")},
        ",sales,,,whim,",
        "1.0.1",
        r"releases/causes.csv:2: BRU905 cause must be one of correction, .*, not 'whim'",
    ),
    "an error of the data": (
        {"sales.csv": SHOP["sales.csv"].replace("bread,", "cake,")},
        ",sales,,,correction,",
        "1.0.1",
        r"sales.csv:2: BRU205 .*cake",
    ),
    "no canonical form": (
        {"sales.csv": 'ware_id,day,count\n"bread",2031-05-01,40\nmilk,2031-05-01,7\n'},
        None,
        "1.0.1",
        r"sales.csv: not in canonical form \(quotes or line ends\)",
    ),
    "nothing changed": ({}, None, "1.0.1", r"datapackage.json: nothing changed since 1.0.0"),
}


@pytest.mark.parametrize(("edits", "line", "version", "reason"), REFUSED.values(), ids=[*REFUSED])
def test_refused(
    released: Path, edits: Mapping[str, str], line: str | None, version: str, reason: str
) -> None:
    """By `prepare`, which then writes nothing, and by `check` where the version is set by hand."""
    put(released, edits)
    if line:
        cause(released, line)
    before = {
        p: p.read_bytes() for p in released.rglob("*") if p.is_file() and ".git" not in p.parts
    }

    refused = call("release", "prepare", version, "--package", released)
    assert refused.exit_code == 1
    assert re.search(reason, refused.output), refused.output
    assert {p: p.read_bytes() for p in before} == before

    set_version(released, version)
    assert re.search(reason, "\n".join(check(released)))


STALE = {
    "changelog": ("CHANGELOG.md", "`40` → `41`", "`40` → `42`", "what the section 1.0.1 says of the data is stale"),
    "changelog's date": ("CHANGELOG.md", "[1.0.1] - 2027-03-01", "[1.0.1] - 2027-03-02", "has the date"),
    "changelog's section": ("CHANGELOG.md", "[1.0.1]", "[1.0.2]", "it has no section 1.0.1"),
    "citation": ("CITATION.cff", "version: 1.0.1", "version: 1.0.0", "version is 1.0.0, not 1.0.1"),
    "citation's date": ("CITATION.cff", "2027-03-01", "2027-03-02", "date-released is"),
    "digest": ("datapackage.json", '"A shop"', '"The shop"', "the digest of 1.0.1 is not that"),
    "list of IDs": ("releases/ids.csv", "makers,b2,1.0.0,\n", "", "b2 of makers: its line is stale"),
    "list of cells": ("releases/cells.csv", "bread / 2031-05-01,", "bread / 2031-05-02,", "it is not what the tables give"),
    "cause": ("releases/causes.csv", "1.0.1,", ",", "a cause is not entered for 1.0.1"),
    "reason of the cause": ("releases/causes.csv", "count,correction", "count,reading", "of the data is stale"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "reason"), STALE.values(), ids=[*STALE])
def test_what_is_stale_is_refused(
    released: Path, name: str, old: str, new: str, reason: str
) -> None:
    correct(released)
    done = call("release", "prepare", "--date", "2027-03-01", "--package", released)
    assert done.exit_code == 0, done.output
    assert check(released)[-1] == "1.0.1 may be released"

    text = read(released, name)
    assert old in text
    put(released, {name: text.replace(old, new, 1)})

    assert any(reason in line for line in check(released)), check(released)


def test_stale_hash_is_refused(released: Path) -> None:
    spec = read(released, "datapackage.json")
    put(
        released,
        {
            "datapackage.json": spec.replace(
                '"path": "sales.csv"', '"path": "sales.csv", "bytes": 1'
            )
        },
    )

    assert "datapackage.json: bytes and hash are stale (bytes and hash)" in check(released)


def test_reused_id_is_refused(released: Path) -> None:
    """Also when the line of retired_ids was deleted with the new use."""
    lines = FILES["retired_ids.csv"] + "makers,b1,b2,1.0.1,merged\n"
    write(
        released,
        makers="maker_id,name\nb2,Bakery\n",
        wares=WARES + BREAD.replace("b1", "b2") + MILK,
        retired_ids=lines,
    )
    release(released, "1.0.1", "2027-03-01")

    for retired in (lines, FILES["retired_ids.csv"]):
        write(released, makers="maker_id,name\nb1,Somebody else\nb2,Bakery\n", retired_ids=retired)
        message = "makers.csv:2: BRU902 b1 left with release 1.0.1: an ID is never used again"
        assert message in check(released)


TOOL = {
    "Added": "1.1.0",
    "Changed": "1.1.0",
    "Deprecated": "1.1.0",
    "Removed": "2.0.0",
    "Fixed": "1.0.1",
    "Security": "1.0.1",
}


@pytest.mark.parametrize(("title", "version"), TOOL.items())
def test_what_the_changelog_says_of_the_tool_needs_a_bump_too(
    released: Path, title: str, version: str
) -> None:
    correct(released)
    text = read(released, "CHANGELOG.md")
    part = f"## [Unreleased]\n\n### {title}\n\n- `shop open`.\n"
    put(released, {"CHANGELOG.md": text.replace("## [Unreleased]\n", part)})
    assert f"at least {version} " in check(released)[0]

    release(released, version, "2027-03-01")

    own = changelog.find(changelog.parse(read(released, "CHANGELOG.md"))[1], version)
    assert own is not None
    assert [*own.parts] == ["Data", title]
    assert own.parts[title] == "- `shop open`."


def test_a_cause_is_given_once_for_what_belongs_together(released: Path) -> None:
    """One line for a new maker: its wares, and what is sold of them, follow."""
    write(
        released,
        makers="maker_id,name\nb1,Baker\nb2,Bakery\nb3,Mill\n",
        wares=WARES + BREAD + "flour,Flour,b3,food,1,m,2031\n" + MILK,
        sales="ware_id,day,count\nbread,2031-05-01,40\nflour,2031-05-01,3\nmilk,2031-05-01,7\n",
    )
    cause(released, ",makers,b3,,source,The mill opened its books.")
    release(released, "1.1.0", "2027-03-01")

    assert """**New source**

- `makers` 1 added: `b3` (The mill opened its books.)
- `wares` 1 added: `flour` (The mill opened its books.)
- `sales` 1 added (The mill opened its books.)
""" in read(released, "CHANGELOG.md")


def test_the_closest_cause_counts() -> None:
    package = candidate.descriptor.read(Folder(ROOT), "datapackage.json")
    lines = [
        Line("", "figures", "", "", "correction", "all"),
        Line("", "figures", "a-*", "", "reading", "some"),
        Line("", "figures", "a-1", "", "edition", "one"),
        Line("", "figures", "a-1", "obs_value", "source", "cell"),
        Line("", "claims", "a-1", "", "source", "none"),
    ]
    changes = [
        Change("cell-corrected", "figures", key, field, "1", "2")
        for key, field in (("b-1", "note"), ("a-2", "note"), ("a-1", "note"), ("a-1", "obs_value"))
    ]

    explained, unused = explain(changes, lines, package)

    assert [e.note for e in explained] == ["all", "some", "one", "cell"]
    assert unused == [lines[-1]]


def test_release_without_its_commit_is_told(released: Path, tmp_path: Path) -> None:
    """A copy without history can be compared with the zip file of the last release."""
    call("release", "build", "--output", tmp_path / "dist", "--package", released)
    copy = put(
        tmp_path / "copy",
        {p: read(released, p) for p in git(released, "ls-files").split("\n") if "/" not in p},
    )
    (copy / "releases").mkdir()
    for name in ("releases", "ids", "cells", "causes"):
        put(copy / "releases", {f"{name}.csv": read(released, f"releases/{name}.csv")})
    correct(copy)
    set_version(copy, "1.0.1")

    alone = call("release", "check", "--package", copy)
    assert (alone.exit_code, "no commit here recorded release 1.0.0" in alone.stderr) == (2, True)
    zipped = tmp_path / "dist/1.0.0/shop-1.0.0.zip"
    against = call("release", "check", "--package", copy, "--against", zipped)
    assert against.output.splitlines()[0] == "1 change since 1.0.0: at least 1.0.1 (patch)"


def test_a_clone_without_history_is_not_taken_for_the_release(
    released: Path, tmp_path: Path
) -> None:
    """The oldest commit of a shallow clone seems to have added everything."""
    correct(released)
    commit(released, "Work")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{released}", str(tmp_path / "shallow"))

    whole, shallow = (call("diff", cwd=root) for root in (released, tmp_path / "shallow"))

    assert whole.stdout.endswith("1 change; a patch version, because of cell-corrected\n")
    assert (shallow.exit_code, "fetch the whole history" in shallow.stderr) == (2, True)


def test_build_refuses_what_is_not_a_release(released: Path, tmp_path: Path) -> None:
    correct(released)
    dirty = call("release", "build", "--output", tmp_path / "dist", "--package", released)
    assert (dirty.exit_code, "changes that are not committed" in dirty.stderr) == (2, True)

    set_version(released, "1.0.1")
    commit(released, "Not prepared")
    early = call("release", "build", "--output", tmp_path / "dist", "--package", released)
    assert (early.exit_code, "1.0.1 is not in releases/releases.csv" in early.stderr) == (2, True)
    assert not (tmp_path / "dist").exists()


def test_packed_files_can_be_unpacked_by_anybody(tmp_path: Path) -> None:
    given = {"b/two": b"2" * 70_000, "a": b"", "é": b"x"}
    (tmp_path / "x.tar.gz").write_bytes(packing.tarred(given.items(), 1_800_000_000))
    (tmp_path / "x.zip").write_bytes(packing.zipped(given, 1_800_000_000))

    subprocess.run(["tar", "xzf", "x.tar.gz"], cwd=tmp_path, check=True)
    with zipfile.ZipFile(tmp_path / "x.zip") as file:
        assert file.testzip() is None
        assert {n: file.read(n) for n in file.namelist()} == given
    assert {n: (tmp_path / n).read_bytes() for n in given} == given


PLACES = (
    {"umask": 0o022, "TZ": "UTC", "LC_ALL": "C", "date": 1_000_000_000},
    {"umask": 0o077, "TZ": "Asia/Kamchatka", "LC_ALL": "C.UTF-8", "date": 1_900_000_000},
)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="the source is no git clone")
@pytest.mark.needs("build")
@pytest.mark.needs("hatchling")
def test_two_clones_build_the_same_bytes(tmp_path: Path) -> None:
    """Wheel, sdist and zip of this project, under another umask, time zone, locale and date."""
    source = tmp_path / "source"
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    version = candidate.descriptor.read(Folder(source), "datapackage.json").version
    if f"\n{version}," not in read(source, "releases/releases.csv"):
        with (source / "releases/releases.csv").open("a") as file:
            file.write(f"{version},2027-01-31,{'0' * 64}\n")
    git(tmp_path, "init", "-q", str(source))
    commit(source, "All")

    made = []
    for number, place in enumerate(PLACES):
        clone, output = tmp_path / f"clone{number}", tmp_path / f"out{number}"
        build = f"""
import os, subprocess, sys
os.umask({place["umask"]})
subprocess.run(["git", "clone", "-q", {str(source)!r}, {str(clone)!r}], check=True)
for folder, _, names in os.walk({str(clone)!r}):
    for name in names:
        os.utime(os.path.join(folder, name), ({place["date"]}, {place["date"]}))
command = [sys.executable, "-m", "bru", "release", "build", "--package", {str(clone)!r}, "--output", {str(output)!r}]
sys.exit(subprocess.run(command).returncode)
"""
        environment = {
            **os.environ,
            "TZ": place["TZ"],
            "LC_ALL": place["LC_ALL"],
            "PYTHONPATH": str(ROOT / "src"),
        }
        done = subprocess.run(
            [sys.executable, "-c", build], env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        made.append({f.name: f.read_bytes() for f in (output / version).iterdir()})

    assert made[0] == made[1]
    assert sorted(made[0]) == [
        "SHA256SUMS",
        f"bru-{version}.zip",
        f"bru_dataset-{version}-py3-none-any.whl",
        f"bru_dataset-{version}.tar.gz",
    ]
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=output / version, check=True)
    wheel, zipped = (output / version / n for n in sorted(made[0])[1:3][::-1])
    assert call("diff", wheel, zipped).stdout.endswith("no difference\n")
