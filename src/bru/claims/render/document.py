"""The documents with their spans in colour and linked to the claims: for their holder only.

And a strip a document: which stretches are claimed, excluded or left, in no words of the document.
Only the places of spans go in, which the tables publish, and of letters that no span covers; so the
strip can be published though the document cannot.
"""

from collections.abc import Iterator, Sequence
from html import escape

from bru.claims.documents.account import Account, Document
from bru.claims.documents.coverage import Segment, segments
from bru.model.grammar import plural
from bru.render.html import POLICY, end, head, isolated, safe

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
OWN = """
body { max-width: 84rem; }
.warning { border: 2px solid var(--bad); border-radius: .5rem; padding: .6rem .9rem; }
.columns { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 2rem; }
.text { white-space: pre-wrap; font: 1.05rem/1.75 Georgia, serif; }
.text a { color: inherit; text-decoration: none; }
.text sup { font: .65rem/1 system-ui, sans-serif; color: var(--link); margin: 0 .1em; }
.c1, .c2 { background: color-mix(in srgb, var(--once) 22%, transparent);
  border-bottom: 2px solid var(--once); }
.c2 { background: color-mix(in srgb, var(--twice) 38%, transparent);
  border-bottom-color: var(--twice); }
.x { color: var(--faint); background: color-mix(in srgb, var(--what) 25%, transparent); }
.u { background: var(--bad); color: var(--on); }
:target { outline: 3px solid var(--warn); outline-offset: 2px; }
.claims { font-size: .9rem; }
.claims li { padding: .5rem .6rem; border-bottom: 1px solid var(--rule); }
.claims li.altered, .claims li.missing { border-left: 4px solid var(--bad); }
.claims p { margin: .1rem 0; }
.strip { width: 100%; height: 1.4rem; display: block; margin: .5rem 0 1rem;
  background: var(--card); }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: .8rem 0; font-size: .9rem; }
.legend i { display: inline-block; width: .9em; height: .9em; margin-right: .4em; }
@media (prefers-color-scheme: dark) {
  .c2 { background: color-mix(in srgb, var(--twice) 65%, transparent); } }
@media screen and (min-width: 52rem) {
  .claims { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; align-self: start; } }
@media (max-width: 52rem) { .columns { grid-template-columns: 1fr; } }
"""


def page(account: Account, tool_version: str) -> str:
    """Every document there is a copy of, beside its claims."""
    documents = [d for d in account.documents if d.copy]
    title = f"{account.package} {account.version}: documents and their claims"
    hues = f":root {{ --once: {COLOURS['1']}; --twice: {COLOURS['2+']}; }}"
    lines = [
        head(title, OWN + hues, '\n<meta name="robots" content="noindex">'),
        f"<header>\n<h1>{safe(title)}</h1>",
        '<p class="warning"><b>For the holder of the documents only.</b> This page has their text,'
        " which is under their publishers’ rights: do not publish it, do not pass it on. What can"
        " be published is the strip of <code>bru evidence --strip</code>.</p>\n</header>\n<main>",
        *_legend(documents),
    ]
    for number, document in enumerate(documents, 1):
        lines += _document(document, account, number)
    for document in account.documents:
        if not document.copy:
            lines.append(f"<p>{isolated(document.source_id)}: {safe(document.why)}.</p>")
    return "\n".join([*lines, f"</main>\n{end(tool_version)}\n"])


def _legend(documents: Sequence[Document]) -> Iterator[str]:
    used = {what for d in documents for what, *_ in parts(d)}
    yield '<p class="legend">'
    for key in COLOURS:
        if key in used:
            what = NAMES.get(key, f"excluded: {key}")
            yield f'<span><i style="background:{COLOURS[key]}"></i>{safe(what)}</span>'
    if any(d.open for d in documents):
        yield "<span><b>?</b> raises an open question</span>"
    yield "</p>"


