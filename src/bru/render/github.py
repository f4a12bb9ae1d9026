"""The report as workflow commands of GitHub Actions: an annotation a problem.

A command is one line, `::error file=…,line=…,title=…::message`. Nothing in a value can end it or
begin another: GitHub decodes %25, %0D, %0A, and in properties %3A and %2C, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from bru.model.problem import Problem
from bru.model.report import Report
from bru.render.printable import printable
from bru.render.text import checked, found, more, name, not_run_lines, problem_line, unlisted


def github(report: Report, tool_version: str) -> Iterator[str]:
    """A command a problem, then one notice of what else there is to know, if there is."""
    for line in chain(_annotations(report), _notice(report, tool_version)):
        yield line + "\n"


def command(kind: str, message: str, **properties: str) -> str:
    """One workflow command; properties without a value are left out."""
    given = ",".join(f"{k}={_property(v)}" for k, v in properties.items() if v)
    return f"::{kind} {given}::{_data(message)}"


def _data(value: str) -> str:
    text = printable(value, keep="\r\n")
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def _annotations(report: Report) -> Iterator[str]:
    for p in in_turn(report.problems):
        kind = "warning" if p.level == "warning" else "error"
        line, path = str(p.line) if p.line else "", report.located(p.path)
        # Place and rule as well: the log of a build does not show the properties of a command.
        message = problem_line(p, path=path) + (f"\nfix: {p.hint}" if p.hint else "")
        yield command(kind, message, file=path, line=line, title=p.code)


def in_turn(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The first problem of each rule, then all others: GitHub shows ten of a step and a level."""
    for is_first in (True, False):
        seen = set[str]()
        for p in problems:
            if (p.code not in seen) == is_first:
                yield p
            seen.add(p.code)


def _notice(report: Report, tool_version: str) -> Iterator[str]:
    lines = [more(code, count) for code, count in unlisted(report).items()]
    lines += not_run_lines(report)
    if lines or report.problems or report.waived or not report.valid:
        lines.append(f"{found(report)} ({checked(report, tool_version)})")
        yield command("notice", "\n".join(lines), title=name(report))
