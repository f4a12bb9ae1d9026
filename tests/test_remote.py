"""`--remote`: tables, schemas and dialects at addresses, with limits. The server is on the loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import bru
from bru.model import limits
from bru.model.report import Report
from bru.store import UnreachableError
from bru.store.base import Folder
from bru.store.remote import Online, is_public

FIELDS = {"fields": [{"name": "loaf"}, {"name": "grams", "type": "integer"}]}
PAGES: dict[str, bytes] = {
    "/loaves.csv": b"loaf,grams\nrye,1000\noat,heavy\n",
    "/right.csv": b"loaf;grams\nrye;1000\n",
    "/schema.json": json.dumps(FIELDS).encode(),
    "/dialect.json": b'{"delimiter": ";"}',
    "/large.csv": b"loaf,grams\n" + b"rye,1\n" * 1000,
}


class Handler(BaseHTTPRequestHandler):
    """Answers with a page, or leads on: /to/PATH to PATH, /round to itself, /slow never ends."""

    def do_GET(self) -> None:
        if self.path.startswith("/to/") or self.path == "/round":
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to"))
            self.end_headers()
        elif self.path == "/away":
            self.send_response(301)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
        elif self.path == "/short.csv":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"loaf,grams\n")
        elif self.path in PAGES:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(PAGES[self.path])
        else:
            self.send_response(500 if self.path == "/broken" else 404)
            self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server on the loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


def checked(folder: Path, resource: dict[str, Any], **options: Any) -> Report:
    """The report on a package of one resource."""
    descriptor = {"resources": [{"name": "loaves", "schema": FIELDS, **resource}]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return bru.validate(folder, **{"remote": True, "allow_private": True, **options})


def told(report: Report) -> str:
    """What was not checked, in one text."""
    return " ".join(entry.reason for entry in report.not_run)


@pytest.mark.parametrize("engine", ["python", "polars"])
def test_table_is_fetched(server: str, tmp_path: Path, engine: str) -> None:
    report = checked(tmp_path, {"path": f"{server}/loaves.csv"}, engine=engine)

    assert [(p.code, p.line, p.field) for p in report.problems] == [("BRU111", 3, "grams")]
    assert report.problems[0].path.endswith("/loaves.csv")
    assert report.verdict == "invalid"


def test_schema_and_dialect_are_fetched_and_redirections_followed(
    server: str, tmp_path: Path
) -> None:
    places = {"schema": f"{server}/schema.json", "dialect": f"{server}/to/to/dialect.json"}

    report = checked(tmp_path, {"path": f"{server}/to/right.csv", **places})

    assert report.verdict == "valid"
    assert report.resources[0].rows == 1


def test_bytes_and_hash_of_what_is_fetched(server: str, tmp_path: Path) -> None:
    report = checked(tmp_path, {"path": f"{server}/loaves.csv", "bytes": 1, "hash": "0" * 32})

    assert {"BRU805", "BRU806"} <= report.by_code.keys()


def test_nothing_is_fetched_unless_that_is_asked_for(server: str, tmp_path: Path) -> None:
    report = checked(tmp_path, {"path": f"{server}/loaves.csv"}, remote=False)

    assert report.verdict == "incomplete"
    assert "--remote fetches it" in told(report)


def test_address_inside_of_a_network_is_refused(server: str, tmp_path: Path) -> None:
    report = checked(tmp_path, {"path": f"{server}/loaves.csv"}, allow_private=False)

    assert report.verdict == "incomplete"
    assert "is at 127.0.0.1, inside of a network; --allow-private fetches it" in told(report)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/broken", "the server says 500"),
        ("/round", f"leads on more than {limits.REDIRECTIONS} times"),
        ("/away", "is at an address of the kind file, not http(s)"),
        ("/short.csv", "it ends too early"),
    ],
)
def test_what_cannot_be_fetched_is_incomplete(
    server: str, tmp_path: Path, path: str, why: str
) -> None:
    report = checked(tmp_path, {"path": server + path})

    assert report.verdict == "incomplete"
    assert why in told(report)


def test_page_that_is_not_there_is_an_error(server: str, tmp_path: Path) -> None:
    report = checked(tmp_path, {"path": f"{server}/gone.csv"})

    assert report.by_code == {"BRU001": 1}


def test_address_of_another_kind_is_not_opened(tmp_path: Path) -> None:
    report = checked(tmp_path, {"path": "ftp://bakery.example/loaves.csv"})

    assert report.verdict == "incomplete"
    assert "not http(s)" in told(report)


def test_size_is_limited(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REMOTE_BYTES", 1000)

    report = checked(tmp_path, {"path": f"{server}/large.csv"})

    assert report.verdict == "incomplete"
    assert "has more than 1,000 bytes, which are not fetched" in told(report)


def test_time_is_limited(server: str, tmp_path: Path) -> None:
    ticks = iter(range(0, 10_000, limits.REMOTE_SECONDS))
    store = Online(Folder(tmp_path), allow_private=True, clock=lambda: float(next(ticks)))

    with pytest.raises(UnreachableError, match=f"longer than {limits.REMOTE_SECONDS} seconds"):
        store.read(f"{server}/loaves.csv")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("10.0.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public
