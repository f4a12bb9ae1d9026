"""What documents still need, as text and JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from bru.claims.todo.names import Names
from bru.claims.todo.sheet import row
from bru.claims.todo.work import Task, Work
from bru.model.grammar import plural
from bru.render import to_json
from bru.render.printable import printed

SHOWN = "figures dates actors projects outlets hedges".split()


def as_text(works: Sequence[Work], names: Names) -> str:
    """A block a document: each passage with what was found in it; then how many there are."""
    lines = [line for work in works for line in (*_work(work, names), "")]
    left = sum(len(work.tasks) for work in works)
    are = "is" if left == 1 else "are"
    done = f"{plural(left, 'passage')} {are} not accounted for" if left else "nothing is left to do"
    looked = sum(not work.why for work in works)
    return printed([*lines, f"{done} in {looked} of {plural(len(works), 'document')}"])


def _work(work: Work, names: Names) -> Iterator[str]:
    if work.why:
        yield f"{work.source_id}: {work.why}"
        return
    left = plural(len(work.tasks), "passage")
    yield f"{work.source_id}: {left} left in {plural(work.sentences, 'sentence')}"
    for task in work.tasks:
        yield f"  paragraph {task.paragraph}: {task.passage}"
        cells = row(work.source_id, task, names)
        yield from (f"    {name}: {cells[name]}" for name in SHOWN if cells[name])


def as_json(works: Sequence[Work], names: Names) -> str:
    """The same with places, each passage with its row of the sheet."""
    return to_json(
        {
            "documents": [
                {
                    "source": work.source_id,
                    "file": work.file,
                    "sentences": work.sentences,
                    "why": work.why,
                    "passages": [_task(work, task, names) for task in work.tasks],
                }
                for work in works
            ]
        }
    )


def _task(work: Work, task: Task, names: Names) -> dict[str, Any]:
    found = task.found
    return {
        "start": task.start,
        "end": task.end,
        "paragraph": task.paragraph,
        "numbers": [str(q) for q in found.numbers],
        "dates": [date.edtf for date in found.dates],
        "actors": [*found.actors],
        "outlets": [*found.outlets],
        "projects": [*found.projects],
        "hedges": [{"words": h.words, "kind": h.kind} for h in found.hedges],
        "row": row(work.source_id, task, names),
    }
