"""The report as one page that needs no network: for a phone, a desk, the dark and paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import chain
from typing import TYPE_CHECKING

from bru.model.grammar import plural
from bru.model.problem import Problem
from bru.model.report import Excerpt, Group, Report
from bru.render.printable import printable
from bru.render.text import checked, found, name, reasons, related, unlisted
from bru.store import own

if TYPE_CHECKING:
    from bru.check.rulebook import Rule

STYLE = "\n" + own.read("render/style.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def html(report: Report, tool_version: str) -> Iterator[str]:
    """What to mend and how, the counts of rules, what was not checked, what was read."""
    from bru.check.rulebook import load_rules

    rules = {rule.code: rule for rule in load_rules()}
    title = f"{name(report)}: {found(report)}"
    body = (_causes(report, rules), _by_rule(report, rules), _not_run(report, rules))
    parts = chain(
        [head(title)],
        _summary(report, tool_version),
        *(["<main>"], *body, _tables(report)),
        [f"</main>\n{end(tool_version)}"],
    )
    return (part + "\n" for part in parts)


def head(title: str, style: str = "", more: str = "") -> str:
    """The beginning of a page that needs no network, with its own style and more in its head."""
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{more}',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f"<title>{safe(title)}</title>\n<style>{STYLE}{style}</style>\n</head>\n<body>",
    ]
    return "\n".join(parts)


def end(tool_version: str) -> str:
    """The end of a page, which says who wrote it."""
    return f'<footer class="faint">Written by bru {safe(tool_version)}.</footer>\n</body>\n</html>'


def safe(value: str) -> str:
    """A text that is only text on the page."""
    return escape(printable(value))


def isolated(value: str, style: str = "") -> str:
    """A value whose direction of writing ends where it ends."""
    kind = f' class="{style}"' if style else ""
    return f'<bdi dir="auto"{kind}>{safe(value)}</bdi>'


def _summary(report: Report, tool_version: str) -> Iterator[str]:
    style = "bad" if report.errors else "warn" if report.warnings else "good"
    yield f"<header>\n<h1>{isolated(name(report))}</h1>"
    yield f'<p class="verdict {style}">{found(report)}</p>'
    yield f'<p class="faint">{safe(checked(report, tool_version))}</p>'
    count = len(reasons(report.unexplained))
    if count:
        what = "One thing was" if count == 1 else f"{count:,} things were"
        yield f'<p class="warn">{what} <a href="#not-run">not checked</a>.</p>'
    yield "</header>"


def _badge(code: str, warning: bool) -> str:
    return f'<span class="code{" warn" if warning else ""}">{safe(code)}</span>'


def _title(code: str, rules: Mapping[str, Rule]) -> str:
    return safe(rules[code].title) if code in rules else ""


def _by_rule(report: Report, rules: Mapping[str, Rule]) -> Iterator[str]:
    """The exact count of each rule, also of what is not listed."""
    if not report.by_code:
        return
    errors = {p.code for p in report.problems if p.level != "warning"}
    left = unlisted(report)
    yield '<section>\n<h2>By rule</h2>\n<ul class="list">'
    for code, count in sorted(report.by_code.items(), key=lambda item: (-item[1], item[0])):
        level = "" if code in errors else " (warning)"
        note = f', <span class="warn">{left[code]:,} not listed here</span>' if code in left else ""
        yield f"<li>{_badge(code, code not in errors)}"
        yield f"<span>{_title(code, rules)}{level}{note}</span>"
        yield f'<span class="count">{count:,}</span></li>'
    yield "</ul>"
    if left:
        yield '<p class="faint">bru validate --limit 0 lists all.</p>'
    yield "</section>"


def _causes(report: Report, rules: Mapping[str, Rule]) -> Iterator[str]:
    """What is to be mended, errors first; under each what follows from it."""
    if not report.problems:
        return
    yield "<section>\n<h2>What to mend</h2>"
    for group in report.groups:
        yield from _cause(report, group, rules)
    yield "</section>"


def _cause(report: Report, group: Group, rules: Mapping[str, Rule]) -> Iterator[str]:
    """One fault: where, what, the row, how to fix it, why it is a fault, what follows."""
    p = group.head
    warning = p.level == "warning"
    line = f", line {p.line}" if p.line else ""
    yield f'<div class="cause">\n<h3>{_badge(p.code, warning)}'
    yield f"<span>{_title(p.code, rules)}{' (warning)' if warning else ''}</span>"
    yield f'<span class="faint">{isolated(report.located(p.path))}{line}</span></h3>'
    yield f"<div>\n<p>{_said(p)}</p>"
    yield from _row(p, report.excerpts.get(p, ()))
    if p.hint:
        yield f'<p class="fix"><b>Fix:</b> {isolated(p.hint)}</p>'
    if p.code in rules:
        rule = rules[p.code]
        yield f"<details><summary>Why</summary><p>{safe(rule.why)}</p>"
        yield f"<p>{safe(rule.fix)}</p></details>"
    yield from _follows(report, group)
    yield "</div>\n</div>"


def _said(p: Problem) -> str:
    """Field, message and row."""
    field = isolated(p.field, "field") + ": " if p.field else ""
    key = " " + isolated(f"[{p.named or p.key}]", "key") if p.key else ""
    return f"{field}{isolated(p.message)}{key}"


def _row(p: Problem, excerpt: Excerpt) -> Iterator[str]:
    """The row as it stands in the file: what is filled in, and what is wrong."""
    wrong = p.field.split(", ")
    shown = [(name, cell) for name, cell in excerpt if cell or name in wrong]
    if not shown:
        return
    yield '<table class="row">'
    for column, cell in shown:
        kind = ' class="wrong"' if column in wrong or not column else ""
        yield f"<tr{kind}><th>{isolated(column or 'no column')}</th><td>{isolated(cell)}</td></tr>"
    yield "</table>"


def _follows(report: Report, group: Group) -> Iterator[str]:
    """What follows from a fault, and what could not be checked because of it."""
    if group.problems:
        like = sum(map(group.is_like, group.problems))
        counts = (like, True), (len(group.problems) - like, False)
        what = ", ".join(related(*own) for own in counts if own[0])
        yield f'<details><summary>{what}</summary>\n<ul class="list">'
        for p in group.problems:
            place = isolated(report.located(p.path) + (f":{p.line}" if p.line else ""))
            yield f"<li><b>{safe(p.code)}</b><span>{place}: {_said(p)}</span></li>"
        yield "</ul></details>"
    if waiting := reasons(group.not_run):
        what = plural(len(waiting), "check") + " could not be made because of it"
        yield f'<details><summary>{what}</summary>\n<ul class="list">'
        for reason, codes in waiting.items():
            many = f" ({plural(len(codes), 'rule')})" if codes else ""
            yield f"<li><span>{isolated(reason)}{many}</span></li>"
        yield "</ul></details>"


def _not_run(report: Report, rules: Mapping[str, Rule]) -> Iterator[str]:
    found = reasons(report.unexplained)
    if not found:
        return
    yield '<section id="not-run">\n<h2>Not checked</h2>'
    for reason, codes in found.items():
        only = f"<b>{safe(codes[0])}</b>: " if len(codes) == 1 else ""
        yield f'<div class="reason">{only}{isolated(reason)}'
        if len(codes) > 1:
            yield f"<details><summary>{plural(len(codes), 'rule')}</summary>"
            yield '<ul class="list">'
            yield from (f"<li><b>{safe(c)}</b><span>{_title(c, rules)}</span></li>" for c in codes)
            yield "</ul></details>"
        yield "</div>"
    yield "</section>"


def _tables(report: Report) -> Iterator[str]:
    if not report.resources:
        return
    read = sum(table.read for table in report.resources)
    yield "<section>\n<h2>What was read</h2>"
    yield f"<details><summary>{read:,} of {plural(len(report.resources), 'resource')}</summary>"
    yield '<table><tr><th>file<th class="number">rows<th class="number">bytes</tr>'
    for table in report.resources:
        yield (
            f"<tr><td>{isolated(report.located(table.path))}"
            f'<td class="number">{f"{table.rows:,}" if table.read else "not read"}'
            f'<td class="number">{f"{table.bytes:,}" if table.read else ""}</tr>'
        )
    yield "</table></details>\n</section>"
