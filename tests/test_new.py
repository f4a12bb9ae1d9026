"""New rows: an ID, the canonical place, no new error, all or nothing."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import bru
from bru import cli, store
from bru.claims.commands import source as source_module
from bru.cli import draft
from bru.cli import row as command
from bru.datapackage import descriptor
from bru.editing import new, new_id
from support import ROOT
from support.commands import call, records

EXAMPLE = ROOT / "docs/example"
CITED = "bif23-trade-2022-belarus"
ACTOR = ("--kind", "person", "--description", "Captain of a ferry.")
SOURCE = (
    "source", "--source-id", "oria-2031-06-01", "--title", "The ferry of Lake Oria",
    "--short-name", "Oria 2031",
    "--language", "en", "--kind", "news", str(EXAMPLE / "article.txt"),
)  # fmt: skip
CLAIM = (
    "claim", "--source-id", "oria-2031-06-01",
    "--statement", "The ferry of Lake Oria made 1,250 crossings in 2031, a record.",
    "--kind", "statistic", "--no-hedged", "--time-period", "2031", "--no-time-inferred",
    "--passage", "crossed the lake 1,250 times in 2031, more than ever before",
    "--documents", str(EXAMPLE),
)  # fmt: skip


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the shipped package."""
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / "p" / name)
    shutil.copy(ROOT / "datapackage.json", tmp_path / "p")
    return tmp_path / "p"


def add(package: Path, *args: str) -> Result:
    """`bru new` in a package."""
    return call("new", *args, cwd=package)


def files(package: Path) -> dict[str, bytes]:
    """Every file of a package."""
    return {str(f.relative_to(package)): f.read_bytes() for f in package.rglob("*") if f.is_file()}


def row(package: Path, table: str, id_: str) -> dict[str, str]:
    """The row of that ID."""
    return next(r for r in records(package / f"data/{table}.csv") if id_ in r.values())


def test_actor_gets_its_place_and_fresh_hashes(package: Path) -> None:
    before = (package / "data/actors.csv").read_text("utf-8").split("\n")

    result = add(package, "actor", "--name", "  Ines  Brandão", *ACTOR)

    after = (package / "data/actors.csv").read_text("utf-8").split("\n")
    line = next(n for n, (old, new_) in enumerate(zip(before, after, strict=False)) if old != new_)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"data/actors.csv:{line + 1}: added: {after[line]}\n")
    assert (
        "BRU411 (still to do) actor_id: no claim, position or project is tied to" in result.stdout
    )
    assert after[line] == "brandao-ines,Ines Brandão,person,,,Captain of a ferry."
    assert after[:line] + after[line + 1 :] == before
    assert not bru.validate(package, ignore=sorted(new.LATER)).errors
    assert call("fmt", "--check", package).exit_code == 0


def test_a_statistic_waits_for_its_figure(package: Path) -> None:
    assert add(package, *SOURCE).exit_code == 0
    told = add(package, *CLAIM, "--actor", "belarus:subject").stdout

    assert "BRU427 (still to do) kind: the claim is a statistic and has no figure" in told
    assert "    fix: `bru new figure --claim-id oria31-" in told
    assert "1 still to do" in told


def test_claim_with_passage_and_ties(package: Path) -> None:
    assert add(package, *SOURCE).exit_code == 0

    result = add(package, *CLAIM, "--actor", "belarus:subject", "--actor", "minsk-dialogue:mentioned",
                 "--actor", "belarus:subject", "--project", "western-sanctions")  # fmt: skip
    figure = add(package, "figure", "--claim-id", "oria31-ferry-lake-oria-made-crossings",
                 "--measure", "company-count", "--obs-value", "1250", "--unit-mult", "0",
                 "--decimals", "0", "--qualifier", "exact", "--unit-measure", "count",
                 "--no-time-inferred")  # fmt: skip

    assert (result.exit_code, figure.exit_code) == (0, 0), result.output + figure.output
    claim = row(package, "claims", "oria31-ferry-lake-oria-made-crossings")
    cited = call(
        "cite", "article.txt", CLAIM[CLAIM.index("--passage") + 1], "--documents", EXAMPLE
    ).stdout.split("\n")[1]
    assert ",".join(claim[f] for f in source_module.SPAN) == cited
    assert (claim["hedged"], claim["time_inferred"], claim["note"]) == ("false", "false", "")
    tied = [
        (r["actor_id"], r["role"])
        for r in records(package / "data/claim_actors.csv")
        if r["claim_id"] == claim["claim_id"]
    ]
    assert tied == [("belarus", "subject"), ("minsk-dialogue", "mentioned")]
    assert result.stdout.count(": added: ") == 4
    assert row(package, "figures", claim["claim_id"] + "-1")["obs_value"] == "1250"
    assert not bru.validate(package, ignore=sorted(new.LATER)).errors


