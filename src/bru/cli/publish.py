"""Commands that give the tables out: export, and browse on what `bru export sqlite` writes."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

import bru
from bru.cli.common import PATH, Choice, Failure, looked_at, one_line, say
from bru.cli.edit import PACKAGE
from bru.export import FORMATS, Files
from bru.model.problem import ERROR
from bru.store import nearest
from bru.store.machine import scratch
from bru.store.output import publish

HOST = "127.0.0.1"  # nobody else can see it


class Refusal(Failure):
    """The data are not fit for what was asked: one line, exit code 1."""

    exit_code = 1


def listing(function: Callable[..., None]) -> Callable[..., None]:
    """Put the formats into the help."""
    width = max(map(len, FORMATS))
    lines = [f"{name:{width}}  {form.about}" for name, form in FORMATS.items()]
    function.__doc__ = (function.__doc__ or "").replace("FORMATS", "\n    ".join(lines))
    return function


@click.command()
@click.argument("form", metavar="FORMAT", type=Choice(list(FORMATS)))
@click.option(
    "--out",
    metavar="PATH",
    default="export",
    show_default=True,
    help="Folder to write to, or the name of the main file (bru.db).",
)
@PACKAGE
@listing
def export(form: str, out: str, path: str | None) -> None:
    """Export the tables to another format.

    \b
    FORMATS

    The same version gives the same bytes. A package with errors is not exported: exit code 1.

    \b
    Example: bru export sqlite --out bru.db
    """
    with one_line():
        refuse_errors(path)
        folder, files = make(form, path, Path(out))
        written = publish(folder, "export", files.items())
    for file, size in written.items():
        say(f"{file}  {size:,} bytes")


def refuse_errors(path: str | None) -> None:
    """Stop with exit code 1 where the package has errors; say which tables cannot be exported."""
    is_ours = path is None and nearest(Path.cwd()) is None
    report = bru.validate(path, limit=1, installed=is_ours)
    if report.errors:
        first = next(p for p in report.problems if p.level == ERROR)
        place = f"{first.path}:{first.line}" if first.line else first.path
        raise Refusal(
            f"nothing exported: bru validate finds errors ({report.errors:,}), the first "
            f"in {place}: {first.message}"
        )
    for note in report.not_run:
        if not note.code:
            say(note.reason, err=True)
    if not any(resource.read for resource in report.resources):
        raise Failure("nothing exported: no table can be read")


def make(form: str, path: str | None, out: Path) -> tuple[Path, Files]:
    """The folder and the files of an export. Raises Failure where a library is not installed."""
    from bru.export.content import open_content

    format = FORMATS[form]
    is_file = bool(format.suffix) and out.name.endswith(format.suffix) and not out.is_dir()
    call = out.name.removesuffix(format.suffix) if is_file else ""
    content = open_content(*looked_at(path), call)
    with needing(form):
        files = format.files(content)
    return out.parent if is_file else out, files


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Say how to install what is not there: what an extra of bru brings."""
    try:
        yield
    except ModuleNotFoundError as error:
        install = f"pip install 'bru-dataset[{extra}]'"
        raise Failure(f"{extra} needs {error.name}, which is not installed: {install}") from error


@click.command()
@PATH
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port to serve at (0: any that is free).",
)
@click.option("--no-open", is_flag=True, help="Only print the address; open no browser.")
def browse(path: str | None, port: int, no_open: bool) -> None:
    """Browse the tables with search, facets and SQL.

    Serves a copy with Datasette, to this machine only, until Ctrl-C; the package does not change.

    \b
    Example: bru browse
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the copy is removed
    with one_line(), scratch() as folder:
        refuse_errors(path)
        where, files = make("sqlite", path, folder)
        database, metadata = publish(where, "export", files.items())
        with needing("browse"):
            serve(database, metadata, port, not no_open)


def serve(database: Path, metadata: Path, port: int, show: bool) -> None:
    """Serve a database until the process is told to end. Raises Failure if the port is taken."""
    import json
    import socket
    import warnings
    import webbrowser

    import uvicorn
    from datasette.app import Datasette

    told = json.loads(metadata.read_bytes())
    app = Datasette(immutables=[str(database)], metadata=told).app()
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    try:
        listening = socket.create_server((HOST, port))
    except OSError as error:
        raise Failure(f"port {port} at {HOST}: {error.strerror}; give another --port") from error
    warnings.filterwarnings("ignore", "coroutine .* was never awaited")  # ended while it starts
    with listening, suppress(KeyboardInterrupt):
        address = f"http://{HOST}:{listening.getsockname()[1]}/{database.stem}"
        click.echo(f"{address}  (Ctrl-C ends)")
        if show:
            webbrowser.open(address)
        server.run(sockets=[listening])  # when it has ended, it passes Ctrl-C on
