"""The report for a person, and the words that other formats share with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from bru.model.grammar import plural
from bru.model.problem import NotRun, Problem
from bru.model.report import Group, Opinion, Opposed, Report
from bru.render.printable import STYLES, Paint, on_lines, plain, printable

PLACES = 6  # lines of a file that are named for what follows from a problem
DOES = {
    "misses": "{judge} does not see this problem",
    "adds": "only {judge} sees a problem",
    "refuses": "{judge} gives no verdict",
}
ASKED = "not a known difference: please report it, with the row and the schema of the field"


def text(
    report: Report, tool_version: str, paint: Paint = plain, brief: bool = False
) -> Iterator[str]:
    """One line a problem, then how to fix it; then what did not run; then the summary.

    `brief`: without the summary.
    """
    return _ended(_problems(report, paint), report, tool_version, paint, brief)


def statistics(
    report: Report, tool_version: str, paint: Paint = plain, brief: bool = False
) -> Iterator[str]:
    """One line a rule that found something: how often, its code and title; then as in `text`."""
    from bru.check.rulebook import load_rules

    titles = {rule.code: rule.title for rule in load_rules()}
    levels: dict[str, set[str]] = {}
    for p in report.problems:
        levels.setdefault(p.code, set()).add(p.level)
    width = max((len(f"{n:,}") for n in report.by_code.values()), default=0)
    told: list[str] = []
    for code, count in sorted(report.by_code.items(), key=lambda item: (-item[1], item[0])):
        level = "warning" if levels.get(code) == {"warning"} else "error"
        note = " (warning)" if level == "warning" else ""
        told.append(f"{count:>{width},}  {paint(code, level)}  {titles.get(code, '')}{note}")
    return _ended(told, report, tool_version, paint, brief)


def _ended(
    told: Iterable[str], report: Report, tool_version: str, paint: Paint, brief: bool
) -> Iterator[str]:
    """What was told of problems, and the end of the report."""
    end = [*_end(report, tool_version, paint, brief)]
    between = [""] if report.by_code and end else []
    return on_lines(chain(told, between, end))


def unlisted(report: Report) -> dict[str, int]:
    """How many problems of each code were counted but, because of the limit, not listed."""
    left = dict(report.by_code)
    if sum(left.values()) == len(report.problems):
        return {}
    for p in report.problems:
        left[p.code] = left.get(p.code, 0) - 1
    return {code: count for code, count in left.items() if count > 0}


def more(code: str, count: int) -> str:
    """The line that says how many problems of a code are not listed."""
    return f"{code}: {plural(count, 'more problem')} not listed (--limit 0 lists all)"


def _problems(report: Report, paint: Paint) -> Iterator[str]:
    for group in report.groups:
        yield problem_line(group.head, paint, report.located(group.head.path))
        if group.head.hint:
            yield f"    {paint('fix:', 'fix')} {printable(group.head.hint)}"
        if group.problems or group.not_run:
            yield f"    … {'; '.join(consequences(report, group))}"


def numbers(found: Collection[int]) -> list[str]:
    """Numbers of lines, the first of many."""
    return [*map(str, [*found][:PLACES]), *["…"] * (len(found) > PLACES)]


def consequences(report: Report, group: Group) -> Iterator[str]:
    """How many problems are like another one or follow from it, where; what was not checked."""
    for is_like in (True, False):
        count, places, fields = 0, dict[str, dict[int, None]](), dict[str, None]()
        for p in group.problems:
            if group.is_like(p) == is_like:
                count += 1
                fields |= {p.field: None} if is_like and p.field != group.head.field else {}
                own = places.setdefault(report.located(p.path), {})
                if len(own) <= PLACES:  # what is not shown is not kept
                    own[p.line] = None
        where = (
            f"{at}:{', '.join(numbers(own))}" if any(own) else at for at, own in places.items()
        )
        if count:
            also = f", also in {', '.join(fields)}" if fields else ""
            yield printable(f"and {related(count, is_like)}{also} ({'; '.join(where)})")
    if group.not_run:
        why = reasons(group.not_run)
        only = f"{next(iter(why))} ({plural(len(group.not_run), 'rule')})"
        yield printable(f"not run: {only if len(why) == 1 else plural(len(why), 'check')}")


def related(count: int, is_like: bool) -> str:
    """So many problems, and how they are related to another one, in words."""
    words = "more like it" if is_like else "that follow from it"
    return f"{count:,} {words if count > 1 else words.replace('follow', 'follows')}"


def problem_line(p: Problem, paint: Paint = plain, path: str = "") -> str:
    """One problem on one line: place, code, level unless it is an error, field, message, key.

    `path`: that of the problem, where it is told from somewhere else.
    """
    place = paint(printable((path or p.path) + (f":{p.line}" if p.line else "")), "place")
    code = paint(p.code, p.level if p.level in STYLES else "error")
    level = "" if p.level == "error" else f" ({p.level})"
    is_row = p.line and not p.code.startswith("BRU8")
    of_schema = p.resource and not is_row and p.path.endswith(".json")  # of which of its tables?
    named = f"{p.resource}.{p.field}" if of_schema else p.field
    field = f" {paint(printable(named), 'field')}" if p.field else ""
    key = " " + paint(printable(f"[{p.named or p.key}]"), "faint") if p.key else ""
    return f"{place}: {code}{level}{field}: {printable(p.message)}{key}"


def reasons(items: Iterable[NotRun]) -> dict[str, list[str]]:
    """The codes of the rules that did not run, by reason."""
    found: dict[str, list[str]] = {}
    for code, reason, *_ in items:
        codes = found.setdefault(reason, [])
        if code and code not in codes:
            codes.append(code)
    return found


def not_run_lines(report: Report, paint: Paint = plain) -> Iterator[str]:
    """What could not be checked: a line a reason, and one for all resources that share one."""
    alike: dict[tuple[str, ...], list[tuple[str, list[str]]]] = {}
    paths = [table.path for table in report.resources]
    for reason, codes in reasons(report.unexplained).items():
        what, _, why = reason.partition(": ")
        shared: tuple[str, ...] = (why if what.startswith("resource ") else reason, *codes)
        of_file = (reason.removeprefix(path) for path in paths if reason.startswith(f"{path} "))
        shared = next(((end,) for end in of_file), shared)
        alike.setdefault(shared, []).append((reason, codes))
    for (first, codes), *more in alike.values():
        named = ", ".join(codes) if len(codes) <= 4 else f"{codes[0]} … {codes[-1]}"
        count = f" ({plural(len(codes), 'rule')}: {named})" if codes else ""
        others = f" (and {len(more):,} more like it)" if more else ""
        yield f"{paint('not run:', 'warning')} {printable(first + count + others)}"


def name(report: Report) -> str:
    """The package and its version."""
    return printable(f"{report.package} {report.version}".strip()) or "without a name"


def found(report: Report) -> str:
    """The verdict, and how many problems were found and excused by waivers, in words."""
    counts = [
        plural(report.errors, "error") if report.errors else "",
        plural(report.warnings, "warning") if report.warnings else "",
        f"{report.waived:,} waived" if report.waived else "",
    ]
    return ", ".join([report.verdict, *filter(None, counts)])


def checked(report: Report, tool_version: str) -> str:
    """What was checked, how long it took, by which bru."""
    rows = sum(r.rows for r in report.resources)
    read = sum(r.read for r in report.resources)
    return (
        f"{read:,} of {plural(len(report.resources), 'resource')} read, {plural(rows, 'row')}, "
        f"{plural(len(report.asked), 'rule')}, {report.seconds:.2f} s; "
        f"checked by bru {tool_version}"
    )


def _end(report: Report, tool_version: str, paint: Paint, brief: bool) -> Iterator[str]:
    """What was not listed or checked, the summary, and where to read more."""
    if left := unlisted(report):
        codes = ", ".join(f"{code} {count:,}" for code, count in left.items())
        total = plural(sum(left.values()), "more problem")
        yield f"{total} not listed (--limit 0 lists all): {codes}"
    yield from not_run_lines(report, paint)
    if brief:
        return
    role = "error" if report.errors else "good" if report.valid else "warning"
    verdict = paint(found(report), role)
    if report.since:
        yield report.since
    yield f"package {name(report)}: {verdict} ({checked(report, tool_version)})"
    if report.by_code:
        first = report.problems[0].code if report.problems else next(iter(report.by_code))
        yield f"`bru explain {first}` explains the rule"
    if report.opinion:
        yield from opinion(report.opinion, paint)


def opinion(found: Opinion, paint: Paint) -> Iterator[str]:
    """A second opinion: the summary, a line a difference, and what was not compared."""
    known, unlisted = len(found.differences) - found.unlisted, found.unlisted
    listed = [f"agrees on {plural(found.agreed, 'problem')}"] if found.agreed else []
    listed += [plural(known, "known difference")] if known else []
    listed += [paint(f"{plural(unlisted, 'difference')} not known", "error")] if unlisted else []
    yield ""
    yield f"second opinion of {found.judge} {found.version}: {', '.join(listed) or 'no problems'}"
    for difference in found.differences:
        yield opposed(found.judge, difference, paint)
    for reason in found.not_compared:
        yield f"{paint('not compared:', 'warning')} {printable(reason)}"


def opposed(judge: str, difference: Opposed, paint: Paint) -> str:
    """One difference on one line: place, field, who sees what, and why if that is known."""
    does, path, number, name, kind, reason, message = difference
    place = paint(printable(path + (f":{number}" if number else "")), "place")
    field = f" {paint(printable(name), 'field')}" if name else ""
    about = "; ".join(filter(None, (kind, message)))
    what = DOES[does].format(judge=judge) + (f" ({printable(about)})" if about else "")
    why = paint(f"known: {reason}", "faint") if reason else paint(ASKED, "error")
    return f"{place}:{field} {what}; {why}"
