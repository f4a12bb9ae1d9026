"""Releasing: the walk of docs/dev/releasing.md on a small package, and everything that is refused."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from bru.releases import candidate, changelog, state
from bru.releases.causes import Line, explain
from bru.releases.change import Change
from bru.store import Folder, packing
from bru.store.zipped import Zip
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
    release(root, "1.0.0", "2026-01-31")
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
    """1.0.0, then 1.0.1 with one corrected figure and one merged maker: docs/dev/releasing.md."""
    assert check(shop)[0] == "there is no release before 0.1.0"
    assert (
        "give the version of the first release"
        in call("release", "prepare", "--package", shop).output
    )
    release(shop, "1.0.0", "2026-01-31")
    assert read(shop, "CHANGELOG.md") == CHANGELOG.replace(
        "## [Unreleased]\n", "## [Unreleased]\n\n## [1.0.0] - 2026-01-31\n"
    )
    assert "Version 1.0.0 has 2 wares; 10.1.0 is another number." in read(shop, "README.md")
    assert 'version: 1.0.0\ndate-released: "2026-01-31"\n' in read(shop, "CITATION.cff")
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
        "releases/causes.csv: BRU906 sales bread / 2031-05-01 count: a value was corrected, "
        "and no line says why" in lines
    )
    assert sum("BRU906" in line for line in lines) == 1
    fix = "    fix: add the line ,sales,bread / 2031-05-01,count,CAUSE,NOTE to releases/causes.csv"
    assert any(line.startswith(fix) for line in lines)
    assert "BRU906" not in call("validate", shop).stdout
    assert "BRU906" in call("validate", shop, "--select", "BRU906").stdout
    cause(shop, ",sales,bread / 2031-05-01,count,correction,A digit was misread.")
    assert "BRU906" not in call("validate", shop, "--select", "BRU906").stdout
    # one merged maker
    write(
        shop,
        makers="maker_id,name\nb2,Bakery\n",
        wares=WARES + BREAD.replace("b1", "b2") + MILK,
        retired_ids=FILES["retired_ids.csv"] + "makers,b1,b2,,merged\n",
    )
    assert [line for line in check(shop) if "fix" not in line] == [
        "4 changes since 1.0.0: at least 1.0.1 (patch)",
        "datapackage.json: 1.0.0 is released, and something has changed since: an ID was retired for another "
        "that was there already (makers b1); a reference follows an ID that was retired (wares bread "
        "maker_id); a retired ID has its line (retired_ids makers / b1); a value was corrected "
        "(sales bread / 2031-05-01 count)",
    ]
    refused = call("release", "prepare", "1.0.0", "--package", shop)
    assert refused.exit_code == 1
    release(shop, "1.0.1", "2026-03-01")

    assert read(shop, "retired_ids.csv").endswith("\nmakers,b1,b2,1.0.1,merged\n")
    assert [f.name for f in (shop / "releases").glob("*.zip")] == ["shop-1.0.1.zip"]
    assert changelog.NOTE in read(shop, "CHANGELOG.md")
    assert """## [Unreleased]

## [1.0.1] - 2026-03-01

### Data

<!-- Written by `bru release prepare` from the tables and releases/causes.csv. -->

**Our correction**

- `sales` `bread / 2031-05-01`, count: `40` → `41` (A digit was misread.)

**Merged or moved ID**

- `makers` `b1` → `b2`
- `wares` `bread`, maker_id: `b1` → `b2`

## [1.0.0] - 2026-01-31
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
    zipped = tmp_path / "dist/1.0.1/shop-1.0.1.zip"
    assert call("diff", zipped, shop).stdout.endswith("no difference\n")
    assert zipped.read_bytes() == (shop / "releases/shop-1.0.1.zip").read_bytes()
    digest = hashlib.sha256(zipped.read_bytes()).hexdigest()
    assert read(shop, "releases/releases.csv").endswith(f"\n1.0.1,2026-03-01,{digest}\n")
    assert (tmp_path / "dist/index.csv").read_text() == (
        f"version,date,sha256\n1.0.1,2026-03-01,{digest}\n"
    )
    report = call("validate", zipped, "--format", "json")
    assert json.loads(report.stdout)["verdict"] == "valid", report.stdout
    (spec,) = (json.loads(Zip(zipped).read("datapackage.json"))["resources"][:1],)
    assert spec[0]["hash"].startswith("sha256:")


