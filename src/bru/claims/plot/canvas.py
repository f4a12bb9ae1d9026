"""What the pictures share: empty axes, labels that are cut, and what stands where there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, FAINT, BLUE, ORANGE = "#1d2125", "#77808a", "#2f6db3", "#d9822b"
Link = Callable[[str, str], str]  # table and ID → address, "" for none


def axes(figure: Figure, *where: Any) -> Axes:
    """Axes with no frame but the lower line."""
    found: Axes = figure.add_subplot(*where)
    for side in ("top", "right", "left"):
        found.spines[side].set_visible(False)
    found.spines["bottom"].set_color(FAINT)
    found.tick_params(left=False, colors=INK)
    return found


def short(text: str, most: int) -> str:
    """A text of at most so many characters, cut at a word."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;") + " …"


def cut(figure: Figure, shown: int, there: int, what: str) -> None:
    """Say below a picture that it shows a part."""
    if shown < there:
        figure.supxlabel(f"Drawn are {shown:,} of {there:,} {what}.", color=FAINT, fontsize=8)


def empty(words: str) -> Figure:
    """A picture that says that there is nothing to show."""
    figure = Figure(figsize=(6, 1.2))
    figure.text(0.5, 0.5, words, ha="center", va="center", color=INK)
    return figure
