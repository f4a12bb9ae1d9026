"""Day or month is not in the document.

Why: A date is as precise as the source and no more: a month or day that the document does not
print is a slip, or comes from elsewhere.

Fix: Copy day and month from the document, or give the time less precisely.
"""

from bru.claims.documents import times
from bru.claims.documents.asking import Copies, asked, of_originals
from bru.claims.prose.language import ENGLISH, language
from bru.model.package import Package
from bru.model.problem import WARNING, Finding, Said
from bru.model.question import Ask, Columns

LEVEL = WARNING
TIMES = Columns("claims", ("source_id", "time_period", "note"))
SOURCES = Columns("sources", ("source_id", "published", "language"))
questions = asked(SOURCES, claims="time_period note")


@of_originals("dates are looked up")
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The times with a day, month or quarter that their document does not print.

    A weekday or "last week" near the day of publication, and the note, may explain one.
    """
    texts = {copy.source_id: copy.text for copy in copies}
    sources = {source: more for _, (source, *more) in ask(SOURCES) if source in texts}
    for row, (source, period, note) in ask(TIMES):
        if source not in sources or not period:
            continue
        published, code = sources[source]
        own = language(code or ENGLISH).code
        what = times.absent(period, texts[source], own, published, note) if own else ""
        if what:
            message = f"the document does not print the {what} of {period}"
            hint = (
                "copy it from the document, give the time less precisely, or explain it in the note"
            )
            yield Finding("claims", message, hint, [row], "time_period", period)
