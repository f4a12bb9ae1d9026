"""The report for a person."""

from __future__ import annotations

from collections.abc import Iterator

from bru.problem import NotRun, Problem
from bru.report import Report


def text(report: Report, tool_version: str) -> str:
    """One line a problem, then how to fix it; then what did not run; then the summary."""
    return (
        "\n".join([*_problems(report), *_not_run(report.not_run), *_summary(report, tool_version)])
        + "\n"
    )


def printable(value: str) -> str:
    """A text that can do nothing to a terminal: control characters are written out."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in value)


def plural(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _problems(report: Report) -> Iterator[str]:
    shown: dict[str, int] = {}
    for p in report.problems:
        shown[p.code] = shown.get(p.code, 0) + 1
        yield problem_line(p)
        if p.hint:
            yield printable(f"    fix: {p.hint}")
    for code, count in report.by_code.items():
        if count > shown.get(code, 0):
            more = count - shown.get(code, 0)
            yield f"{code}: {plural(more, 'more problem')} not listed (--limit 0 lists all)"
    if report.problems:
        yield ""


def problem_line(p: Problem) -> str:
    """One problem on one line: place, code, level unless it is an error, field, message, key."""
    place = p.path + (f":{p.line}" if p.line else "")
    level = "" if p.level == "error" else f" ({p.level})"
    field = f" {p.field}" if p.field else ""
    key = f" [{p.key}]" if p.key else ""
    return printable(f"{place}: {p.code}{level}{field}: {p.message}{key}")


def _not_run(items: tuple[NotRun, ...]) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for code, reason in items:
        reasons.setdefault(reason, []).append(code)
    for reason, codes in reasons.items():
        known = list(dict.fromkeys(c for c in codes if c))
        named = ", ".join(known) if len(known) <= 4 else f"{known[0]} … {known[-1]}"
        count = f" ({plural(len(known), 'rule')}: {named})" if known else ""
        yield printable(f"not run: {reason}{count}")


def _summary(report: Report, tool_version: str) -> Iterator[str]:
    rows = sum(r.rows for r in report.resources)
    checked = (
        f"{plural(len(report.resources), 'table')}, {plural(rows, 'row')}, "
        f"{plural(report.rules, 'rule')}, {report.seconds:.2f} s"
    )
    name = f"{report.package} {report.version}".strip() or "package"
    if report.problems or report.errors or report.warnings:
        found = f"{plural(report.errors, 'error')}, {plural(report.warnings, 'warning')}"
        yield f"{printable(name)}: {found} ({checked}; bru {tool_version})"
        first = next(iter(report.by_code))
        yield f"`bru explain {first}` tells more about a code"
    else:
        yield f"{printable(name)}: no problems ({checked}; bru {tool_version})"
