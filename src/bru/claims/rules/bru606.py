"""Statement copies the document.

Why: It has more than eight of its words in a row. The documents are under their publishers' rights;
statements are in our own words, and so say what was understood. Names, titles and numbers do not
count.

Fix: Say it in your own words.
"""

from bru.claims.documents.asking import Copies, asked, of_copies
from bru.claims.documents.text import all_runs, longest_copied, loose, runs, words
from bru.model.package import Package
from bru.model.problem import ERROR, Finding, Said
from bru.model.question import Ask, Columns

LEVEL = ERROR
LONGEST = 8
STATEMENTS = Columns("claims", ("source_id", "statement"))
NAMES = dict.fromkeys(("actors", "actor_names", "projects"), "name")
NAMES |= dict.fromkeys(("positions", "sources"), "title")
questions = asked(claims="statement")


@of_copies
def findings(package: Package, copies: Copies, ask: Ask) -> Said:
    """The statements that share too long a run of words with their document."""
    names = [
        [w.text for w in words(name)]
        for table, field in NAMES.items()
        if package.has(**{table: field})
        for _, (name,) in ask(Columns(table, (field,)))
        if words(name)
    ]
    for copy in copies:
        statements = [(r, s) for r, (source, s) in ask(STATEMENTS) if source == copy.source_id]
        said = [(row, text, [w.text for w in words(text)]) for row, text in statements]
        # Few statements share so many words: only for these is the longest run looked for.
        printed = all_runs(copy.text, LONGEST + 1)
        for row, text, own in said:
            if printed.isdisjoint(runs(own, LONGEST + 1)):
                continue
            count, run = longest_copied(own, f" {loose(words(copy.text))} ", names)
            if count > LONGEST:
                found = f'{count} words in a row are the document\'s: "{run}"'
                hint = f"say it in your own words; at most {LONGEST} in a row may be the document's"
                yield Finding("claims", found, hint, [row], "statement", text)
