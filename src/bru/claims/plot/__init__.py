"""Pictures of a package, as charts that pages and `bru plot` draw: one function a picture.

A picture is a list of charts (bars along an axis) or a matrix. The same data give the same bytes:
no clock and no random number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from bru.claims.plot.chart import Chart, Matrix

if TYPE_CHECKING:
    from bru.claims.provenance.facts import Facts

FORMS = ("svg", "png")
ZOOM = 2  # dots of a PNG for each of an SVG
Link = Callable[[str, str], str]  # table and ID → address, "" for none
Picture = Sequence[Chart] | Matrix


def no_link(table: str, identifier: str) -> str:
    """A picture that stands alone links to nothing."""
    return ""


def intervals(facts: Facts, link: Link = no_link) -> Picture:
    """What is said of one quantity more than once, as intervals by who says it."""
    from bru.claims.plot.intervals import contested

    return contested(facts, link)


def totals(facts: Facts, link: Link = no_link) -> Picture:
    """Both sides of each cross-check, as intervals."""
    from bru.claims.plot.intervals import checked

    return checked(facts, link)


def claims(facts: Facts, link: Link = no_link) -> Picture:
    """The claims by document and kind."""
    from bru.claims.plot.counts import by_kind

    return by_kind(facts)


def network(facts: Facts, link: Link = no_link) -> Picture:
    """Who works with whom: the projects that two actors take part in."""
    from bru.claims.plot.counts import partners

    return partners(facts, link)


def timeline(facts: Facts, link: Link = no_link) -> Picture:
    """When the claims and projects with a time took place, as precise as they are dated."""
    from bru.claims.plot.timeline import dated

    return [dated(facts, link)]


def coverage(facts: Facts, link: Link = no_link) -> Picture:
    """What of each document the claims account for."""
    from bru.claims.plot.coverage import accounted

    return [accounted(facts, link)]


PICTURES: Mapping[str, Callable[..., Picture]] = {
    "intervals": intervals,
    "totals": totals,
    "claims": claims,
    "network": network,
    "timeline": timeline,
    "coverage": coverage,
}


def image(name: str, facts: Facts, form: str = "svg", link: Link = no_link) -> bytes:
    """A picture as SVG or PNG. Raises ImportError where resvg-py is not installed, for PNG."""
    from bru.claims.plot.svg import alone

    drawn = alone(title(name), PICTURES[name](facts, link))
    if form == "svg":
        return drawn.encode("utf-8")
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=drawn, zoom=ZOOM, background="#ffffff"))


def title(name: str) -> str:
    """What a picture shows."""
    return (PICTURES[name].__doc__ or "").partition("\n")[0].rstrip(".")
