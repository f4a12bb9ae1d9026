"""How a table is written: as delimited text, packed, as JSON, as a workbook, in the descriptor."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import Any, NamedTuple

from tools.standard.sorts import NATIVE
from tools.standard.tables import BEYOND, DELIMITED, Table


class Written(NamedTuple):
    """The resource of a table, its files, where each of its rows stands, and where its header."""

    resource: dict[str, Any]
    files: dict[str, bytes]
    places: list[tuple[str, int]]
    header: tuple[str, int] | None = None


def write(table: Table) -> Written:
    """A table in its home."""
    resource: dict[str, Any] = {"name": table.name, "schema": table.schema, **table.more}
    resource |= {"dialect": dict(table.dialect)} if table.dialect else {}
    if table.home in DELIMITED:
        return delimited(table, resource)
    names = headed(table)
    rows = [[native(table, r, c) for c in table.columns] for r in range(len(table.rows))]
    if table.home == "xlsx":
        return workbook(table, resource)
    if table.home == "inline":
        return Written({**resource, "data": [names, *rows]}, {}, [])
    objects = [dict(zip(names, row, strict=True)) for row in rows]
    if table.home == "inline objects":
        return Written({**resource, "data": objects}, {}, [])
    lines = [json.dumps(one, ensure_ascii=False) for one in objects]
    if table.home == "json":
        lines = [json.dumps(names), *map(json.dumps, rows)]
    path, first = f"{table.name}.json", 2 + (table.home == "json")
    text = "[\n" + ",\n".join(lines) + "\n]\n"
    if table.home == "ndjson":
        path, first, text = f"{table.name}.ndjson", 1, "\n".join(lines) + "\n"
    elif table.home == "keyed":
        resource["dialect"] = {"property": "rows", "itemKeys": names, "itemType": "object"}
        text = '{"about": [1, {"rows": []}], "rows":\n' + text + "}"
        first += 1
    places = [(path, first + n) for n in range(len(rows))]
    head = (path, 2) if table.home == "json" else None
    return Written({**resource, "path": path}, {path: text.encode()}, places, head)


def headed(table: Table) -> list[str]:
    """The names of the columns."""
    return ["beyond" if at == BEYOND else table.fields[at]["name"] for at in table.columns]


def native(table: Table, row: int, column: int) -> Any:
    """A cell as JSON has it: every other one as a text, where that can be."""
    if column == BEYOND:
        return "more"
    if (row, column) in table.natives:
        return table.natives[row, column]
    cell, field = table.rows[row][column], table.fields[column]
    plain = not {"groupChar", "bareNumber", "decimalChar", "trueValues", "missingValues"} & {*field}
    if cell is None or field["type"] not in NATIVE or not plain or row % 2:
        return cell
    try:
        text = cell.lower() if field["type"] == "boolean" else cell
        value = json.loads(text, parse_constant=int)  # which refuses Infinity
    except ValueError:
        return cell
    sound = isinstance(value, bool) == (field["type"] == "boolean")
    return value if sound else cell


def workbook(table: Table, resource: dict[str, Any]) -> Written:
    """A table on the second sheet of a workbook, all cells as texts."""
    import xlsxwriter

    stream, path = io.BytesIO(), f"{table.name}.xlsx"
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_urls": False}) as book:
        book.add_worksheet("about").write_string(0, 0, "nothing")
        sheet = book.add_worksheet("rows")
        for number, cells in enumerate([headed(table), *(texts(table, r) for r in table.rows)]):
            for at, cell in enumerate(cells):
                if cell is not None:
                    sheet.write_string(number, at, cell)
    resource["dialect"] = {"sheetNumber": 2} if len(table.rows) % 2 else {"sheetName": "rows"}
    places = [(path, 2 + n) for n in range(len(table.rows))]
    return Written({**resource, "path": path}, {path: stream.getvalue()}, places, (path, 1))


def texts(table: Table, row: list[str | None]) -> list[str | None]:
    """The cells of a row in the order of the file."""
    return ["more" if at == BEYOND else row[at] for at in table.columns]


def delimited(table: Table, resource: dict[str, Any]) -> Written:
    """A table as delimited text, in one file or two, packed or not."""
    given = table.dialect
    mark, quote = (
        given.get("delimiter", "," if table.home != "tsv" else "\t"),
        given.get("quoteChar", '"'),
    )
    end = given.get("lineTerminator", "\n")

    def cell(text: str | None) -> str:
        if text is None:
            return given.get("nullSequence", "")
        if not any(c in text for c in (mark, quote, end, "\n", "#", "\\", '"')):
            return text
        if given.get("doubleQuote") is False:
            text = text.replace("\\", "\\\\").replace(quote, "\\" + quote)
        else:
            text = text.replace(quote, quote * 2)
        return quote + text + quote

    def line(cells: list[str | None]) -> str:
        return (mark + " " * bool(given.get("skipInitialSpace"))).join(map(cell, cells))

    names: list[str | None] = [*headed(table)]
    top: list[str] = []
    if given.get("headerRows") == [1, 2]:
        top = [line([n[:1] for n in names if n]), line([n[1:] for n in names if n])]
    elif given.get("headerRows") == [2]:
        top = ["a title", line(names)]
    elif given.get("header", True):
        top = [*(["# a comment, it's one"] if given.get("commentChar") else []), line(names)]
    more: list[str | None] = ["more"]
    body = [line(texts(table, r) + more * (n == table.longer)) for n, r in enumerate(table.rows)]
    numbers = [len(top) + n + 1 for n in range(len(body))]
    if given.get("commentRows") and len(top) < 4 <= len(top) + len(body):
        body.insert(3 - len(top), line(["no"] * len(names)))
        numbers = [n + (n >= 4) for n in numbers]
    elif given.get("commentRows"):
        del resource["dialect"]["commentRows"]
    cut = len(body) // 2 if table.home == "parts" else len(body)
    files, places = {f"{table.name}.csv": top + body[:cut]}, list[tuple[str, int]]()
    if cut < len(body):
        files[f"{table.name}-2.csv"] = [*top[-1:] * (len(top) == 1), *body[cut:]]
    for number in numbers:
        is_first = number <= len(top) + cut
        own = number if is_first else number - len(top) - cut + (len(top) == 1)
        places.append((f"{table.name}{'' if is_first else '-2'}.csv", own))
    encoding = resource.get("encoding", "utf-8")
    data = {path: (end.join(lines) + end).encode(encoding) for path, lines in files.items()}
    head = given.get("headerRows", [len(top)])[0] if top else 0
    if table.home == "text":
        resource["data"] = next(iter(data.values())).decode()
        return Written({**resource, "format": "csv"}, {}, [])
    resource["path"] = [*data] if len(data) > 1 else next(iter(data))
    new = {"gz": ".csv.gz", "zip": ".csv.zip", "tsv": ".tsv"}.get(table.home)
    if new:
        path, text = next(iter(data.items()))
        packed = {"gz": gzip.compress, "zip": lambda t: zipped(path, t)}.get(table.home, bytes)
        resource["path"] = path = path.removesuffix(".csv") + new
        data = {path: packed(text)}
        places = [(path, n) for _, n in places]
    return Written(resource, data, places, (next(iter(data)), head) if top else None)


def zipped(name: str, data: bytes) -> bytes:
    """A zip file with one member."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()
