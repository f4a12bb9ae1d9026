"""Charts as SVG: the pieces that pages put between their texts, and whole pictures.

Bars and axes are as wide as their place and their texts keep their size, so they can be read on a
phone: no viewBox, x in percent.
"""

from collections.abc import Sequence
from html import escape

from bru.claims.plot.chart import EDGES, Chart, Mark, Matrix, Row, short

HIGH, MIDDLE, THICK = 20, 10, 8  # of a row's bar, in pixels
WIDTH, SIDE, LINE = 760, 20, 20  # of a picture, its margin, a line of text
LETTERS = 108  # that fit into a line
CELL, NAMES = 34, 210  # of a matrix: a cell, the names beside and above
STYLE = """text{font:13px system-ui,"DejaVu Sans",sans-serif;fill:#1c2430}.head{font-size:15px;
font-weight:700}.strong{font-weight:700}.faint,.tick{fill:#5b6673}.tick{font-size:11px}
.grid{stroke:#d9dee4}.main{fill:#2f6db3}.clash{fill:#b3470f}.vague{fill:#2f6db3;fill-opacity:.45}
.gap{fill:#b3470f;fill-opacity:.14}.hollow{fill:#fff;stroke-width:2}.main.hollow,.vague.hollow{
stroke:#2f6db3}.clash.hollow{stroke:#b3470f}.once{fill:#4c8dd6}.twice{fill:#1f5fa8}.left{
fill:#b9bec4}.none{fill:#d1352b}.s0{fill:#f4f5f7}.s1{fill:#dbe7f4}.s2{fill:#a9c7e6}
.s3{fill:#3671ad}
.s4{fill:#1f5fa8}text.s3,text.s4{fill:#fff}text.s0,text.s1,text.s2{fill:#1c2430}"""


