"""Rules × answers → report."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from bru.check import packs as packing
from bru.check.listing import Tally, Told
from bru.check.reader import Answers, Step, Tell
from bru.check.rulebook import SEAL, Rule, rules_of
from bru.datapackage import descriptor
from bru.datapackage.loading import with_columns
from bru.datapackage.resources import names
from bru.engine.choose import choose
from bru.model import question
from bru.model.problem import ERROR, WARNING, NotRun, brief
from bru.model.question import Waivers
from bru.model.report import Report, Table
from bru.store import Store

if TYPE_CHECKING:
    from datetime import date

    from bru.model.package import Package

LIMIT = 100
NOTHING = "no table was read"


def check(
    answers: Answers,
    rules: Sequence[Rule],
    limit: int = LIMIT,
    today: date | None = None,
    also: Sequence[str] = (),
    plain: bool = False,
) -> Report:
    """Apply rules to one package. `limit`: problems listed per code (0: all)."""
    package, packs = answers.package, packing.packs_of(answers.package)
    tally = Tally(answers, limit, packing.errors((*packs, *also)))
    answers.waivers.end(today)
    last = [r for r in rules if asks_last(r, package)]
    for number, rule in enumerate(rules):
        if answers.tell:
            answers.tell(Step(f"rules, {rule.code}", number, len(rules), "rules"))
        if rule not in last:
            tally.apply(rule)
    checked = {r.code for r in rules} - {n.code for n in tally.not_run}
    answers.judge_waivers(checked)
    for rule in last:
        tally.apply(rule)
    told = said(tally, plain) if tally.listed else Told()
    resources = tuple(listed(package, answers.sizes, answers.unread))
    not_run = [entry._replace(reads=()) for entry in tally.not_run]
    if resources and not answers.sizes:
        not_run.append(NotRun("", NOTHING))
    return Report(
        brief(package.name),
        brief(package.version),
        answers.engine.name,
        resources,
        tally.counts[ERROR],
        tally.counts[WARNING],
        dict(sorted(tally.by_code.items())),
        told.problems,
        tuple(not_run),
        tuple(tally.asked),
        packs,
        waived=answers.waivers.count,
        follows=told.follows,
        heads=told.heads,
        waits=told.waits,
    )


def said(tally: Tally, plain: bool = False) -> Told:
    """What is said of the problems that are listed: only now their rows are looked up."""
    from bru.check.telling import told

    return told(tally, plain)


def asks_last(rule: Rule, package: Package) -> bool:
    """Whether a rule is about what the others found: about waivers."""
    return isinstance(next(iter(rule.module.questions(package)), None), Waivers)


def listed(
    package: Package, sizes: Mapping[str, tuple[int, int]], unread: Collection[str] = ()
) -> Iterator[Table]:
    """All resources of a package: those that were read as tables, and the others."""
    items: Any = package.spec.get("resources")
    items = items if isinstance(items, list) else []
    for item, name in zip(items, names(items), strict=True):
        if name:
            path = item.get("path", "")
            rows, size = sizes.get(name, (0, 0))
            where = ", ".join(map(str, path)) if isinstance(path, list) else str(path)
            yield Table(brief(name), brief(where), rows, size, name in sizes and name not in unread)


def asked(
    package: Package,
    documents: Collection[str] | None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    also: Sequence[str] = (),
    of_rows: bool = False,
    sealed: bool = False,
) -> tuple[Rule, ...]:
    """The rules to ask of a package: of its packs and those in `also`, as far as is chosen.

    Those about documents are not asked without documents; `of_rows`: nor those about nothing but
    lines and bytes of files, but for `bytes` and `hash` if `sealed` and chosen by their codes.
    Raises ValueError as `load_rules`.
    """
    chosen = rules_of((*packing.packs_of(package), *also), select, ignore)
    waiting = tuple(p.documents for p in packing.PACKS.values() if p.documents)
    left = [r for r in chosen if documents is not None or not r.code.startswith(waiting)]
    seals = {r for r in left if r.reach == SEAL and sealed and r.code in map(str.upper, select)}
    return tuple(r for r in left if r in seals or not (of_rows and is_of_bytes(r, package)))


def is_of_bytes(rule: Rule, package: Package) -> bool:
    """Whether a rule asks for nothing but lines and bytes of files."""
    questions = [*rule.module.questions(package)]
    return bool(questions) and all(map(question.is_of_bytes, questions))


def given(*how: Any) -> Answers:
    """The answers about frames, or of a cluster; loaded only for them."""
    from bru.check.given import Given

    return Given(*how)


def validate(
    store: Store,
    name: str,
    *,
    documents: Mapping[str, bytes] | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    also: Sequence[str] = (),
    limit: int = LIMIT,
    today: date | None = None,
    engine: str = "auto",
    profile: Mapping[str, Any] | None = None,
    tell: Tell | None = None,
    frames: Mapping[str, Any] | None = None,
    plain: bool = False,
) -> Report:
    """Check the package that descriptor `name` of `store` describes.

    `documents`: file name → bytes, to verify passages; `also`: packs to ask beside those that
    are declared; `limit`: problems listed per code (0: all); `today`: the day by which waivers
    end (None: that is not judged); `engine`: one of ENGINES; `profile`: a JSON Schema that the
    descriptor has to fit; `tell` is told how far the check is; `frames`: the tables by name, of
    Spark, polars or pandas, instead of files; `plain`: problems are to be compared, not read:
    without what happened to a value, its likes and hints of packs.
    Raises ValueError for an unknown code, and for an engine that is unknown or not installed.
    """
    package = descriptor.read(store, name, profile)
    best = choose(engine, store, package)
    of_rows = frames is not None or best.engine == "spark"
    package = package if of_rows else with_columns(store, package)
    rules = asked(package, documents, select, ignore, also, of_rows, frames is None)
    questions = (q for rule in rules for q in rule.module.questions(package))
    how = (store, package, documents, best.engine, questions, tell)
    reader = Answers(*how) if not of_rows else given(*how, frames)
    with closing(reader) as answers:
        report = check(answers, rules, limit, today, also, plain)
    return report._replace(root=store.name, note=best.note or getattr(store, "note", ""))
