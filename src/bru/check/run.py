"""Rules × answers → report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from bru.check.listing import Tally
from bru.check.reader import Answers, Step, Tell
from bru.check.rulebook import Rule, load_rules
from bru.claims.documents import NOT_GIVEN, RULES, TABLES
from bru.datapackage import descriptor
from bru.engine.choose import choose
from bru.model.problem import ERROR, WARNING, NotRun, brief
from bru.model.question import Waivers
from bru.model.report import Report, Table
from bru.store import Store

if TYPE_CHECKING:
    from datetime import date

    from bru.model.package import Package

LIMIT = 100


def check(
    answers: Answers, rules: Sequence[Rule], limit: int = LIMIT, today: date | None = None
) -> Report:
    """Apply rules to one package. `limit`: problems listed per code (0: all)."""
    package = answers.package
    tally = Tally(answers, limit)
    answers.waivers.end(today)
    idle = waiting(rules, package, answers.documents)
    asking = (r for r in rules if r not in idle)
    last = [r for r in asking if isinstance(next(iter(r.module.questions(package)), None), Waivers)]
    for number, rule in enumerate(rules):
        if answers.tell:
            answers.tell(Step(f"rules, {rule.code}", number, len(rules), "rules"))
        if rule in idle:
            tally.skip(rule, NOT_GIVEN)
        elif rule not in last:
            tally.apply(rule)
    checked = {r.code for r in rules} - {n.code for n in tally.not_run}
    answers.judge_waivers(checked)
    for rule in last:
        tally.apply(rule)
    read = (r for r in package.resources if r.name in answers.sizes)
    return Report(
        brief(package.name),
        brief(package.version),
        answers.engine.name,
        tuple(Table(r.name, r.path, *answers.sizes[r.name]) for r in read),
        tally.counts[ERROR],
        tally.counts[WARNING],
        dict(sorted(tally.by_code.items())),
        tuple(sorted(tally.problems(), key=lambda p: (p.path, p.line, p.code))),
        tuple(tally.not_run),
        len(rules),
        waived=answers.waivers.count,
    )


def waiting(
    rules: Sequence[Rule], package: Package, documents: Mapping[str, bytes] | None
) -> set[Rule]:
    """The rules that have nothing to ask without documents; their modules need not be loaded."""
    if documents is None and package.has(**TABLES):
        return {rule for rule in rules if rule.code.startswith(RULES)}
    return set()


def validate(
    store: Store,
    name: str,
    *,
    documents: Mapping[str, bytes] | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    limit: int = LIMIT,
    today: date | None = None,
    engine: str = "auto",
    tell: Tell | None = None,
) -> Report:
    """Check the package that descriptor `name` of `store` describes.

    `documents`: file name → bytes, to verify passages; `limit`: problems listed per code (0: all);
    `today`: the day by which waivers end (None: that is not judged); `engine`: one of ENGINES;
    `tell` is told how far the check is.
    Raises ValueError for an unknown code, and for an engine that is unknown or not installed.
    """
    chosen = load_rules(select, ignore)
    package = descriptor.read(store, name)
    idle = waiting(chosen, package, documents)
    asked = (q for rule in chosen if rule not in idle for q in rule.module.questions(package))
    best = choose(engine, store, package)
    with closing(Answers(store, package, documents, best.engine, asked, tell)) as answers:
        report = check(answers, chosen, limit, today)
    left = [r.code for r in load_rules() if r not in chosen] if select or ignore else ()
    reasons = [NotRun(code, "left out by --select or --ignore") for code in left]
    not_run = (*reasons, *report.not_run)
    return report._replace(not_run=not_run, root=store.name, note=best.note)
