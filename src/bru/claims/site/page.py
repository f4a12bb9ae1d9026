"""Pages from templates; every value in them is escaped."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import jinja2
import markupsafe

from bru.claims.plot import svg
from bru.claims.provenance import names
from bru.claims.provenance.facts import Facts
from bru.claims.site.line import address, of_claim, web
from bru.model.grammar import plural
from bru.render.printable import printable

# A page may use the scripts and styles beside it and ask for nothing from elsewhere.
POLICY = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; "
POLICY += "img-src data:; base-uri 'none'; form-action 'none'"


class Pages:
    """Makes the pages of one site. `given`: what all templates know."""

    def __init__(self, facts: Facts, **given: Any) -> None:
        self.facts = facts
        self.templates = jinja2.Environment(
            loader=jinja2.PackageLoader("bru.claims.site", "templates"),
            autoescape=True,
            auto_reload=False,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=lambda value: printable(value) if type(value) is str else value,
        )
        self.templates.filters.update(when=names.in_words, spoken=names.spoken, json=script)
        self.templates.globals.update(
            facts=facts,
            package=facts.package,
            policy=POLICY,
            web=web,
            address=address,
            claim_line=lambda row: of_claim(facts, row),
            plural=plural,
            name=lambda table, own: names.name(facts, table, own),
            named=self.named,
            bar=lambda row, ticks: markupsafe.Markup(svg.bar(row, ticks)),
            axis=lambda chart: markupsafe.Markup(svg.axis(chart)),
            **given,
        )
        self.part = cache(self.made)

    def made(self, template: str, up: str, path: str = "") -> Any:
        """What a template defines."""
        return self.templates.get_template(f"{template}.html").make_module({"up": up, "path": path})

    def __call__(self, template: str, path: str, **given: Any) -> bytes:
        """The page at `path`, from the template of that name."""
        up = "../" * path.count("/")
        parts = {"up": up, "show": self.part("macros", up), "frame": self.frame(path, up)}
        page = self.templates.get_template(f"{template}.html")
        return page.render(path=path, **parts, **given).encode("utf-8")

    def frame(self, path: str, up: str) -> Any:
        """What is around a page: the same for all below a folder."""
        return self.part("frame", up, "" if up else path)

    def named(self, text: str, up: str) -> markupsafe.Markup:
        """A text whose IDs are links with the names of what they stand for."""

        def link(match: Any) -> str:
            for table in self.facts.where(match[0]):
                words = names.name(self.facts, table, match[0])
                href = markupsafe.escape(up + address(table, match[0]))
                return f'<a href="{href}">{markupsafe.escape(printable(words))}</a>'
            return str(match[0])

        return markupsafe.Markup(names.ID.sub(link, str(markupsafe.escape(printable(text)))))


def script(value: Mapping[str, Any]) -> markupsafe.Markup:
    """JSON inside of a script element: nothing in it can end that."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return markupsafe.Markup(text.replace("<", "\\u003c"))
