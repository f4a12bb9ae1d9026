"""Answers to saved questions as text, CSV and JSON."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

from bru.claims.queries import Answer, Question, identified
from bru.datapackage.table import write
from bru.model.grammar import plural
from bru.render import to_json
from bru.render.printable import printable, printed

UNNAMED = {"value", "amount", "role"}  # beside which there is no room for an ID
WIDTH, LEAST, GAP = 120, 14, "  "  # characters of a line, of a column that is wrapped, between


def listing(found: Iterable[Question]) -> str:
    """The questions that there are, a line each."""
    rows = [(q.name, q.title, " ".join(f"{n}={v}" for n, v in q.parameters.items())) for q in found]
    return printed(grid(("question", "what it answers", "parameters"), rows))


def as_text(answer: Answer) -> str:
    """A table whose long cells are wrapped, and how many rows there are."""
    rows = [[_shown(cell) for cell in row] for row in answer.rows]
    columns = [*answer.columns]
    for at in sorted(identified(columns), reverse=True):  # behind what it is the ID of
        for row in rows:
            own = row.pop(at)
            row[at - 1] += f" [{own}]" if own and columns[at - 1] not in UNNAMED else ""
        del columns[at]
    lines = [answer.question.title, "", *grid(columns, rows), ""]
    return printed([*lines, plural(len(rows), "row")])


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell)


def grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns side by side: as wide as their cells, else as there is room for."""
    columns = list(zip(head, *rows, strict=True))
    widths = _fitted(columns)
    for number, row in enumerate([head, *rows]):
        pairs = zip(map(printable, row), widths, strict=True)
        cells = [textwrap.wrap(c, w, break_on_hyphens=False) or [""] for c, w in pairs]
        for parts in zip_longest(*cells, fillvalue=""):
            line = GAP.join(p.ljust(w) for p, w in zip(parts, widths, strict=True))
            yield line.rstrip()
        if not number:
            yield GAP.join("-" * w for w in widths)


def _fitted(columns: Sequence[Sequence[str]]) -> list[int]:
    """Widths that fit into a line: the widest columns give way. A word makes a line longer."""
    widths = [max(map(len, column)) for column in columns]
    room = WIDTH - len(GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > LEAST:
        widths[widths.index(max(widths))] -= 1
    words = (max((len(w) for cell in c for w in cell.split()), default=0) for c in columns)
    return [*map(max, widths, words)]


def as_csv(answer: Answer) -> str:
    """A table with a header."""
    rows = ([_shown(c) for c in row] for row in answer.rows)
    return printable(write([[*answer.columns], *rows]), keep="\n")


def as_json(answer: Answer) -> str:
    """One object: the question, its SQL, and the rows by column."""
    question = answer.question
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    about = {"question": question.name, "title": question.title, "about": question.about}
    return to_json({**about, "sql": question.sql, "rows": rows})


FORMATS: dict[str, Callable[[Answer], str]] = {"text": as_text, "csv": as_csv, "json": as_json}
