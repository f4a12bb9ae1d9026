"""Statement and asserted_by disagree about the speaker.

Why: Who looks for what somebody said goes by asserted_by; the statement says the opposite.

Fix: Fill in the actor the statement names, or leave the attribution out of the statement.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.prose.language import ENGLISH, language, sought
from bru.model.package import Package
from bru.model.problem import WARNING, Finding
from bru.model.question import Columns, Question, Row

LEVEL = WARNING
NAMES = Columns("actors", ("actor_id", "name"))
# Not whom it is said to: a complaint of theirs to the inspectorate.
OPENING = re.compile(
    rf"{language(ENGLISH).pattern('attribution', 'opening')} ((?:(?! to )[^,])+)[^,]*,"
)
ACCORDING = rf"\A(?:{sought(language(ENGLISH).words['attribution']['opening'])}) [^,]+,"


def questions(package: Package) -> Iterator[Question]:
    """The statements according to somebody and their speakers, where there are actors."""
    if package.has(claims="statement asserted_by", actors="actor_id name"):
        yield Columns("claims", ("statement", "asserted_by"), suspicion=ACCORDING)


def findings(package: Package, q: Any, rows: Sequence[Row], ask: Any) -> Iterator[Finding]:
    """The statements according to an actor that is not their speaker, nor named with it."""
    names = {actor: name for _, (actor, name) in ask(NAMES) if name} if rows else {}
    for row, (statement, speaker) in rows:
        opening = OPENING.match(statement)
        if not opening:
            continue
        said = (a for a, name in names.items() if name in opening[1])
        named = [a for a in said if re.search(rf"\b{re.escape(names[a])}", opening[1])]
        own = names.get(speaker, "")
        if named and speaker not in named and not any(names[actor] in own for actor in named):
            actor = max(named, key=lambda a: (len(names[a]), a))
            message = f"the statement is according to {names[actor]}, but asserted_by is not"
            yield Finding("claims", message, f"write {actor}", [row], "asserted_by", speaker)
