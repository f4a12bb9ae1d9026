"""The command `bru new`: a command for each table, or many rows of a sheet."""

from __future__ import annotations

import click

from bru.cli.common import copies, one_line, package_at, refuse_defects
from bru.cli.edit import PACKAGE
from bru.cli.group import Group
from bru.model.package import Package
from bru.store import Store


class Tables(Group):
    """A command for each table of the package, made from its schema."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """What one row of each table is called."""
        from bru.editing.new import singular

        return [singular(r.name) for r in opened(ctx)[2].resources]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command that adds a row to a table, by the table's name or that of one row."""
        from bru.cli.ask import Target
        from bru.cli.row import command
        from bru.editing.new import singular

        store, name, package = opened(ctx)
        for resource in package.resources:
            if cmd_name in (resource.name, singular(resource.name)):
                path = ctx.params.get("path")
                return self.equipped(command(Target(store, name, package, resource, path)))
        return None


@click.group(
    cls=Tables,
    invoke_without_command=True,
    options_metavar="(TABLE | --from FILE)",
    subcommand_metavar="[OPTIONS]",
    short_help="Add rows to tables.",
)
@PACKAGE
@click.option("--from", "sheet", metavar="FILE", help="Add all rows of a sheet (CSV or JSON).")
@copies()
@click.option("--dry-run", is_flag=True, help="Write nothing; show the IDs and problems.")
@click.pass_context
def new(
    context: click.Context, path: str | None, sheet: str | None, folder: str | None, dry_run: bool
) -> None:
    """Add a row: a claim, an actor, a project, a figure, and so on; or many, with --from.

    Every field of a table is an option (`bru new claim --help`); on a terminal, bru asks for what
    is missing. The ID is made from the name or the statement unless given. For a claim, --passage
    with --documents fills in the span; --actor and --project, which can be repeated, add its ties.
    The row is written unless it would introduce an error other than one that the next rows mend,
    such as an actor without a claim.

    The sheet of --from is the one of `bru todo SOURCE --format csv`, filled in. Its rows are
    written together or not at all; problems are shown at the lines of the sheet.

    \b
    Example: bru new actor --name "Ines Brandão" --kind person --description "Captain."
    Example: bru new --from sheet.csv --documents ~/documents --dry-run
    """
    if context.invoked_subcommand is None and sheet:
        from bru.cli.batch import add_all

        add_all(context, opened(context)[:2], sheet, folder, dry_run)
    elif context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)
    elif sheet or folder or dry_run:
        raise click.UsageError("give a table its options behind its name; --from takes no table")


def opened(ctx: click.Context) -> tuple[Store, str, Package]:
    """The package, read once."""
    from bru.datapackage import descriptor

    if ctx.obj is None:
        with one_line():
            store, name = package_at(ctx.params.get("path"))  # ours: help works everywhere
            ctx.obj = store, name, descriptor.read(store, name)
            refuse_defects(ctx.obj[2])
    found: tuple[Store, str, Package] = ctx.obj
    return found