def element(name: str, *inside: str, **attributes: object) -> str:
    """An element; attributes are escaped, what is inside is not. `class_` is `class`."""
    given = (
        (key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value != ""
    )
    words = "".join(f' {key}="{escape(str(value))}"' for key, value in given)
    return f"<{name}{words}>{''.join(inside)}</{name}>" if inside else f"<{name}{words}/>"


def text(words: str, **attributes: object) -> str:
    """A text."""
    return element("text", escape(words), **attributes)


def linked(address: str, tooltip: str, drawing: str) -> str:
    """A drawing with a tooltip, inside of a link where there is an address."""
    named = element("title", escape(tooltip)) + drawing if tooltip else drawing
    return element("a", named, href=address) if address else element("g", named)


def bar(row: Row, ticks: Sequence[tuple[float, str]]) -> str:
    """The marks of a row, on the lines of the axis."""
    lines = "".join(
        element("line", x1=f"{at:.2f}%", x2=f"{at:.2f}%", y1=0, y2=HIGH, class_="grid")
        for at, _ in ticks
    )
    return lines + "".join(map(mark, row.marks))


def mark(one: Mark) -> str:
    """A bar with its ends: a dot, a ring if it is excluded, an arrow if there is none."""
    thick = HIGH if one.style == "gap" else THICK
    width = max(one.right - one.left, 0.25)
    drawn = element(
        "rect",
        x=f"{one.left:.2f}%",
        y=MIDDLE - thick / 2,
        width=f"{width:.2f}%",
        height=thick,
        class_=one.style,
    )
    for end, at, sign in ((one.start, one.left, -1), (one.end, one.right, 1)):
        if end == "open":
            arrow = element("path", d=f"M{-7 * sign} -8L{5 * sign} 0L{-7 * sign} 8Z")
            place = {"x": f"{at:.2f}%", "y": MIDDLE, "overflow": "visible"}
            drawn += element("svg", arrow, **place, class_=one.style)
        elif end:
            hollow = " hollow" if end == "hollow" else ""
            drawn += element(
                "circle", cx=f"{at:.2f}%", cy=MIDDLE, r=5, class_=f"{one.style}{hollow}"
            )
    return drawn


def axis(chart: Chart) -> str:
    """The numbers along the axis."""
    return "".join(
        text(words, x=f"{at:.2f}%", y=13, text_anchor=anchor(at), class_="tick")
        for at, words in chart.ticks
    )


def anchor(at: float) -> str:
    """How a text stands at a place, so that it does not reach over the edge."""
    return "start" if at < EDGES[0] else "end" if at > EDGES[1] else "middle"


def alone(title: str, picture: Sequence[Chart] | Matrix) -> str:
    """A picture that stands alone, as a document."""
    pieces, width, high = list[str](), WIDTH, 0
    if isinstance(picture, Matrix) and picture.rows:
        pieces, width, high = matrix(picture)
    elif not isinstance(picture, Matrix):
        for chart in picture:
            high = drawn(chart, high, pieces) if any(rows for _, rows in chart.groups) else high
    if not pieces:
        pieces, high = [text("There is nothing to show.", y=16)], 24
    inside = WIDTH - 2 * SIDE if width == WIDTH else width
    body = element("svg", *pieces, x=SIDE, y=SIDE, width=inside, height=high, overflow="visible")
    size = {"width": inside + 2 * SIDE, "height": high + 2 * SIDE}
    paper = element("rect", **size, fill="#fff")
    box = f"0 0 {size['width']} {size['height']}"
    head = element("title", escape(title)) + element("style", STYLE) + paper
    return element("svg", head, body, xmlns="http://www.w3.org/2000/svg", viewBox=box, **size)


def drawn(chart: Chart, top: int, pieces: list[str]) -> int:
    """Add a chart below `top`; where it ends."""

    def below(piece: str, high: int) -> None:
        nonlocal top
        pieces.append(element("svg", piece, y=top, width="100%", height=high, overflow="visible"))
        top += high

    below(text(short(chart.title, 84), y=16, class_="head"), LINE + 4)
    if chart.note:
        below(text(short(chart.note, LETTERS), y=14, class_="faint"), LINE)
    for heading, rows in chart.groups:
        if heading:
            below(text(heading, y=26, class_="strong"), LINE + 12)
        for row in rows:
            detail = short(row.detail, max(12, LETTERS - len(row.label)))
            words = element("tspan", escape(row.label), class_="strong") if row.label else ""
            words += element("tspan", escape(("  " if words else "") + detail))
            line = element("text", words, y=15) + element("svg", bar(row, chart.ticks), y=LINE)
            below(linked(row.address, row.tooltip, line), LINE + HIGH + 4)
    unit = text(chart.unit, x="100%", y=28, text_anchor="end", class_="tick")
    below(axis(chart) + unit, 36 if chart.unit else LINE)
    return top + 14


def matrix(picture: Matrix) -> tuple[list[str], int, int]:
    """The pieces of a matrix, its width and its height."""
    above = 26 + 7 * max((len(short(name, 26)) for name, _ in picture.columns), default=0)
    width = NAMES + CELL * len(picture.columns)
    pieces = [text(picture.title, y=16, class_="head")]
    for column, (name, address) in enumerate(picture.columns):
        x = NAMES + CELL * column + CELL / 2 + 4
        turned = text(short(name, 26), transform=f"translate({x} {above}) rotate(-90)")
        pieces.append(linked(address, "", turned))
    for row, (name, address) in enumerate(picture.rows):
        y = above + 8 + CELL * row
        side = {"x": NAMES - 8, "y": y + CELL / 2 + 4, "text_anchor": "end"}
        pieces.append(linked(address, "", text(short(name, 30), **side)))
        for column in range(len(picture.columns)):
            cell, x = picture.cells.get((row, column)), NAMES + CELL * column
            size = {"x": x, "y": y, "width": CELL - 2, "height": CELL - 2}
            box = element("rect", **size, class_=f"s{cell.shade if cell else 0}")
            if cell:
                at = {"x": x + CELL / 2 - 1, "y": y + CELL / 2 + 4, "text_anchor": "middle"}
                box += text(str(cell.number), **at, class_=f"s{cell.shade}")
            pieces.append(linked(cell.address if cell else "", cell.tooltip if cell else "", box))
    high = above + 8 + CELL * len(picture.rows)
    if picture.note:
        pieces.append(text(picture.note, y=high + 18, class_="faint"))
    return pieces, max(width, 8 * len(picture.title)), high + 24