def _document(d: Document, account: Account, number: int) -> Iterator[str]:
    assert d.copy is not None
    counts = ", ".join(f"{n:,} {state}" for state, n in d.counts.items()) or "none"
    what = "the very document that was read" if d.copy.identical else "another edition"
    yield f'<section id="document-{number}">\n<h2>{isolated(d.source_id)}</h2>'
    yield f'<p class="faint">{isolated(d.copy.file)}: {what}; passages: {counts}.</p>'
    if d.coverage is None:
        yield f'<p class="faint">Letters are not counted: {safe(d.why)}.</p>'
    yield '<svg class="strip" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img">'
    for key, at, width in parts(d):
        yield f'<rect x="{at:.1f}" width="{width:.1f}" height="10" fill="{COLOURS[key]}"/>'
    yield "</svg>"
    cited = [*(s for s in d.spans if not s.reason), *d.open]
    order = sorted(cited, key=lambda s: (s.start, s.end))
    numbers = {s.label: n for n, s in enumerate(order, 1)}
    yield '<div class="columns">\n<div class="text">' + "".join(_text(d, numbers)) + "</div>"
    yield '<ol class="claims">'
    lost = [c for c, v in (*d.verdicts.items(), *d.raised.items()) if c not in numbers]
    for claim in [*numbers, *lost]:
        yield from _claim(claim, d, account, numbers.get(claim, 0))
    yield "</ol>\n</div>\n</section>"


def _text(d: Document, numbers: dict[str, int]) -> Iterator[str]:
    """The text, a piece for each segment; before a passage stand the numbers of its claims."""
    assert d.copy is not None
    begun: set[str] = set()
    asking = {span.label for span in d.open}
    for part in segments(len(d.copy.text), [*d.spans, *d.open]):
        for claim in sorted(part.claims, key=lambda c: numbers[c]):
            if claim not in begun:
                begun.add(claim)
                anchor = f'id="at-{safe(claim)}" href="#{safe(claim)}"'
                mark = "?" if claim in asking else ""
                yield f"<sup><a {anchor}>{numbers[claim]}{mark}</a></sup>"
        stated = tuple(claim for claim in part.claims if claim not in asking)
        yield _piece(part._replace(claims=stated), d.copy.text)


def _piece(part: Segment, text: str) -> str:
    words = "\n".join(safe(line) for line in text[part.start : part.end].splitlines())
    if text[part.start : part.end].endswith(("\n", "\r")):
        words += "\n"
    what = colour(part, text)
    if part.claims:
        style = "c2" if len(part.claims) > 1 else "c1"
        title = ", ".join(map(safe, part.claims))
        return f'<a class="{style}" href="#{safe(part.claims[0])}" title="{title}">{words}</a>'
    if part.reasons:
        title = safe(", ".join(part.reasons))
        hue = COLOURS[what]
        return f'<span class="x" style="--what:{hue}" title="excluded: {title}">{words}</span>'
    return f'<span class="u" title="neither claimed nor excluded">{words}</span>' if what else words


def _claim(claim: str, d: Document, account: Account, number: int) -> Iterator[str]:
    assert d.copy is not None
    verdict = d.verdicts.get(claim) or d.raised.get(claim)
    state = verdict.state if verdict else "no passage"
    about = account.cited.get(claim)
    yield f'<li id="{safe(claim)}" class="{safe(state)}">'
    mark = f'<a href="#at-{safe(claim)}">{number}</a> ' if number else ""
    yield f"<p>{mark}<b>{isolated(claim)}</b></p>"
    if about:
        speaker = f", says {safe(about.asserted_by)}" if about.asserted_by else ""
        yield f"<p>{isolated(about.text)}</p>"
        yield f'<p class="faint">{safe(about.kind.replace("_", " "))}{speaker}</p>'
    where = ""
    if verdict and verdict.start >= 0:
        where = f", paragraph {d.copy.paragraph(verdict.start)}"
        where += f", characters {verdict.start} to {verdict.end}"
    why = f": {safe(verdict.why)}" if verdict and verdict.why else ""
    if claim in account.silences:
        found = [hit.text for s in account.silences[claim] for hit in s.hits]
        said = f"perhaps answered: {'; '.join(found)}" if found else "searched for: nothing found"
        if unsearched := {source for s in account.silences[claim] for source in s.unsearched}:
            said += f" ({plural(len(unsearched), 'document')} not searched)"
        yield f'<p class="{"bad" if found or unsearched else "good"}">{safe(said)}</p>'
    style = "good" if state in ("verified", "moved") else "bad"
    yield f'<p class="faint"><span class="{style}">{safe(state)}</span>{where}{why}</p></li>'


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
    lines += _keys([key for key in COLOURS if key in used], height - 28)
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


def _keys(keys: list[str], top: int) -> Iterator[str]:
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