def test_a_tie_without_its_way_is_the_weakest(package: Path) -> None:
    result = add(package, "actor", "--name", "Ines Brandão", *ACTOR, "--claim", CITED)

    assert result.exit_code == 0, result.output
    added = f"added: {CITED},brandao-ines,mentioned\n"
    assert added in result.stdout  # in the order of the columns
    assert (CITED, "brandao-ines", "mentioned") in {
        tuple(r.values()) for r in records(package / "data/claim_actors.csv")
    }


def test_command_of_contributing(package: Path) -> None:
    """The example that needs a document has options that there are, and asks for the rest."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    line = next(t for t in text.split("\n") if "bru new claim --" in t)
    args = shlex.split(line.partition("bru new ")[2].replace("~/documents", str(EXAMPLE)))

    result = add(package, *args)

    assert "no document of source bif-2023-05-14" in result.stderr


@pytest.mark.needs("documents")
def test_passage_of_a_document(package: Path, documents: Path) -> None:
    """A shipped claim, taken out and made anew, is the same but for its ID."""
    claims = package / "data/claims.csv"
    old = records(claims)[0]
    document = next(
        f for f in documents.glob("*.txt") if hash_(f) == source(old)["document_sha256"]
    )
    passage = document.read_bytes().decode()[int(old["span_start"]) : int(old["span_end"])]
    claims.write_text(
        "\n".join(t for t in claims.read_text("utf-8").split("\n") if not t.startswith(old["claim_id"] + ",")),
        "utf-8", newline="",
    )  # fmt: skip
    fields = [
        a
        for f in ("statement", "kind", "source_id", "time_period", "note", "asserted_by", "sector")
        if old[f]
        for a in (f"--{f.replace('_', '-')}", old[f])
    ]
    flags = [
        f"--{'' if old[f] == 'true' else 'no-'}{f.replace('_', '-')}"
        for f in ("hedged", "time_inferred")
    ]

    result = add(package, "claim", *fields, *flags, "--claim-id", old["claim_id"],
                 "--passage", passage, "--documents", str(documents))  # fmt: skip

    assert result.exit_code == 0, "not the same"
    assert row(package, "claims", old["claim_id"]) == old


def hash_(file: Path) -> str:
    """The SHA-256 of a file."""
    import hashlib

    return hashlib.sha256(file.read_bytes()).hexdigest()


def source(claim: dict[str, str]) -> dict[str, str]:
    """The source of a claim."""
    return next(
        s for s in records(ROOT / "data/sources.csv") if s["source_id"] == claim["source_id"]
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("actor", "--name", "X", "--kind", "pirate", "--description", "X."), "BRU102"),
        (("actor", "--name", "X", *ACTOR, "--actor-id", "Not a slug"), "BRU103"),
        (("project", "--name", "X", "--kind", "plan", "--status", "agreed", "--description", "X.", "--time-period", "12.05.2023"), "BRU301"),
            ],
)  # fmt: skip
def test_row_with_an_error_is_not_written(package: Path, args: tuple[str, ...], said: str) -> None:
    before = files(package)

    result = add(package, *args)

    assert result.exit_code == 1
    assert said in result.stdout
    assert ": not added: " in result.stdout
    assert result.stderr.endswith("nothing was written\n")
    assert files(package) == before
    assert add(package, *args, "--force").exit_code == 1
    assert files(package) != before


def test_dry_run_writes_nothing(package: Path) -> None:
    before = files(package)

    result = add(package, "actor", "--name", "Ines Brandão", *ACTOR, "--dry-run")

    assert result.exit_code == 0
    assert ": would be added: brandao-ines,Ines Brandão," in result.stdout
    assert files(package) == before


def test_problems_that_were_there_before_are_not_told(package: Path) -> None:
    actors = package / "data/actors.csv"
    actors.write_text(
        actors.read_text("utf-8").replace("africa,Africa,region", "africa,Africa,sea"), "utf-8"
    )
    assert bru.validate(package).errors == 1

    result = add(package, "actor", "--name", "Ines Brandão", *ACTOR)

    assert result.exit_code == 0
    assert "BRU102" not in result.stdout


def test_a_row_that_is_refused_is_blamed_not_those_that_were_there(package: Path) -> None:
    """A statement that is repeated is told of the new row, with the line where the old one is."""
    lines = (package / "data/claims.csv").read_text("utf-8").splitlines()
    old = records(package / "data/claims.csv")[-1]
    fields = [
        a
        for f, v in old.items()
        if v not in ("true", "false", "")
        for a in (f"--{f.replace('_', '-')}", v)
    ]
    flags = [
        f"--{'' if old[f] == 'true' else 'no-'}{f.replace('_', '-')}"
        for f in ("hedged", "time_inferred")
    ]

    result = add(
        package, "claim", *fields, *flags, "--claim-id", "a-first", "--actor", "belarus:subject"
    )

    assert result.exit_code == 1
    at = next(n for n, line in enumerate(lines, 1) if line.startswith(old["claim_id"]))
    assert "data/claims.csv: not added: a-first," in result.stdout
    assert "data/claims.csv: BRU203 statement: " in result.stdout
    assert f"(first in line {at}) [a-first " in result.stdout
    assert old["claim_id"] not in result.stdout
    assert "BRU012" not in result.stdout
    forced = add(package, "claim", *fields, *flags, "--claim-id", "a-first", "--force").stdout
    assert forced.startswith("data/claims.csv:2: added: a-first,")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("actor", "--name", "Y", *ACTOR, "--actor-id", "belarus"), "belarus is already in data/actors.csv: Belarus"),
        (("actor", "--name", "Y", *ACTOR, "--actor-id", "old-one"), "old-one was once published (now belarus): an ID is never used again"),
        (("actor", "--name", "X", *ACTOR, "--part-of", "nobody"), 'there is no "nobody" in actors'),
        (("claim-actor", "--claim-id", "bif12-rogozin-remit", "--role", "subject", "--actor-id", "Лукашенк"), "did you mean lukashenka-alyaksandr (Alyaksandr Lukashenka)"),
        (("actor",), "missing: --name, --kind, --description\n"),
        (("actor", "--name", "Лукашенко", *ACTOR), 'missing: --actor-id, for "Лукашенко" is not in Latin letters: give an ID that is, such as lukashenko'),
        (("actor", "--name", "Александр Лукашенко", *ACTOR), "such as lukashenko-aleksandr; there is already lukashenka-alyaksandr (Alyaksandr Lukashenka, data/actors.csv:"),
        (("actor", "--name", "Bankоva Street", *ACTOR), 'for "Bankоva Street" has Cyrillic "о": write "Bankova Street"'),
        (("claim",), "missing: --source-id, --statement, --kind, --hedged or --no-hedged, --passage with --documents\n"),
        (("claim", "--time-period", "2024"), "--hedged or --no-hedged, --time-inferred or --no-time-inferred"),
        (("claim", "--hedged", "maybe"), "--hedged takes no value: write --hedged or --no-hedged"),
        (("claim", "--passage", "x"), "--passage needs --documents and --source-id"),
        (("claim", "--source-id", "none", "--passage", "x", "--documents", str(EXAMPLE)), 'there is no "none" in sources'),
        (("source",), "missing: --short-name, --title, --language, --kind, FILE\n"),
        (("ship",), 'there is no command "ship"'),
        (("actor", "--captain", "x"), "No such option"),
    ],
)  # fmt: skip
def test_refusal_is_told_and_nothing_written(
    package: Path, args: tuple[str, ...], said: str
) -> None:
    (package / "data/retired_ids.csv").write_text(
        "table,old_id,new_table,new_id,since_version,reason\n"
        "actors,old-one,,belarus,0.1.0,merged\n",
        "utf-8",
    )
    before = files(package)

    result = add(package, *args)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert files(package) == before


def test_like_names_are_told(package: Path) -> None:
    result = add(package, "actor", "--name", "Alexander Lukashenko", *ACTOR, "--dry-run")

    assert "note: there is already lukashenka-alyaksandr (Alyaksandr Lukashenka," in result.stdout


def test_broken_table_is_not_written_to(package: Path) -> None:
    with (package / "data/actors.csv").open("a") as stream:
        stream.write("lone\n")
    before = files(package)

    result = add(package, "actor", "--name", "Ines Brandão", *ACTOR)

    assert result.exit_code == 2
    assert re.search(r"data/actors.csv:\d+: 1 cell where", result.stderr)
    assert files(package) == before


CONFLICT = "<<<<<<< ours\n=======\n>>>>>>> theirs\n"


@pytest.mark.parametrize("path", ["data/actors.csv", "data/retired_ids.csv"])
def test_a_file_that_is_refused_is_named(package: Path, path: str) -> None:
    with (package / path).open("a") as stream:
        stream.write(CONFLICT)

    result = add(package, "actor", "--name", "Ines Brandão", *ACTOR)

    assert result.exit_code == 2 and f"Error: {path}: cannot be used: lines" in result.stderr


def test_a_link_that_leads_out_is_named(package: Path, tmp_path: Path) -> None:
    table = package / "data/actors.csv"
    table.rename(tmp_path / "outside.csv")
    table.symlink_to(tmp_path / "outside.csv")
    said = "it is a link that leads out of the package"

    result = add(package, "actor", "--name", "Ines Brandão", *ACTOR)
    left = call("fmt", cwd=package)

    assert (result.exit_code, result.stderr) == (2, f"Error: data/actors.csv: {said}\n")
    assert left.exit_code == 1 and left.stderr == f"data/actors.csv: left as it is: {said}\n"


def test_what_the_encoding_does_not_have_is_told(package: Path) -> None:
    result = add(package, "actor", "--name", "Ines \udcff", *ACTOR)

    said = r"'\udcff' cannot be written to data/actors.csv in utf-8"
    assert result.exit_code == 2 and said in result.stderr


def test_every_table_has_a_command_and_every_field_an_option(package: Path) -> None:
    listed = call("new", "--help").stdout

    for resource in descriptor.read(store.Folder(package), "datapackage.json").resources:
        name = new.singular(resource.name)
        told = add(package, name, "--help").stdout
        assert f"\n  {name} " in listed
        for field in resource.schema.fields:
            assert f"--{field.name.replace('_', '-')}" in told
        assert add(package, resource.name, "--help").stdout.split("\n")[1:] == told.split("\n")[1:]


def test_new_column_needs_no_code(package: Path) -> None:
    schema = package / "schemas/actors.schema.json"
    spec = json.loads(schema.read_text("utf-8"))
    spec["fields"].append({"name": "home port", "type": "string"})
    schema.write_text(json.dumps(spec), "utf-8")
    actors = package / "data/actors.csv"
    header, *rows = actors.read_text("utf-8").rstrip("\n").split("\n")
    actors.write_text("\n".join([header + ",home port", *(r + "," for r in rows), ""]), "utf-8")

    result = add(
        package, "actor", "--name", "Ines Brandão", *ACTOR, "--home-port", "Oria, old pier"
    )

    assert result.exit_code == 0, result.output
    assert row(package, "actors", "brandao-ines")["home port"] == "Oria, old pier"


def test_other_packages_have_other_tables(tmp_path: Path) -> None:
    """A package that is not canonical keeps its dialect; the row stands at its end."""
    fields = [{"name": "id", "constraints": {"required": True}}, {"name": "documents"},
              {"name": "active", "type": "boolean"}]  # fmt: skip
    schema = {"fields": fields, "primaryKey": "id", "fieldsMatch": "equal"}
    resource = {"name": "ferries", "path": "f.csv", "schema": schema, "dialect": {"delimiter": ";"}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), "utf-8")
    (tmp_path / "f.csv").write_bytes(b"documents;id;active\r\nx;b;true")

    result = add(tmp_path, "ferry", "--id", "a", "--field-documents", "y;z", "--active")

    assert result.exit_code == 0, result.output
    assert (tmp_path / "f.csv").read_bytes() == (
        b'documents;id;active\r\nx;b;true\r\n"y;z";a;true\r\n'
    )


def test_package_is_chosen(package: Path) -> None:
    result = call("new", "--package", package, "actor", "--name", "Ines Brandão", *ACTOR)

    assert result.exit_code == 0
    assert row(package, "actors", "brandao-ines")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Local 14 of the Union of Ferrymen", "Local 14 2031"),
        ("Secretariat of the Joint Commission", "Secretariat 2031"),
        ("Ministry of Foreign Affairs of Oria", "Ministry of Foreign Affairs 2031"),
        ("Ministry of Ferries of Oria", "Ministry of Ferries 2031"),
        ("Orian Institute for Strategic Boats", "Orian Institute 2031"),
        ("Bank for Boats", "Bank for Boats 2031"),
        ("The Oria Post", "The Oria Post 2031"),
        ("Fewer partners than promised by many", "Fewer partners than promised 2031"),
    ],
)
def test_short_names_of_sources(name: str, short: str) -> None:
    assert source_module.short(name, "2031-05-04") == short


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Ines Brandão", "ines-brandao"),
        ("Łukasz Żółć", "lukasz-zolc"),
        ("U.S. State Department", "us-state-department"),
        ("robot.writer.dog", "robot-writer-dog"),
        ("Belarus’s  28 programmes", "belaruss-28-programmes"),
        ("Лукашенко", ""),
        ("Mir (Мір)", ""),
        ("—", ""),
        ("The ferry of the lake is said to be older than all of the piers that it goes to", "ferry-lake-older-piers-goes"),
    ],
)  # fmt: skip
def test_slug(text: str, slug: str) -> None:
    assert new_id.slug(text) == slug


@pytest.mark.parametrize(
    ("table", "cells", "id_"),
    [
        ("actors", {"name": "Raman Halouchanka", "kind": "person"}, "halouchanka-raman"),
        ("actors", {"name": "Minsk Dialogue", "kind": "media"}, "minsk-dialogue"),
        ("actors", {"name": "Con", "kind": "company"}, "con-2"),
        ("claims", {"source_id": "bif-2023-05-14", "statement": "It rains."}, "bif23-it-rains"),
        (
            "claims",
            {"source_id": "bisr-interview-2023", "statement": "It rains."},
            "bisr23-it-rains",
        ),
        ("claims", {"source_id": "oria-2031-06-01", "statement": "It rains."}, "oria31-it-rains"),
        ("claims", {"source_id": "oria", "statement": "It rains."}, "oria-it-rains"),
        ("claims", {"source_id": "2016-05-oria", "statement": "It rains."}, "2016-05-it-rains"),
        ("figures", {"claim_id": "bif23-trade-2022-russia"}, "bif23-trade-2022-russia-2"),
        ("figures", {"claim_id": "oria31-crossings"}, "oria31-crossings-1"),
        ("checks", {"label": "More are raised."}, "more-are-raised"),
    ],
)
def test_minted_ids_are_like_those_there_are(table: str, cells: dict[str, str], id_: str) -> None:
    where = store.Folder(ROOT)
    resource = descriptor.read(where, store.DESCRIPTOR).resource(table)

    assert new_id.mint(resource, cells, new.records(where, resource)) == id_


def talk(package: Path, monkeypatch: pytest.MonkeyPatch, answers: str, *args: str) -> Result:
    """`bru new` with somebody at the terminal."""
    monkeypatch.setattr(command, "interactive", lambda: True)
    monkeypatch.setattr(draft, "interactive", lambda: True)
    monkeypatch.chdir(package)
    return CliRunner().invoke(cli.main, ["new", *args], input=answers, catch_exceptions=False)


def test_the_cause_of_a_source_gets_a_line_of_its_own(package: Path) -> None:
    """Some editors write no end of the last line."""
    shutil.copytree(ROOT / "releases", package / "releases")
    causes = package / "releases/causes.csv"
    there = causes.read_bytes()
    causes.write_bytes(there.removesuffix(b"\n"))

    result = add(package, *SOURCE)

    assert result.exit_code == 0, result.output
    own = b",sources,oria-2031-06-01,,source,Oria 2031: The ferry of Lake Oria.\n"
    assert causes.read_bytes() == there + own


HEADER = b"version,table,key,field,cause,note\n"
LISTS = {
    "semicolons": (HEADER.replace(b",", b";"), "1: the header must be version,"),
    "columns": (b"version,table\n", "1: the header must be version,"),
    "UTF-16": (HEADER.decode().encode("utf-16"), "1: it is not UTF-8"),
    "Latin-1": (HEADER + b"1.0.0,a,b,c,reading,Caf\xe9.\n", "2: it is not UTF-8"),
    "quote": (HEADER + b'1.0.0,a,b,c,reading,"Never closed.\n', "2: the quoting is broken: a"),
}


@pytest.mark.parametrize("name", LISTS)
def test_nothing_is_added_to_a_list_of_causes_that_cannot_be_read(package: Path, name: str) -> None:
    shutil.copytree(ROOT / "releases", package / "releases")
    data, why = LISTS[name]
    (package / "releases/causes.csv").write_bytes(data)
    before = files(package)

    result = add(package, *SOURCE)

    assert result.exit_code == 2 and f"Error: releases/causes.csv:{why}" in result.stderr
    assert files(package) == before


class Interrupted(io.BytesIO):
    """A terminal at which somebody presses Ctrl-C."""

    def read1(self, *_: object) -> bytes:
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("answers", "code", "why"),
    [(Interrupted(), 130, "interrupted"), ("", 2, "there is no answer")],
    ids=["Ctrl-C", "Ctrl-D"],
)
def test_who_leaves_a_question_is_told_that_nothing_was_written(
    package: Path, monkeypatch: pytest.MonkeyPatch, answers: Any, code: int, why: str
) -> None:
    before = files(package)

    result = talk(package, monkeypatch, answers, "actor")

    told = f"Error: {why}; nothing was written\n"
    assert (result.exit_code, result.stderr.endswith(told)) == (code, True), result.output
    assert files(package) == before


def test_questions(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [
        "Ines Brandão",
        "pirate",
        "person",
        "Portugal",
        "PT",
        "Lukashenk",
        "Lukashenko",
        "Captain.",
        "",
    ]

    result = talk(package, monkeypatch, "\n".join(answers) + "\n", "actor")

    assert result.exit_code == 0, result.output
    assert row(package, "actors", "brandao-ines") == {
        "actor_id": "brandao-ines", "name": "Ines Brandão", "kind": "person", "country": "PT",
        "part_of": "lukashenka-alyaksandr", "description": "Captain.",
    }  # fmt: skip
    assert 'Error: "pirate" is not one of the listed values' in result.output
    assert 'Error: there is no "Lukashenk" in actors; did you mean lukashenka-aly' in result.output
    assert "Actor ID [brandao-ines]:" in result.output


def test_only_what_must_be_is_asked_when_something_is_given(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(package, *SOURCE)
    answers = [
        "statistic",
        "n",
        "n",
        "belarus:subject",
        "nobody:subject",
        "",
        "western-sanctions",
        "",
        "bif12-rogozin-remit",
        "oria31-crossings",
    ]

    result = talk(package, monkeypatch, "\n".join(answers) + "\n", *CLAIM[:5], *CLAIM[-4:])

    assert result.exit_code == 0, result.output
    assert "Stated at" not in result.output
    assert 'Error: there is no "nobody" in actors' in result.output
    assert "Error: bif12-rogozin-remit is already in data/claims.csv" in result.output
    assert row(package, "claim_projects", "oria31-crossings")["project_id"] == "western-sanctions"


def test_what_is_given_is_never_asked(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = talk(package, monkeypatch, "\n", "actor", "--name", "Ines Brandão", *ACTOR)

    assert result.exit_code == 0, result.output
    assert result.output.startswith("Actor ID [brandao-ines]: \n")


def test_row_is_written_as_csv(package: Path) -> None:
    name = 'The "Mir", a ferry'

    result = add(
        package, "actor", "--name", name, "--kind", "group", "--description", "Line 1\nLine 2"
    )

    assert result.exit_code == 0, result.output
    assert row(package, "actors", "the-mir-a-ferry")["description"] == "Line 1\nLine 2"
    rows = list(
        csv.reader(io.StringIO((package / "data/actors.csv").read_text("utf-8"), newline=""))
    )
    assert {len(r) for r in rows} == {6}


def test_codes_that_wait_for_other_rows_are_rules() -> None:
    from bru.check.rulebook import load_rules

    assert {r.code for r in load_rules()} >= new.LATER