def test_preparing_again_before_the_commit_changes_the_day_only(released: Path) -> None:
    write(released, sales="ware_id,day,count\nbread,2031-05-01,41\nmilk,2031-05-01,7\n")
    cause(released, ",sales,,,correction,")
    for day in ("2026-03-01", "2026-03-02"):
        done = call("release", "prepare", "--date", day, "--package", released)
        assert done.exit_code == 0, done.output

    assert check(released)[-1] == "1.0.1 may be released"
    assert read(released, "CHANGELOG.md").count("[1.0.1]") == 1
    assert read(released, "releases/releases.csv").count("1.0.1,2026-03-02") == 1
    assert "2026-03-01" not in read(released, "CHANGELOG.md") + read(released, "CITATION.cff")


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
    "a change without a cause": (
        {"sales.csv": SHOP["sales.csv"].replace("40", "41")},
        None,
        "1.0.1",
        r"releases/causes.csv: BRU906 sales bread / 2031-05-01 count: a value was corrected, and no",
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
    "changelog's date": ("CHANGELOG.md", "[1.0.1] - 2026-03-01", "[1.0.1] - 2026-03-02", "has the date"),
    "changelog's section": ("CHANGELOG.md", "[1.0.1]", "[1.0.2]", "it has no section 1.0.1"),
    "citation": ("CITATION.cff", "version: 1.0.1", "version: 1.0.0", "version is 1.0.0, not 1.0.1"),
    "citation's date": ("CITATION.cff", "2026-03-01", "2026-03-02", "date-released is"),
    "digest": ("datapackage.json", '"A shop"', '"The shop"', "the digest of 1.0.1 is not that"),
    "list of IDs": ("releases/ids.csv", "makers,b2,1.0.0,\n", "", "b2 of makers: its line is stale"),
    "README": ("README.md", "Version 1.0.1", "Version 1.0.2", "the digest of 1.0.1 is not that"),
    "cause": ("releases/causes.csv", "1.0.1,", ",", "a cause is not entered for 1.0.1"),
    "reason of the cause": ("releases/causes.csv", "count,correction", "count,reading", "of the data is stale"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "reason"), STALE.values(), ids=[*STALE])
def test_what_is_stale_is_refused(
    released: Path, name: str, old: str, new: str, reason: str
) -> None:
    correct(released)
    done = call("release", "prepare", "--date", "2026-03-01", "--package", released)
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
    release(released, "1.0.1", "2026-03-01")

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

    release(released, version, "2026-03-01")

    own = changelog.find(changelog.parse(read(released, "CHANGELOG.md"))[1], version)
    assert own is not None
    assert [*own.parts] == [title, "Data"]
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
    release(released, "1.1.0", "2026-03-01")

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


def test_a_package_without_history_is_compared_with_the_file_of_the_last_release(
    released: Path, tmp_path: Path
) -> None:
    shutil.rmtree(released / ".git")
    correct(released)

    assert call("diff", cwd=released).stdout.endswith("because of cell-corrected\n")
    assert check(released)[0] == "1 change since 1.0.0: at least 1.0.1 (patch)"

    (released / "releases/shop-1.0.0.zip").rename(tmp_path / "last.zip")
    set_version(released, "1.0.1")
    alone = call("release", "check", "--package", released)
    assert (alone.exit_code, "neither in releases nor in the git history" in alone.stderr) == (
        2,
        True,
    )
    against = call("release", "check", "--package", released, "--against", tmp_path / "last.zip")
    assert against.output.splitlines()[0] == "1 change since 1.0.0: at least 1.0.1 (patch)"


def test_a_file_of_the_last_release_that_was_touched_is_told(released: Path) -> None:
    file = released / "releases/shop-1.0.0.zip"
    file.write_bytes(file.read_bytes().replace(b"b2,Bakery", b"b2,Bakers"))

    report = call("validate", released, "--select", "release").stdout
    message = "releases/shop-1.0.0.zip: BRU905: is not the file whose digest releases/releases.csv"
    assert message in report
    done = call("diff", cwd=released)
    assert (done.exit_code, "is not the file whose digest" in done.stderr) == (2, True)

    file.unlink()
    report = call("validate", released, "--select", "release").stdout
    assert "BRU905: the zip file of 1.0.0 is not in releases" in report


