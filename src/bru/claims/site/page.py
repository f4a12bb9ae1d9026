"""Pages from templates; every value in them is escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import jinja2
import markupsafe

from bru.claims import plot
from bru.claims.provenance.facts import KEYS, Facts
from bru.render.text import printable

# A page may use the scripts and styles beside it and ask for nothing from elsewhere.
POLICY = "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; "
POLICY += "img-src data:; base-uri 'none'; form-action 'none'"


class Pages:
    """Makes pages of one site."""

    def __init__(self, facts: Facts, menu: Mapping[str, str], tool_version: str) -> None:
        self.facts, self.menu = facts, menu
        self.templates = jinja2.Environment(
            loader=jinja2.PackageLoader("bru.claims.site", "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=lambda value: printable(value) if type(value) is str else value,
        )
        self.templates.filters["markdown"] = markdown
        self.templates.globals.update(
            facts=facts,
            package=facts.package,
            keys=KEYS,
            menu=menu,
            tool_version=tool_version,
            policy=POLICY,
            picture=cache(self.picture),
            strip=drawing,
        )

    def __call__(self, template: str, path: str, **given: Any) -> str:
        """The page at `path`, from the template of that name."""
        up = "../" * path.count("/")
        return self.templates.get_template(f"{template}.html").render(path=path, up=up, **given)

    def picture(self, name: str) -> markupsafe.Markup:
        """A picture of the data with links to the pages."""
        svg = plot.image(name, self.facts, "svg", lambda table, key: f"{table}/{key}.html")
        return drawing(svg.decode("utf-8"))


def drawing(svg: str) -> markupsafe.Markup:
    """An SVG drawing as a part of a page, its links with names."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r'(<svg\b[^>]*?) width="[^"]*pt"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg\b[^>]*?) height="[^"]*pt"', r"\1", svg, count=1)
    svg = svg.replace(' target="_blank"', "")
    named = re.sub(
        r'<a xlink:href="([^"]*?)([^"/]*)\.html"', r'<a href="\1\2.html" aria-label="\2"', svg
    )
    return markupsafe.Markup(named)  # matplotlib escapes its texts


def markdown(text: str) -> markupsafe.Markup:
    """Markdown as HTML; HTML in it is shown as text."""
    from marko import HTMLRenderer, Markdown

    class Renderer(HTMLRenderer):
        def render_html_block(self, element: Any) -> str:
            return self.escape_html(element.body)

        def render_inline_html(self, element: Any) -> str:
            return self.escape_html(element.children)

        def render_link(self, element: Any) -> str:
            if element.dest.startswith("https://"):
                return super().render_link(element)
            return str(self.render_children(element))  # the site has no such page

    return markupsafe.Markup(Markdown(renderer=Renderer).convert(text))
