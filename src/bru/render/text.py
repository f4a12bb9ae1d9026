"""The report for a person, and the words that other formats share with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from bru.model.problem import NotRun, Problem
from bru.model.report import Report

Paint = Callable[[str, str], str]  # a text and its role → the text in its colour
STYLES: dict[str, dict[str, Any]] = {
    "place": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "good": {"fg": "green", "bold": True},
    "field": {"fg": "cyan"},
    "fix": {"fg": "green"},
    "faint": {"dim": True},
}
PLACES = 6  # lines of a file that are named for what follows from a problem
COMMAND = r"##(?=[A-Za-z]*\[)"  # ##[error], ##vso[…]: build machines obey them anywhere in a line


def plain(value: str, role: str) -> str:
    """The text as it is: no colour."""
    return value


def coloured(value: str, role: str) -> str:
    """The text in the colour of its role, by the escape sequences of terminals."""
    from click import style

    return style(value, **STYLES[role])


def text(report: Report, tool_version: str, paint: Paint = plain) -> str:
    """One line a problem, then how to fix it; then what did not run; then the summary."""
    return joined([*_problems(report, paint), *_end(report, tool_version, paint)])


def statistics(report: Report, tool_version: str, paint: Paint = plain) -> str:
    """One line a rule that found something: how often, its code and title; then as in `text`."""
    from bru.check.rulebook import load_rules

    titles = {rule.code: rule.title for rule in load_rules()}
    levels: dict[str, set[str]] = {}
    for p in report.problems:
        levels.setdefault(p.code, set()).add(p.level)
    width = max((len(f"{n:,}") for n in report.by_code.values()), default=0)
    lines = []
    for code, count in sorted(report.by_code.items(), key=lambda item: (-item[1], item[0])):
        level = "warning" if levels.get(code) == {"warning"} else "error"
        note = " (warning)" if level == "warning" else ""
        lines.append(f"{count:>{width},}  {paint(code, level)}  {titles.get(code, '')}{note}")
    between = [""] if lines else []
    return joined([*lines, *between, *_end(report, tool_version, paint)])


def printed(lines: Iterable[str]) -> str:
    """Lines that can do nothing to a terminal or a log."""
    return joined(map(printable, lines))


def joined(lines: Iterable[str]) -> str:
    """Lines of which none is a workflow command (`::error::…` at the start of a line is one)."""
    return "".join(
        (re.sub(r"^(\s*):(?=:)", r"\1\\x3a", line) if "::" in line else line) + "\n"
        for line in lines
    )


def printable(value: str, keep: str = "") -> str:
    """A text that can do nothing to a terminal or a log.

    Characters that are not printable (control, direction, lone surrogates) are written out,
    except those in `keep`; so is what a build machine would take for a command.
    """
    if not value.isprintable():
        value = "".join(c if c.isprintable() or c in keep else repr(c)[1:-1] for c in value)
    return re.sub(COMMAND, r"#\\x23", value) if "##" in value else value


def plural(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def unlisted(report: Report) -> dict[str, int]:
    """How many problems of each code were counted but, because of the limit, not listed."""
    left = dict(report.by_code)
    for p in report.problems:
        left[p.code] = left.get(p.code, 0) - 1
    return {code: count for code, count in left.items() if count > 0}


def more(code: str, count: int) -> str:
    """The line that says how many problems of a code are not listed."""
    return f"{code}: {plural(count, 'more problem')} not listed (--limit 0 lists all)"


def _problems(report: Report, paint: Paint) -> Iterator[str]:
    follows = report.follows
    roots: dict[int, list[Problem]] = {}
    for at, root in follows.items():
        roots.setdefault(root, []).append(report.problems[at])
    for at, p in enumerate(report.problems):
        if at in follows:
            continue
        yield problem_line(p, paint)
        if p.hint:
            yield f"    {paint('fix:', 'fix')} {printable(p.hint)}"
        if at in roots:
            yield f"    … and {followers(roots[at])}"
    for code, count in unlisted(report).items():
        yield more(code, count)
    if report.problems:
        yield ""


def numbers(lines: Collection[int]) -> list[str]:
    """Numbers of lines, the first of many."""
    return [*map(str, [*lines][:PLACES]), *["…"] * (len(lines) > PLACES)]


def followers(problems: Sequence[Problem]) -> str:
    """How many problems follow from another one, and where they are."""
    places: dict[str, dict[int, None]] = {}
    for p in problems:
        places.setdefault(p.path, {})[p.line] = None
    where = [f"{path}:{', '.join(numbers(lines))}" for path, lines in places.items()]
    more = "follows" if len(problems) == 1 else "follow"
    return printable(f"{len(problems):,} that {more} from it ({'; '.join(where)})")


def problem_line(p: Problem, paint: Paint = plain) -> str:
    """One problem on one line: place, code, level unless it is an error, field, message, key."""
    place = paint(printable(p.path + (f":{p.line}" if p.line else "")), "place")
    code = paint(p.code, p.level if p.level in STYLES else "error")
    level = "" if p.level == "error" else f" ({p.level})"
    field = f" {paint(printable(p.field), 'field')}" if p.field else ""
    key = " " + paint(printable(f"[{p.named or p.key}]"), "faint") if p.key else ""
    return f"{place}: {code}{level}{field}: {printable(p.message)}{key}"


def reasons(items: Iterable[NotRun]) -> dict[str, list[str]]:
    """The codes of the rules that did not run, by reason."""
    found: dict[str, list[str]] = {}
    for code, reason in items:
        codes = found.setdefault(reason, [])
        if code and code not in codes:
            codes.append(code)
    return found


def not_run_lines(report: Report, paint: Paint = plain) -> Iterator[str]:
    """What could not be checked: a line a reason."""
    for reason, codes in reasons(report.not_run).items():
        named = ", ".join(codes) if len(codes) <= 4 else f"{codes[0]} … {codes[-1]}"
        count = f" ({plural(len(codes), 'rule')}: {named})" if codes else ""
        yield f"{paint('not run:', 'warning')} {printable(reason + count)}"


def name(report: Report) -> str:
    """The package and its version."""
    return printable(f"{report.package} {report.version}".strip()) or "package"


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
        f"{plural(len(report.asked), 'rule')}, {report.seconds:.2f} s; bru {tool_version}"
    )


def _end(report: Report, tool_version: str, paint: Paint) -> Iterator[str]:
    """What was not checked, the summary, and where to read more."""
    yield from not_run_lines(report, paint)
    role = "error" if report.errors else "good" if report.valid else "warning"
    verdict = paint(found(report), role)
    yield f"{name(report)}: {verdict} ({checked(report, tool_version)})"
    if report.by_code:
        yield f"`bru explain {next(iter(report.by_code))}` tells more about a code"
    if report.opinion:
        from bru.render.opinion import opinion

        yield from opinion(report.opinion, paint)
