"""`bru browse`: what Datasette shows of the database, and that it stops when it is told to."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

import bru
from bru.claims.queries import questions
from support import ROOT, exported
from support.commands import call

pytestmark = [pytest.mark.needs("datasette"), pytest.mark.needs("uvicorn")]


def started(folder: Path, *options: str) -> tuple[subprocess.Popen[str], str]:
    """A server, and the address it printed; what it writes to the disk is below `folder`."""
    source = str(Path(bru.__file__).parents[1])
    server = subprocess.Popen(
        [sys.executable, "-m", "bru", "browse", str(ROOT), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": source, "TMPDIR": str(folder), "BROWSER": "true"},
    )
    assert server.stdout
    return server, server.stdout.readline().partition("  ")[0]


def stopped(server: subprocess.Popen[str], how: signal.Signals) -> tuple[int, str]:
    """The exit code of a server that is told to stop, and what it said meanwhile."""
    server.send_signal(how)
    _, said = server.communicate(timeout=60)
    return server.returncode, said


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the database is served."""
    folder = tmp_path_factory.mktemp("served")
    server, address = started(folder, "--no-open")
    try:
        yield address
    finally:
        assert stopped(server, signal.SIGINT) == (0, "")
        assert [*folder.iterdir()] == []


def get(address: str, path: str) -> str:
    """What the server answers."""
    with urlopen(address + path, timeout=60) as answer:
        return answer.read().decode()


def test_labels_and_facets(address: str) -> None:
    page = json.loads(get(address, "/claims.json?_labels=on&_shape=objects&_size=max"))
    tables = exported.shipped()
    titles = {row["source_id"]: row["short_name"] for row in tables["sources"]}
    kinds = Counter(row["kind"] for row in tables["claims"])

    assert len(page["rows"]) == len(tables["claims"])
    assert {row["source_id"]["value"]: row["source_id"]["label"] for row in page["rows"]} == titles
    facets = page["facet_results"]
    assert {x["value"]: x["count"] for x in facets["kind"]["results"]} == kinds
    assert {"source_id", "asserted_by", "sector", "event_type", "hedged"} <= set(facets)


def test_search(address: str) -> None:
    page = json.loads(get(address, "/claims.json?_search=loan&_shape=objects&_size=max"))

    assert 0 < len(page["rows"]) < len(exported.shipped()["claims"])
    assert all("loan" in f"{row['statement']} {row['note']}".lower() for row in page["rows"])


def test_search_with_names(address: str) -> None:
    page = json.loads(get(address, "/claims_wide.json?_search=Lazorkina+audit&_shape=objects"))
    assert page["rows"] and {row["speaker"] for row in page["rows"]} == {"Olga Lazorkina"}
    assert {"source", "speaker", "kind", "sector_name"} <= set(page["facet_results"])


def test_it_opens_on_questions(address: str) -> None:
    page = get(address, "")
    assert page.index("Loans and their terms") < page.index("Custom SQL query")
    for question in questions().values():
        asked = json.loads(get(address, f"/ask-{question.name}.json?_shape=array"))
        assert asked, question.name
        assert escape(question.title) in get(address, f"/ask-{question.name}")


def test_parameter_of_a_question(address: str) -> None:
    usual = get(address, "/ask-sector.json?_shape=array")
    assert get(address, "/ask-sector.json?_shape=array&sector=microelectronics") == usual
    other = json.loads(get(address, "/ask-sector.json?_shape=array&sector=finance"))
    assert other and other != json.loads(usual)


def test_meaning_of_columns_and_licence(address: str) -> None:
    page = get(address, "/figures")
    described = [f["description"] for f in exported.schemas()["figures"]["fields"]]

    assert [words for words in described if escape(words) not in page] == []
    assert "Creative Commons Attribution 4.0" in page


def test_tables_and_views(address: str) -> None:
    shown = json.loads(get(address, ".json"))
    names = list(exported.shipped())

    tables = [t["name"] for t in shown["tables"] if not t["hidden"]]
    ready = ["claims_wide", "figures_wide"]
    assert sorted(tables) == sorted([*names, *ready, "_fields", "_values"])
    assert sorted(view["name"] for view in shown["views"]) == sorted(f"{n}_view" for n in names)


def test_nothing_can_be_changed(address: str) -> None:
    with pytest.raises(HTTPError) as refused:
        get(address, ".json?sql=delete+from+claims")

    assert "Statement must be a SELECT" in refused.value.read().decode()


def test_end_by_the_system(tmp_path: Path) -> None:
    server, address = started(tmp_path)

    assert address.startswith("http://127.0.0.1:")
    assert stopped(server, signal.SIGTERM) == (0, "")
    assert [*tmp_path.iterdir()] == []


def test_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        result = call("browse", "--no-open", "--port", port)

    assert result.exit_code == 2
    assert result.output.startswith(f"Error: port {port} at 127.0.0.1: Address already in use")


def test_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)

    result = call("browse")

    assert result.exit_code == 2
    assert result.output == (
        "Error: browse needs uvicorn, which is not installed: pip install 'bru-dataset[browse]'\n"
    )
