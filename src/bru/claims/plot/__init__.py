"""Pictures of a package: one function a picture, in `PICTURES`.

Each takes the rows of a package and gives a matplotlib figure, readable in black and white. The
same data and the same matplotlib give the same bytes: no clock, no random number, its own fonts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bru.claims.plot.canvas import Link
    from bru.claims.provenance.facts import Facts

FORMS = ("svg", "png")
PAPER = "#ffffff"
DOTS = 150  # per inch, of a PNG
SETTINGS: Any = {
    "svg.hashsalt": "bru",
    "svg.fonttype": "none",  # text stays text: it can be searched, read out and copied
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "hatch.linewidth": 0.6,
}


def no_link(table: str, identifier: str) -> str:
    """A picture that stands alone links to nothing."""
    return ""


def intervals(facts: Facts, link: Link = no_link) -> Figure:
    """What is said of one quantity more than once, as intervals by who says it."""
    from bru.claims.plot.intervals import contested

    return contested(facts, link)


def totals(facts: Facts, link: Link = no_link) -> Figure:
    """Both sides of each cross-check, as intervals."""
    from bru.claims.plot.intervals import checked

    return checked(facts, link)


def claims(facts: Facts, link: Link = no_link) -> Figure:
    """The claims by document and kind."""
    from bru.claims.plot.claims import figure

    return figure(facts, link)


def network(facts: Facts, link: Link = no_link) -> Figure:
    """Who takes part in which project."""
    from bru.claims.plot.network import figure

    return figure(facts, link)


def timeline(facts: Facts, link: Link = no_link) -> Figure:
    """When the claims and projects with a time took place, as precise as they are dated."""
    from bru.claims.plot.timeline import figure

    return figure(facts, link)


PICTURES: Mapping[str, Callable[..., Figure]] = {
    "intervals": intervals,
    "totals": totals,
    "claims": claims,
    "network": network,
    "timeline": timeline,
}


def image(name: str, facts: Facts, form: str, link: Link = no_link) -> bytes:
    """A picture as SVG or PNG. Raises ImportError where matplotlib is not installed."""
    from matplotlib import rc_context

    with rc_context(SETTINGS):
        drawn, out = PICTURES[name](facts, link), BytesIO()
        # Without these two, matplotlib writes the day and its version.
        metadata = {"Date": None, "Creator": "bru"} if form == "svg" else {"Software": "bru"}
        metadata["Title"] = title(name)
        drawn.savefig(out, format=form, dpi=DOTS, facecolor=PAPER, metadata=metadata)
    return out.getvalue()


def title(name: str) -> str:
    """What a picture shows."""
    return (PICTURES[name].__doc__ or "").partition("\n")[0].rstrip(".")
