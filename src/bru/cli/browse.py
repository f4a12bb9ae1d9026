"""The command that browses: Datasette on the database that `bru export sqlite` writes."""

from __future__ import annotations

import signal
import socket
import warnings
import webbrowser
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bru.cli.common import PATH, Failure, one_line
from bru.cli.publish import make, needing, refuse_errors
from bru.store.output import publish

HOST = "127.0.0.1"  # nobody else can see it


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
    with one_line(), TemporaryDirectory() as folder:
        refuse_errors(path)
        where, files = make("sqlite", path, Path(folder))
        database, metadata = publish(where, "export", files.items())
        with needing("browse"):
            serve(database, metadata, port, not no_open)


def serve(database: Path, metadata: Path, port: int, show: bool) -> None:
    """Serve a database until the process is told to end. Raises Failure if the port is taken."""
    import json

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