def test_earlier_releases_come_from_the_history(released: Path, tmp_path: Path) -> None:
    correct(released)
    release(released, "1.0.1", "2026-03-01")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{released}", str(tmp_path / "shallow"))

    for root, last in ((released, 0), (tmp_path / "shallow", 2)):
        assert call("diff", "1.0.1", cwd=root).stdout.endswith("no difference\n")
        assert call("diff", "1.0.0", cwd=root).exit_code == last
        assert call("release", "check", "--package", root).exit_code == last


def test_nothing_is_built_that_check_refuses(released: Path, tmp_path: Path) -> None:
    def build() -> tuple[int, str]:
        done = call("release", "build", "--output", tmp_path / "dist", "--package", released)
        assert not (tmp_path / "dist").exists()
        return done.exit_code, done.output

    correct(released)
    assert "changes that are not committed" in build()[1]
    commit(released, "Work")
    code, output = build()
    assert (code, "1.0.0 is released, and something has changed since" in output) == (1, True)

    set_version(released, "1.0.1")
    commit(released, "Not prepared")
    code, output = build()
    assert (code, "1.0.1 is not prepared: the list of releases does not have it" in output) == (
        1,
        True,
    )


@pytest.mark.parametrize("name", ["till.py", "CHANGELOG.md", "README.md"])
def test_a_number_is_built_only_from_what_it_is(released: Path, tmp_path: Path, name: str) -> None:
    """The tool, a page, the changelog: what was changed after the commit of the release."""
    text = read(released, name) if (released / name).exists() else ""
    put(released, {name: text + "\nMore.\n"})
    commit(released, "Work")

    done = call("release", "build", "--output", tmp_path / "dist", "--package", released)

    assert (done.exit_code, (tmp_path / "dist").exists()) == (1, False)
    told = f"datapackage.json: {name}: changed since {git(released, 'rev-parse', '--short=7', 'HEAD~1')}"
    assert (
        told in done.output or "1.0.0 is released, and something has changed since" in done.output
    )
    assert check(released)[-1] != "1.0.0 may be released"


def test_a_day_that_cannot_be_is_refused(released: Path) -> None:
    correct(released)
    for day, why in {
        "2999-01-01": "2999-01-01 is still to come",
        "2026-01-30": "2026-01-30 is before the release 1.0.0 of 2026-01-31",
        "20260301": "'20260301' is no day",
        "2026-02-30": "'2026-02-30' is no day",
    }.items():
        done = call("release", "prepare", "--date", day, "--package", released)
        assert (done.exit_code, why in done.output) == (1, True), done.output


@pytest.mark.parametrize("typed", ["", "1.0.1", "7.0.0"])
def test_the_version_with_which_an_id_leaves_is_computed(released: Path, typed: str) -> None:
    write(
        released,
        makers="maker_id,name\nb2,Bakery\nb3,Mill\n",
        wares=WARES + BREAD.replace("b1", "b2") + MILK,
        retired_ids=FILES["retired_ids.csv"] + f"makers,b1,b2,{typed},merged\n",
    )
    release(released, "1.1.0", "2026-03-01")

    assert read(released, "retired_ids.csv").endswith("\nmakers,b1,b2,1.1.0,merged\n")


def test_one_missing_cause_is_told_once(released: Path) -> None:
    write(
        released,
        makers="maker_id,name\nb1,Bakers\nb2,Bakery\nb3,Mill\n",
        wares=WARES
        + BREAD
        + "flour,Flour,b3,food,1,m,2031\n"
        + MILK.replace("drink,,s,2030", "food,,m,2030"),
        sales="ware_id,day,count\nbread,2031-05-01,41\n",
    )

    told = [line.partition("BRU906 ")[2] for line in check(released) if "BRU906" in line]

    assert told == [
        "makers b1 name: a value was corrected, and no line says why",
        "wares milk kind, size: a value was corrected, and no line says why",
        "sales milk / 2031-05-01: a row of a table without IDs was removed, and no line says why",
        "sales bread / 2031-05-01 count: a value was corrected, and no line says why",
    ]


