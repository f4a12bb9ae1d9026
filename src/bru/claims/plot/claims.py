"""The claims of each document by kind, as bars."""

from __future__ import annotations

from collections import Counter
from typing import Any

from matplotlib.figure import Figure

from bru.claims.plot.canvas import FAINT, INK, Link, axes, cut, empty, short
from bru.claims.provenance.facts import Facts

FILLS = ("#2f6db3", "#ffffff", "#9cc3e6", "#d9822b", "#f3d9b8", "#5c6570", "#d9dee3", "#1d2125")
HATCHES = ("", "///", "", "\\\\\\", "++", "xxx", "", "")
ROW, WIDTH = 0.55, 9.0  # inches
MOST = 40  # documents


def figure(facts: Facts, link: Link) -> Figure:
    """One bar a document, in parts by kind, the most frequent kind first."""
    rows = facts.tables.get("claims", [])
    if not rows:
        return empty("There are no claims.")
    kinds = [kind for kind, _ in Counter(r["kind"] for r in rows).most_common()]
    often = Counter(r["source_id"] for r in rows)
    sources = sorted(sorted(often, key=lambda s: (-often[s], s))[:MOST])
    counts = Counter((r["source_id"], r["kind"]) for r in rows)
    drawn = Figure(figsize=(WIDTH, 1.4 + ROW * len(sources)), layout="constrained")
    place = axes(drawn)
    left = [0] * len(sources)
    for number, kind in enumerate(kinds):
        widths = [counts[source, kind] for source in sources]
        style: Any = {"facecolor": FILLS[number % 8], "hatch": HATCHES[number % 8]}
        name = kind.replace("_", " ")
        bars = place.barh(sources, widths, left=left, label=name, edgecolor=INK, **style)
        for bar, source, width in zip(bars, sources, widths, strict=True):
            bar.set_url(link("sources", source))
            bar.set_linewidth(0.5 if width else 0)
        left = [a + b for a, b in zip(left, widths, strict=True)]
    for row, total in enumerate(left):
        place.annotate(f" {total}", (total, row), va="center", fontweight="bold")
    titles = [short(facts.row("sources", s).get("title", ""), 44) for s in sources]
    labels = [f"{t}\n{s}" if t else s for s, t in zip(sources, titles, strict=True)]
    place.set_yticks(range(len(sources)), labels)
    place.invert_yaxis()
    place.set_xlabel("claims", color=FAINT)
    drawn.legend(loc="outside upper center", ncols=4, frameon=False)
    cut(drawn, len(sources), len(often), "documents, those with most claims")
    return drawn
