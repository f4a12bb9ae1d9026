"""Speaker is not named near the passage.

Why: That is in its paragraph or the one before, or in a line that signs it. asserted_by is whom
the text names for this very content; somebody named further away is likely to have said something
else.

Fix: Correct asserted_by, or leave it empty if the text names nobody.
"""

import re
from collections import Counter
from collections.abc import Sequence

from bru.claims.documents import naming, signed, stated
from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.documents.mention import beginnings, is_described, keywords
from bru.claims.documents.printed import notes
from bru.claims.prose.language import ENGLISH, language
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, Said
from bru.model.question import Ask, Columns

LEVEL = WARNING
MANY = 5  # claims of one speaker
BREAK = re.compile(r"(?:\r?\n)+")
LONGEST = 60  # characters of a heading
HEADING = re.compile(r"[\r\n][^\W\d_]\w*(?: \w+){0,4}\Z")  # a short line that is no sentence
SPEAKERS = Columns("claims", ("claim_id", "asserted_by"))
NOTES = Columns("claims", ("claim_id", "note"))
KINDS = Columns("sources", ("source_id", "kind"))
INTERVIEW = "interview"
FIRST_PERSON = language(ENGLISH).whole("first_person", "words")
ORDERS = keywords("first second third fourth fifth other unnamed")  # words of our own
NAMES = (Columns("actors", ("actor_id", "name")), Columns("actor_names", ("actor_id", "name")))
questions = asked(SPEAKERS, *NAMES)


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The claims whose speaker is not named near, and is not the one named last before.

    The note may name him. In an interview, and where a text speaks of "us", a speaker is whom the
    document names at all; so is who says most of what it tells: a speech names its speaker once.
    """
    names: dict[str, list[str]] = {}
    for question in NAMES:
        for _, (actor, name) in ask(question):
            names.setdefault(actor, []).append(name)
    pairs = tuple((actor, name) for actor, known in names.items() for name in known)
    rows = {claim: (row, actor) for row, (claim, actor) in ask(SPEAKERS)}
    kinds = dict(row.cells for row in ask(KINDS)) if package.has(sources="source_id kind") else {}
    noted = dict(row.cells for row in ask(NOTES)) if package.has(claims="claim_id note") else {}
    spoken = stated.languages(package, ask)
    for copy in copies:
        talk = kinds.get(copy.source_id) == INTERVIEW
        voices = Counter(rows[claim][1] for claim in copy.verdicts if claim in rows)
        for claim, verdict in copy.verdicts.items():
            row, actor = rows.get(claim, (0, ""))
            if verdict.start < 0 or actor not in names:
                continue
            place = stated.sentence(copy.text, verdict.start, verdict.end)
            most = voices[actor] > max(MANY, len(copy.verdicts) / 2)
            talk_here = talk or most or FIRST_PERSON.search(copy.text, *place)
            near = "" if talk_here else around(copy.text, verdict.start, verdict.end)
            said = beginnings(near or copy.text) | beginnings(noted.get(claim, ""))
            if any(keywords(name) - ORDERS <= said for name in names[actor]):
                continue
            if is_described(names[actor][0], copy.text, near):
                continue
            places = naming.named(copy.text, pairs)
            code = language(spoken.get(copy.source_id, ENGLISH)).code
            by = signed.signers(copy.text, places, code, verdict.start)
            if actor not in {last_named(places, verdict.start), *by}:
                message = f"{names[actor][0]} is not named near the passage"
                hint = "correct asserted_by, or leave it empty"
                yield Finding("claims", message, hint, [row], "asserted_by", actor)


def around(text: str, start: int, end: int) -> str:
    """The paragraph of a passage and the one before, with their headings and notes."""
    breaks = (m for m in BREAK.finditer(text) if not HEADING.search(text[: m.start()][-LONGEST:]))
    edges = [0, *(m.end() for m in breaks), len(text)]
    at = max(n for n, edge in enumerate(edges) if edge <= start)
    later = next((edge for edge in edges if edge >= end), len(text))
    found = text[edges[max(0, at - 1)] : later]
    return "\n".join([found, *notes(found, text)])


def last_named(places: Sequence[naming.Place], start: int) -> str:
    """The actor who is named last before a place."""
    return next((place.of for place in reversed(places) if place.end <= start), "")
