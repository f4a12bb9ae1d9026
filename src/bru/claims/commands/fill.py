"""What `bru new` works out: where a passage stands in a document, and what a document is."""

from typing import Any

import click

from bru.claims.commands.cite import document
from bru.claims.commands.source import cause, described, keep
from bru.claims.documents import cite, evidence
from bru.cli.ask import Filler, Target

SPAN = evidence.SPAN[1:]
DOCUMENT = ("document_sha256", "document_chars")


def passage(target: Target, cells: dict[str, str], options: dict[str, Any]) -> dict[str, str]:
    """The span of the passage whose words are given."""
    if not (options["documents"] and cells.get("source_id")):
        raise click.UsageError("--passage needs --documents and --source-id")
    text = document(cells["source_id"], options["documents"], target.path)
    values = cite.cite(text, options["passage"], options["nth"])
    return dict(zip(SPAN, map(str, values), strict=True))


FILLERS = (
    Filler(
        SPAN,
        frozenset({"source_id"}),
        (
            click.Option(["--passage"], help="The words of the document that say it."),
            click.Option(["--nth"], type=click.IntRange(min=1), help="Which occurrence, from 1."),
        ),
        {"passage": "Passage (its words in the document)", "documents": "Folder of documents"},
        "--passage with --documents",
        passage,
    ),
    Filler(
        DOCUMENT,
        frozenset(),
        (click.Argument(["document"], metavar="[FILE]", required=False),),
        {"document": "File of the document"},
        "FILE",
        described,
        cause,
        keep,
    ),
)
