"""What all groups of commands have: whole summaries, suggestions, options of every command."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import click

from bru.cli.common import QUIET, Choice


def be_quiet(context: click.Context, option: click.Parameter, value: bool) -> None:
    """Let `say` say nothing."""
    if value:
        context.meta[QUIET] = True


def set_color(context: click.Context, option: click.Parameter, value: str | None) -> None:
    """Colours, or none, whatever the terminal and the environment say."""
    if value and value != "auto":
        context.color = value == "always"


def refuse_empty(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Refuse a value of no characters: in a script, a variable that is not set."""
    if "" in (value if isinstance(value, tuple) else [value]):
        name = parameter.opts[-1]
        if isinstance(parameter, click.Argument):
            name = (parameter.metavar or name.upper()).strip("[].")
        raise click.UsageError(f"{name} is empty: is a variable in its place not set?", context)
    return value


PLACES = ("FILE", "DIR", "PATH", "OLD")  # metavars of options that name files or folders
COMMON: tuple[click.Option, ...] = (
    click.Option(
        ["-q", "--quiet"],
        is_flag=True,
        expose_value=False,
        callback=be_quiet,
        help="Print problems and answers, nothing else.",
    ),
    click.Option(
        ["--color"],
        type=Choice(["auto", "always", "never"]),
        expose_value=False,
        callback=set_color,
        help="Colours in the output; auto: on a terminal.",
    ),
)


class Group(click.Group):
    """A group whose commands have the options of every command, and summaries that are whole."""

    def equipped(self, command: click.Command | None) -> click.Command | None:
        """The command with the options that every command has."""
        for one in command.params if command else ():
            is_name = isinstance(one, click.Argument) or one.metavar in PLACES
            one.callback = one.callback or (refuse_empty if is_name else None)
        if command and COMMON[0] not in command.params:
            command.params.extend(COMMON)
        return command

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of that name, or None."""
        return self.equipped(super().get_command(context, name))

    def resolve_command(self, context: click.Context, args: list[str]) -> Any:
        """The command that is meant; for an unknown one the nearest is suggested."""
        name = args[0]
        if name.startswith("-") or context.resilient_parsing or self.get_command(context, name):
            return super().resolve_command(context, args)
        from bru.datapackage.suggest import did_you_mean

        near = did_you_mean(name, self.list_commands(context))
        near = near or f"; see `{context.command_path} --help`"
        raise click.UsageError(f'there is no command "{name}"{near}', context)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their whole summaries."""
        self.write_section("Commands", self.list_commands(context), context, formatter)

    def write_section(
        self, title: str, names: Any, context: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the commands of these names under a heading."""
        commands = filter(None, (self.get_command(context, name) for name in names))
        with formatter.section(title):
            formatter.write_dl([(str(c.name), summary(c)) for c in commands])


class Adding(click.Command):
    """A command that adds a row: a flag for a boolean takes no value, and says so."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The rest of the arguments, where there may be one. Raises UsageError."""
        pairs = (p for p in self.params if p.secondary_opts)
        if not any(isinstance(p, click.Argument) for p in self.params):
            both = {flag: p for p in pairs for flag in (*p.opts, *p.secondary_opts)}
            for flag, value in pairwise(args):
                if flag in both and not value.startswith("-"):
                    way = " or ".join((*both[flag].opts, *both[flag].secondary_opts))
                    raise click.UsageError(f"{flag} takes no value: write {way}", ctx)
        return super().parse_args(ctx, args)


def summary(command: click.Command) -> str:
    """The first sentence of a command's help."""
    text = command.short_help or (command.help or "").split("\n\n")[0]
    return " ".join(text.split())
