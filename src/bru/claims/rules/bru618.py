"""Title of a position is not printed.

Why: An office is given as stated: who searches the document for it should find it.

Fix: Copy the title from the passage, or correct claim_id.
"""

from bru.claims.documents import evidence
from bru.claims.documents.asking import Copies, asked, of_originals
from bru.claims.documents.mention import CYRILLIC, FULL, beginnings, is_cyrillic, keywords, stem
from bru.claims.words.spelling import tokens
from bru.model.package import Package
from bru.model.problem import ERROR, WARNING, Finding, Said, shown
from bru.model.question import Ask, Columns

LEVEL = ERROR
ENDING = 2  # letters of an adjective's end
TITLES = Columns("positions", ("claim_id", "title"))
questions = asked(TITLES)


@of_originals("titles are looked up")
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The titles with a word that the document of their claim does not print.

    An error where the document has none that begins like it.
    """
    texts = {copy.source_id: copy.text for copy in copies}
    sources = {row.cells[0]: row.cells[1] for row in ask(evidence.CLAIMS)}
    for row, (claim, title) in ask(TITLES):
        source = sources.get(claim, "")
        text = texts.get(source)
        if text is None or (is_cyrillic(text) and not CYRILLIC.search(title)):
            continue  # translated
        known, begun = {stem(word) for word in tokens(text)}, beginnings(text)
        absent = [w for w in tokens(title) if keywords(w) and stem(w) not in known]
        if any(not is_begun(word, begun) for word in absent):
            message = f"the document {source} does not print {shown(title)}"
            hint = "copy the title from the passage"
            is_other = any(keywords(word) - begun for word in absent)
            level = ERROR if is_other else WARNING
            yield Finding("positions", message, hint, [row], "title", title, level=level)


def is_begun(word: str, begun: frozenset[str]) -> bool:
    """Whether a text has a word in Cyrillic in another case: бывший, бывшего."""
    short = {word[:-ENDING].lower()} if len(word) == FULL + 1 else {""}  # its end is in the letters
    return bool(CYRILLIC.match(word)) and (keywords(word) <= begun or short <= begun)