def test_a_change_of_many_rows_is_told_once(first_release: Path, tmp_path: Path) -> None:
    days = [f"bread,2031-06-{day:02d},4\n" for day in range(1, 21)]
    root = put(tmp_path / "shop", {**FILES, "sales.csv": "ware_id,day,count\n" + "".join(days)})
    git(tmp_path, "init", "-q", str(root))
    commit(root, "The shop")
    release(root, "1.0.0", "2026-01-31")
    write(root, sales="ware_id,day,count\n" + "".join(days).replace(",4\n", ",5\n"))

    told = [line.partition("BRU906 ")[2] for line in check(root) if "BRU906" in line]

    assert told == ["sales 20 rows count: a value was corrected, and no line says why"]
    assert "    fix: add the line ,sales,,count,CAUSE,NOTE to" in "\n".join(check(root))


def test_an_id_that_became_another_thing_is_refused(first_release: Path, tmp_path: Path) -> None:
    makers = SHOP["makers.json"].replace(
        '{"name": "name"}]',
        '{"name": "name", "constraints": {"required": true}}, {"name": "words"}]',
    )
    files = {
        **FILES,
        "makers.json": makers,
        "makers.csv": "maker_id,name,words\nb1,Old Mill Bakers,Bread and buns.\nb2,Bakery,Rye only.\n",
    }
    root = put(tmp_path / "shop", files)
    git(tmp_path, "init", "-q", str(root))
    commit(root, "The shop")
    release(root, "1.0.0", "2026-01-31")
    write(root, makers="maker_id,name,words\nb1,Iron Foundry,Casts stoves.\nb2,Bakery,Rye only.\n")

    cause(root, ",makers,b1,,correction,Typo.")
    refused = "\n".join(check(root))
    assert "at least 2.0.0 (major)" in refused
    assert "BRU906 makers b1: a row with an ID is about something else, and no line" in refused
    assert "give the new thing an ID of its own and retire this one, or add the line" in refused

    text = read(root, "releases/causes.csv").replace("correction,Typo.", "meaning,As agreed.")
    put(root, {"releases/causes.csv": text})
    release(root, "2.0.0", "2026-03-01")


def test_what_a_changed_tree_calls_itself(released: Path, tmp_path: Path) -> None:
    assert state.called(Folder(released)) == "1.0.0"
    assert call("lock", released, cwd=tmp_path).stdout.startswith("bru.lock pins shop 1.0.0: ")
    since = state.since(Folder(released))
    assert since and (since.is_none, since.text) == (True, "")

    write(released, sales="ware_id,day,count\nbread,2031-05-01,41\nmilk,2031-05-01,7\n")
    assert state.called(Folder(released)) == "1.0.0+changes"
    assert call("lock", released, cwd=tmp_path).stdout.startswith(
        "bru.lock pins shop 1.0.0+changes: "
    )
    put(released, {"makers.csv": "maker_id,name\nb1,Baker\nb2,Bakery\nb3,Mill\n"})
    since = state.since(Folder(released))
    assert since and since.text == "1 cell and 1 row changed since 1.0.0 (bru diff)"

    (released / "makers.csv").write_bytes("maker_id,name\nb1,Bäcker\n".encode("cp1252"))
    result = call("validate", cwd=released)
    assert "not compared with 1.0.0: `bru diff` tells which table cannot be read" in result.stdout
    assert "package shop 1.0.0+changes: invalid" in result.stdout
    assert "(3 of 4 resources read" in result.stdout

    shutil.rmtree(released / "releases")
    assert state.called(Folder(released)) == "1.0.0"


def test_lock_of_a_release_fits_its_clone(released: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(released), str(clone))
    assert call("lock", "1.0.0", cwd=clone).exit_code == 0

    result = call("lock", "--check", cwd=clone)

    assert (result.exit_code, result.output) == (
        0,
        f"{clone} is what bru.lock pins: shop 1.0.0, 14 files\n",
    )


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
    shutil.rmtree(source / "releases")  # as if it were the first, before which no ID was retired
    retired = source / "data" / "retired_ids.csv"
    retired.write_text(retired.read_text("utf-8").splitlines(keepends=True)[0], "utf-8")
    git(tmp_path, "init", "-q", str(source))
    commit(source, "All")
    version = "9.0.0"
    release(source, version, "2026-01-31")

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
