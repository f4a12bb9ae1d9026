"""Actors and projects, tied by who takes part in what."""

from __future__ import annotations

from collections import Counter

import networkx
from matplotlib.figure import Figure

from bru.claims.plot.canvas import BLUE, FAINT, INK, ORANGE, Link, cut, empty, short
from bru.claims.provenance.facts import Facts

LABELLED = {"actors": 2, "projects": 4}  # ties from which on a name is written
MOST = 150  # ties drawn: placing more takes minutes, and nobody could read them
IN_ROW = 8  # small groups
Node = tuple[str, str]  # table and ID


def graph(facts: Facts) -> networkx.Graph[Node]:
    """The actors and projects with a tie, each a node (table, ID); of many, the most tied."""
    rows = facts.tables.get("project_participants", [])
    pairs = list(dict.fromkeys((row["project_id"], row["actor_id"]) for row in rows))
    often = Counter(project for project, _ in pairs)
    if len(pairs) > MOST:
        pairs = sorted(pairs, key=lambda pair: (-often[pair[0]], pair))
    found: networkx.Graph[Node] = networkx.Graph(there=len(pairs))
    for project, actor in pairs[:MOST]:
        found.add_edge(("projects", project), ("actors", actor))
    return found


def layout(ties: networkx.Graph[Node]) -> dict[Node, tuple[float, float]]:
    """Places in a square for the largest group of ties, and in rows below it for the others."""
    groups = sorted(networkx.connected_components(ties), key=lambda g: (-len(g), min(g)))
    places: dict[Node, tuple[float, float]] = {}
    for number, group in enumerate(groups):
        part = networkx.Graph(sorted(map(sorted, ties.edges(sorted(group)))))  # in one order
        found = networkx.kamada_kawai_layout(part)
        size, (x, y) = 1.0, (0.0, 0.0)
        if number:
            row, column = divmod(number - 1, IN_ROW)
            size, (x, y) = 0.08, (-0.9 + 1.8 * column / (IN_ROW - 1), -1.2 - 0.25 * row)
        places |= {n: (x + size * float(a), y + size * float(b)) for n, (a, b) in found.items()}
    return places


def figure(facts: Facts, link: Link) -> Figure:
    """Circles for actors, squares for projects; the more ties, the larger."""
    ties = graph(facts)
    if not ties:
        return empty("No actor takes part in a project.")
    places = layout(ties)
    drawn = Figure(figsize=(11, 8.5), layout="constrained")
    place = drawn.add_subplot()
    place.set_axis_off()
    place.margins(0.1, 0.05)  # names are wider than what they name
    for one, other in ties.edges:
        (x1, y1), (x2, y2) = places[one], places[other]
        place.plot([x1, x2], [y1, y2], color=FAINT, linewidth=0.6, zorder=1)
    for table, shape, colour in (("actors", "o", BLUE), ("projects", "s", ORANGE)):
        for node in (n for n in ties if n[0] == table):
            degree = ties.degree(node)
            (x, y), address = places[node], link(*node) or None
            size, edge = 4 + 2.2 * degree**0.5, INK if table == "actors" else "white"
            style = {"markersize": size, "markerfacecolor": colour, "markeredgecolor": edge}
            place.plot([x], [y], shape, zorder=4, url=address, markeredgewidth=0.5, **style)
    named = sorted(
        (n for n in ties if ties.degree(n) >= LABELLED[n[0]]), key=lambda n: places[n][1]
    )
    for number, node in enumerate(named):
        above = number % 2 == 1  # neighbours in height have their names on different sides
        place.annotate(
            short(facts.row(*node).get("name", "") or node[1], 26),
            places[node],
            (0, 7 if above else -7),
            textcoords="offset points",
            ha="center",
            va="bottom" if above else "top",
            fontsize=7.5,
            url=link(*node) or None,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.6, "pad": 0.1},
        )
    place.plot([], [], "o", color=BLUE, markeredgecolor=INK, label="actor")
    place.plot([], [], "s", color=ORANGE, label="project")
    place.legend(loc="upper left", frameon=False)
    cut(drawn, len(ties.edges), ties.graph["there"], "ties, of the projects with most")
    return drawn
