"""A web page as the text a reader sees; imported only when a copy has tags."""

import re
from html import unescape
from html.parser import HTMLParser

BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol "
    "option p pre section summary table tbody td textarea tfoot th thead title tr ul".split()
)
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
UNSEEN = frozenset("script style template noscript del s strike".split())  # no part of the text
RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


class Page(HTMLParser):
    """The text of an HTML page as a reader sees it, with the places of its characters."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.source = source
        self.lines = [0, *(m.end() for m in re.finditer("\n", source))]
        self.characters: list[str] = []
        self.at: list[int] = []
        self.unseen, self.depth = "", 0  # the element that hides its text, and how deep we are
        self.raised = self.kept = 0  # open elements that raise digits, that keep line ends
        self.feed(source)
        self.close()

    def reading(self) -> tuple[str, list[int]]:
        """The text, and where each of its characters stands in the source."""
        return "".join(self.characters), self.at

    def place(self) -> int:
        """Where the parser is in the source."""
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def put(self, text: str, step: int = 0) -> None:
        """Add text; `step` 1 when its characters follow each other in the source."""
        if self.depth:
            return
        start = self.place()
        if not self.kept:
            text = re.sub(r"[\r\n\t]", " ", text) if step else text
        self.characters += text.translate(RAISED) if self.raised else text
        self.at += [start + step * n for n in range(len(text))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        given = {name: (value or "").replace(" ", "").lower() for name, value in attrs}
        hidden = tag in UNSEEN or "hidden" in given or "display:none" in given.get("style", "")
        if self.depth:
            self.depth += tag == self.unseen
        elif hidden and tag not in VOID:
            self.unseen, self.depth = tag, 1
        self.mark(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        self.mark(tag, -1)
        if self.depth:
            self.depth -= tag == self.unseen

    def mark(self, tag: str, step: int) -> None:
        """What the edge of an element means for the text."""
        if self.depth:
            return
        if tag in BLOCKS:
            self.put("\n")
        if tag == "q":
            self.put('"')
        self.raised = max(0, self.raised + step * (tag == "sup"))
        self.kept = max(0, self.kept + step * (tag == "pre"))

    def handle_data(self, data: str) -> None:
        """Text."""
        self.put(data, 1)

    def handle_entityref(self, name: str) -> None:
        """A character by its name."""
        known = unescape(f"&{name};")
        end = self.place() + len(name) + 1
        written = f"&{name};" if self.source[end : end + 1] == ";" else f"&{name}"
        self.put(*((known,) if known != f"&{name};" else (written, 1)))

    def handle_charref(self, name: str) -> None:
        """A character by its number."""
        self.put(unescape(f"&#{name};"))


NAMED = {  # what pages tell of themselves, the surest first
    "title": ("og:title", "dc.title"),
    "author": ("author", "article:author", "dc.creator"),
    "published": ("article:published_time", "datepublished", "dc.date", "date"),
    "url": ("canonical", "og:url"),
    "language": ("html",),
}


class Head(HTMLParser):
    """What a page tells of itself, by the name of the property."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element says."""
        given = {name: (value or "").strip() for name, value in attrs}
        name = given.get("property") or given.get("name") or given.get("itemprop") or ""
        if tag == "meta":
            self.found.setdefault(name.lower(), given.get("content", ""))
        elif tag == "link" and "canonical" in given.get("rel", "").lower().split():
            self.found.setdefault("canonical", given.get("href", ""))
        elif tag == "html":
            self.found.setdefault("html", given.get("lang", ""))


def about(source: str) -> dict[str, str]:
    """What a page tells of its title, author, day, address and language."""
    found = Head(source).found
    told = {
        field: next((v for n in names if (v := found.get(n))), "") for field, names in NAMED.items()
    }
    day = re.match(r"\d{4}-\d\d-\d\d", told["published"])
    told["published"] = day[0] if day else ""
    return {field: value for field, value in told.items() if value}
