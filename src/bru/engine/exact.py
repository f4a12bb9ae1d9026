"""What every engine decides in the same way, value by value."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from operator import eq
from typing import Any

from bru.datapackage import expression
from bru.model.package import Resource
from bru.model.question import (
    BETWEEN,
    Absent,
    Breaking,
    Columns,
    Fold,
    Hit,
    Row,
    Suspected,
    Unanswerable,
    Unmatched,
)
from bru.model.words import Doubled, Word, Words

BAD = r"\x00-\x08\x0a-\x1f\x7f"  # control characters, which no cell in good form has
SIGNS = '.,;:!?()[]{}"“”„«»…'  # that are no part of a word at its ends
CHUNK = 10_000  # values that are judged together
WHOLE = re.compile(r"[+-]?[0-9]+")


def chosen(rows: Iterable[Row], q: Columns) -> Iterator[Row]:
    """The records that a question asks for, but for its `fold`."""
    only = None if q.only is None else expression.compiled(q.only).fullmatch
    unless = None if q.unless is None else expression.compiled(q.unless).fullmatch
    for row in rows:
        if q.among is not None and row.cells[0] not in q.among:
            continue
        text = BETWEEN.join(row.cells) if only or unless else ""
        if (only is None or only(text)) and (unless is None or not unless(text)):
            yield row


def folded(fold: Fold, cells: Sequence[str]) -> str:
    """What is left of some cells, as `Fold` describes it."""
    text = unicodedata.normalize(fold.form, BETWEEN.join(cells)).lower()
    for given, new in fold.changes:
        text = re.sub(given, new, text)
    return " ".join(sorted(filter(None, text.split(" ")))) if fold.words else text


def alike(rows: Iterable[Row], q: Columns) -> list[Row]:
    """The records of which another one has the same fold, where a question asks for that."""
    found = [*rows]
    if q.fold is None:
        return found
    at = [q.fields.index(name) for name in q.fold.fields]
    folds = [folded(q.fold, [row.cells[n] for n in at]) for row in found]
    times = Counter(folds)
    return [row for row, fold in zip(found, folds, strict=True) if fold and times[fold] > 1]


def doubled(text: str) -> bool:
    """Whether a run of letters is followed by the same one, whatever is between them."""
    words = re.findall("[A-Za-z]+" if text.isascii() else r"[^\W\d_]+", text)
    return any(map(eq, words, words[1:]))


def counted(question: Words, records: Iterable[Sequence[str]]) -> list[Word] | Unanswerable:
    """In how many cells of some records each word stands."""
    sentences: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for cell in (cell for cells in records for cell in cells if cell):
        pieces = {piece.strip(SIGNS) for piece in cell.split(" ")}
        (sentences if cell.endswith(".") else others).update(pieces)
    every = {**sentences, **others}
    return words_of(question, ((piece, sentences[piece], others[piece], True) for piece in every))


def words_of(
    question: Words, pieces: Iterable[tuple[str, int, int, bool]]
) -> list[Word] | Unanswerable:
    """The words of pieces of texts, which stand in so many sentences and others."""
    found: dict[str, tuple[int, int, bool]] = {}
    read = question.read
    for piece, sentences, others, inside in pieces:
        for word in read(piece):
            if known := found.get(word):
                found[word] = known[0] + sentences, known[1] + others, known[2] or inside
            else:
                found[word] = sentences, others, inside
    if len(found) > question.most:
        return many(question)
    return [Word(word, *cells) for word, cells in found.items()]


def many(question: Words) -> Unanswerable:
    """That a question about words has no answer."""
    return Unanswerable(f"the texts have more than {question.most:,} different words")


def judged(question: Any, hits: Iterable[Hit]) -> Iterator[Hit]:
    """Those of some hits that are part of an answer, all others being none. Raises UnboundedError.

    What is missing is asked for without a value, and pairs row by row.
    """
    left = iter(hits)
    match question:
        case Absent():
            yield from left
        case Breaking():
            for hit in (hit for hit in left if breaks(*hit.value)):
                yield from (Hit(hit.value, [row]) for row in hit.rows)
        case Doubled():
            yield from (hit for hit in left if doubled(hit.value[0]))
        case Suspected():
            search = expression.compiled(question.suspicion).search
            yield from (hit for hit in left if search(hit.value[0]))
        case Unmatched(accept=accept):
            while some := {hit.value[0]: hit for hit in islice(left, CHUNK)}:
                wrong = some if accept is None else expression.rejected(accept, [*some])
                yield from (some[value] for value in wrong)


def breaks(left: str, right: str) -> bool:
    """Whether two cells are whole numbers, and the left one is not less than the right one."""
    both = WHOLE.fullmatch(left) and WHOLE.fullmatch(right)
    return both is not None and not Decimal(left) < Decimal(right)


def by_line(resource: Resource, canonical: bool) -> bool:
    """Whether an engine may read a file by itself, line by line: UTF-8 in a simple dialect."""
    dialect = resource.dialect
    marks = dialect.delimiter + dialect.quote
    if not (resource.is_simple and (marks == ',"' or not canonical)):
        return False
    is_ascii = all(c == "\t" or (c.isascii() and c.isprintable()) for c in marks)
    return is_ascii and resource.encoding.lower() in ("utf-8", "utf8")
