"""Pictures of a package, as charts that pages and `bru plot` draw: one function a picture.

A picture is a list of charts (bars along an axis) or a matrix. The same data give the same bytes:
no clock and no random number.
"""

from collections.abc import Callable, Mapping, Sequence

from bru.claims.plot import counts, intervals, timeline
from bru.claims.plot.chart import Chart, Link, Matrix
from bru.claims.plot.svg import alone
from bru.claims.provenance.facts import Facts

FORMS = ("svg", "png")
ZOOM = 2  # dots of a PNG for each of an SVG
Picture = Sequence[Chart] | Matrix

PICTURES: Mapping[str, Callable[[Facts, Link], Picture]] = {
    "intervals": intervals.contested,
    "totals": intervals.checked,
    "claims": counts.by_kind,
    "network": counts.partners,
    "timeline": timeline.dated,
    "coverage": counts.accounted,
}
TITLES = {
    "intervals": "What is said of one quantity more than once, by who says it",
    "totals": "Both sides of each cross-check",
    "claims": "Claims by document and kind",
    "network": "Who works with whom: projects that two actors take part in",
    "timeline": "When the claims and projects with a time took place",
    "coverage": "What of each document is in claims",
}


def image(name: str, facts: Facts, form: str = "svg", link: Link = lambda *_: "") -> bytes:
    """A picture as SVG or PNG, without links if none are given. PNG needs resvg-py: ImportError."""
    drawn = alone(TITLES[name], PICTURES[name](facts, link))
    if form == "svg":
        return drawn.encode("utf-8")
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=drawn, zoom=ZOOM, background="#ffffff"))
