"""A strip a document: which stretches are claimed, excluded or left, in no words of the document.

Only the places of spans go in, which the tables publish, and of letters that no span covers; so the
strip can be published though the document cannot.
"""

from collections.abc import Iterator
from html import escape

from bru.claims.documents.account import Account, Document
from bru.claims.documents.coverage import Segment, segments
from bru.render.html import POLICY

WIDTH, HEIGHT, LEFT = 1000, 34, 20
COLOURS = {  # with a light and a dark background alike
    "1": "#4c8dd6",
    "2+": "#1f5fa8",
    "navigation": "#b9bec4",
    "boilerplate": "#8f969e",
    "unrelated": "#c9a86a",
    "rhetoric": "#a98bc9",
    "repetition": "#7fb59a",
    "other": "#6d757d",
    "0": "#d1352b",
}
NAMES = {"1": "claimed once", "2+": "claimed more than once", "0": "neither"}


def colour(part: Segment, text: str) -> str:
    """What a stretch is, as a key of COLOURS; "" for white space and marks that nobody claims."""
    if part.claims:
        return "2+" if len(part.claims) > 1 else "1"
    if part.reasons:
        return part.reasons[0] if part.reasons[0] in COLOURS else "other"
    return "0" if any(c.isalnum() for c in text[part.start : part.end]) else ""


def parts(document: Document) -> Iterator[tuple[str, float, float]]:
    """What, where and how wide the parts of a strip are, in units of the drawing."""
    if document.copy is None or not document.copy.text:
        return
    text, scale = document.copy.text, WIDTH / len(document.copy.text)
    for part in segments(len(text), document.spans):
        if what := colour(part, text):
            yield what, part.start * scale, max(0.4, (part.end - part.start) * scale)


def svg(account: Account) -> str:
    """All strips and what the colours mean, as one drawing."""
    drawn = [d for d in account.documents if d.copy]
    height = 70 + len(drawn) * (HEIGHT + 38)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH + 2 * LEFT} {height}" '
        'font-family="system-ui, sans-serif" font-size="15" role="img">',
        "<title>What claims cover of each document, drawn by bru</title>",
        f'<rect width="100%" height="{height}" fill="#fff"/>',
    ]
    for number, document in enumerate(drawn):
        lines += _strip(document, 20 + number * (HEIGHT + 38))
    used = {what for d in drawn for what, *_ in parts(d)}
    lines += _legend([key for key in COLOURS if key in used], height - 28)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _strip(document: Document, top: int) -> Iterator[str]:
    yield f'<text x="{LEFT}" y="{top + 12}" fill="#222">{escape(document.source_id)}</text>'
    if document.coverage:
        c = document.coverage
        shares = f"claimed {c.share(c.claimed):.1%}, excluded "
        shares += f"{c.share(sum(c.excluded.values())):.1%}, neither {c.share(c.unaccounted):.1%}"
        yield (
            f'<text x="{LEFT + WIDTH}" y="{top + 12}" text-anchor="end" fill="#555">{shares}</text>'
        )
    top += 20
    yield f'<rect x="{LEFT}" y="{top}" width="{WIDTH}" height="{HEIGHT}" fill="#f0f2f4"/>'
    for what, at, width in parts(document):
        yield (
            f'<rect x="{LEFT + at:.1f}" y="{top}" width="{width:.1f}" height="{HEIGHT}" '
            f'fill="{COLOURS[what]}"/>'
        )


def _legend(keys: list[str], top: int) -> Iterator[str]:
    at = LEFT
    for key in keys:
        name = NAMES.get(key, key)
        yield f'<rect x="{at}" y="{top - 11}" width="13" height="13" fill="{COLOURS[key]}"/>'
        yield f'<text x="{at + 19}" y="{top}" fill="#222">{escape(name)}</text>'
        at += 34 + 8 * len(name)


def html(account: Account) -> str:
    """The same drawing on a page."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>bru</title>\n<style>body{margin:1rem auto;max-width:70rem;overflow-x:auto}"
        "svg{width:100%;min-width:44rem}</style>\n"
        f"</head>\n<body>\n{svg(account)}</body>\n</html>\n"
    )
