"""Text with the markup of a web page.

Why: It has a tag, or a character written as an entity. A table has plain text: whoever shows it
shows the markup, or, worse, obeys it.

Fix: Write the character itself; leave out the tags.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.model.package import Package
from bru.model.problem import WARNING, Finding, shown
from bru.model.question import Hit
from bru.rules import of_free_texts

LEVEL = WARNING
ENTITY = r"&(?:[A-Za-z]{2,8}[0-9]{0,2}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});"
MARKUP = rf"{ENTITY}|</?[A-Za-z][A-Za-z0-9]{{0,9}}(?:\s[^<>]{{0,200}}=[^<>]{{0,200}})?\s?/?>|<!--"
SUSPICION = rf"{ENTITY}|</?[A-Za-z]|<!--"
questions = of_free_texts(SUSPICION)


def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
    """The first piece of markup of each text."""
    for hit in hits:
        if match := re.search(MARKUP, hit.value[0]):
            message = f"{shown(match[0], 40)} is markup of a web page"
            hint = "write plain text"
            yield Finding(q.resource, message, hint, hit.rows, q.field, hit.value[0])
