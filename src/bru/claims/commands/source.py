"""What `bru new` works out: where a passage stands, and what a document or its page tells."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click

from bru.claims.commands.passages import document
from bru.claims.documents import cite, evidence, readings
from bru.claims.documents.text import words
from bru.claims.prose.language import ENGLISH
from bru.cli.ask import Filler, Target
from bru.damage.quotes import unquoted
from bru.editing.find import SMALL
from bru.releases import causes, published
from bru.store import STDIN, Store, StoreError, documents, given
from bru.store.replace import create

SPAN = evidence.SPAN[1:]
DOCUMENT = ("document_sha256", "document_chars")
DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
ELSEWHERE = ("title", "publisher", "author", "published", "url")  # what a text need not have
DATE = re.compile(r"(?:19|20)\d\d-\d\d(?:-\d\d)?")
SHORT = 4  # words of a name that are enough for a short one
LONGEST = 200  # characters of a first line that is a title


class Given(NamedTuple):
    """A document as it is kept, and what its page tells of it. `is_made`: it is no file as such."""

    data: bytes
    about: Mapping[str, str]
    is_made: bool

    @property
    def text(self) -> str:
        """Its text."""
        return evidence.decode(self.data)


def described(target: Target, cells: dict[str, str], options: dict[str, Any]) -> dict[str, str]:
    """Digest and length of a document, and what else its text or page tells of it."""
    document = options["_document"] = options.get("_document") or opened(options["document"])
    if document.is_made and not options["documents"]:
        raise click.UsageError("a page or standard input is kept as text: give --documents DIR")
    text = document.text
    found = {
        "document_sha256": hashlib.sha256(document.data).hexdigest(),
        "document_chars": str(len(text)),
    }
    for field, value in found.items():
        if cells.get(field, value) != value:
            raise StoreError(f"{options['document']}: {field} is {value}, not {cells[field]}")
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    title = unquoted(first) if len(first) <= LONGEST and not first.endswith(".") else ""
    told = {"title": title, **document.about} | cells
    name = publisher(target, told.get("publisher", ""))
    told.setdefault("short_name", short(name or told["title"], told.get("published", "")))
    called = name or told["title"]
    actor = told.get("publisher", "") if name else ""  # its ID is in Latin letters
    told.setdefault("source_id", identifier(called, told.get("published", ""), actor))
    values = {n: name if n == "publisher" else told[n] for n in ELSEWHERE if told.get(n)}
    code = told.get("language") or ENGLISH
    outside = (n for n, value in values.items() if not has(text, value, code))
    told.setdefault("from_elsewhere", " ".join(outside))
    more = {n: v for n, v in told.items() if n in target.fields and v}
    return found | {n: v for n, v in more.items() if n not in cells}


def opened(file: str) -> Given:
    """A document: a text as it is, of a page its text. Raises StoreError."""
    found = Given(given(file), {}, file == STDIN)
    text = readings.decode(found.data)
    if re.search(readings.MARKUP, text) and (page := readings.plain(text)):
        from bru.claims.documents.webpage import about

        lines = [" ".join(line.split()) for line in page.text.splitlines()]
        kept = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
        found = Given(kept.encode("utf-8"), about(text), True)
    if "\0" in found.text or found.text.encode("utf-8") != found.data:
        raise StoreError(f"{file}: is not text in UTF-8: save it as such, or as a web page")
    if not words(found.text):
        raise StoreError(f"{file}: has no words")
    return found


def cause(store: Store, cells: Mapping[str, str]) -> dict[str, bytes]:
    """The line of causes by which the next release tells what comes from a source."""
    record, defects = published.read(store)
    if not (record.releases or defects):
        return {}
    note = f"{cells['short_name']}: {cells['title']}."
    line = causes.Line("", "sources", cells["source_id"], "", "source", note)
    return {causes.PATH: causes.added(store, line)}


def keep(cells: Mapping[str, str], options: dict[str, Any]) -> None:
    """Write the text of a document into the folder of documents, unless it is there.

    Raises StoreError where the name is taken, and OSError.
    """
    document, folder = options.get("_document"), options["documents"]
    if document and folder and document.data not in documents(folder).values():
        create(Path(folder) / f"{cells['source_id']}.txt", document.data)


def publisher(target: Target, actor: str) -> str:
    """The name of the publisher."""
    from bru.editing.new import records

    rows = records(target.store, target.package.resource("actors")) if actor else ()
    return next((row["name"] for row in rows if row["actor_id"] == actor), "")


def short(name: str, published: str) -> str:
    """A short name: of the publisher, with the year. No phrase is cut in the middle."""
    words = name.split()
    kept = words[:SHORT]
    if words[SHORT:] and words[SHORT].casefold() not in SMALL:
        ends = [n for n, word in enumerate(kept) if n and word.casefold() in SMALL]
        kept = kept[: ends[-1] if ends else SHORT]
    while kept[1:] and kept[-1].casefold() in SMALL:
        kept.pop()
    return " ".join([*kept, published[:4]]).strip()


def identifier(name: str, published: str, other: str = "") -> str:
    """An ID as sources have it: initials or the first word of a name, or its `other`; the day."""
    from bru.editing.new_id import slug

    words = (slug(name) or other).split("-")
    head = "".join(word[0] for word in words) if len(words) > 2 else words[0]
    day = [*DAY.findall(published), published[:4]]
    return "-".join(filter(None, (head, day[-2] if len(day) > 1 else day[0])))


def has(text: str, value: str, code: str) -> bool:
    """Whether a text of a language has a value: its words, or its day however it is written."""
    from bru.claims.prose.dates import dates

    if DATE.fullmatch(value):
        return any(date.edtf == value for date in dates(text, code))
    return " ".join(value.casefold().split()) in " ".join(text.casefold().split())


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
