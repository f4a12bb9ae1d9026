"""Tab completion: codes of rules, IDs and tables; the command that sets it up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from bru.cli.common import Choice, Failure, one_line, say
from bru.store.replace import save

MOST = 200  # of what is offered at once
MARK = "_BRU_COMPLETE"
FILES = {  # of each shell: what it reads when it starts
    "bash": "~/.bashrc",
    "zsh": "~/.zshrc",
    "fish": "~/.config/fish/completions/bru.fish",
}


def rule_names(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Packs and codes of rules, with their titles."""
    from bru.check.packs import PACKS
    from bru.check.rulebook import load_rules

    done, _, last = begun.rpartition(",")
    before = done and done + ","
    packs = [(name, pack.title) for name, pack in PACKS.items() if name.startswith(last.lower())]
    rules = [(r.code, r.title) for r in load_rules() if r.code.startswith(last.upper())]
    return [CompletionItem(before + name, help=title) for name, title in (*packs, *rules)]


def ids(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """IDs of the nearest package, each with its name or its table."""
    found = sorted(known(context.params.get("path"), begun))
    return [CompletionItem(key, help=what) for key, what in found[:MOST]]


def known(path: str | None, begun: str) -> Iterator[tuple[str, str]]:
    """The keys of one field that begin so, with a name where the row has one."""
    from bru.datapackage import descriptor
    from bru.editing.new import records
    from bru.store import StoreError, open_store

    try:
        store, name = open_store(path)
        package = descriptor.read(store, name)
        for resource in package.resources:
            if len(resource.schema.primary_key) == 1:
                key = resource.schema.primary_key[0]
                for row in records(store, resource):
                    if row[key].startswith(begun):
                        yield row[key], row.get("name") or row.get("title") or resource.name
    except (StoreError, OSError, ValueError, KeyError):
        return  # there is nothing to complete, and nobody to tell


@click.command()
@click.argument("shell", required=False, type=Choice(list(FILES)))
@click.option("--install", is_flag=True, help="Add it to the start-up file of the shell.")
def completion(shell: str | None, install: bool) -> None:
    """Set up completion by the Tab key.

    It completes commands, options, rule codes, tables and IDs. The shell is that of the
    environment unless given. Without --install, print what the shell has to run.

    \b
    Example: bru completion --install
    """
    shell = shell or Path(os.environ.get("SHELL", "")).name
    if shell not in FILES:
        raise Failure(f"which shell? bru completion {{{'|'.join(FILES)}}}")
    line = (
        f"{MARK}=fish_source bru | source"
        if shell == "fish"
        else f'eval "$({MARK}={shell}_source bru)"'
    )
    if not install:
        click.echo(line)
        return
    file = Path(FILES[shell]).expanduser()
    with one_line():
        before = file.read_bytes() if file.exists() else b""
        file.parent.mkdir(parents=True, exist_ok=True)
        own, end = line.encode(), b"" if before.endswith(b"\n") or not before else b"\n"
        save(file, before if own in before.split(b"\n") else before + end + own + b"\n")
    say(f"{file}: completion is set up; open a new shell")
