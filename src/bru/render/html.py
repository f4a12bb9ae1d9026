"""The report as one page that needs no network: for a phone, a desk, the dark and paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING

from bru.model.grammar import plural
from bru.model.problem import Problem
from bru.model.report import Report
from bru.render.text import checked, found, name, printable, reasons, unlisted

if TYPE_CHECKING:
    from bru.check.rulebook import Rule

STYLE = """
:root { color-scheme: light dark;
  --paper: #fff; --ink: #1d2125; --faint: #5c6570; --rule: #d9dee3; --card: #f6f8fa;
  --bad: #b3261e; --warn: #8a5300; --good: #1a6b35; --link: #0b57a4; --on: #fff; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14171a; --ink: #e4e7ea; --faint: #9aa4ae; --rule: #343b42; --card: #1c2126;
  --bad: #ff8f84; --warn: #f0b54a; --good: #6fd08c; --link: #83b9f5; --on: #14171a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 56rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
  -webkit-text-size-adjust: 100%; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; padding-bottom: .35rem;
  border-bottom: 1px solid var(--rule); }
h3 { font-size: 1rem; margin: 0; display: flex; gap: .35rem .6rem; align-items: baseline; }
h3 > :nth-child(2) { flex: 1; }
p { margin: .35rem 0; }
a { color: var(--link); }
bdi { unicode-bidi: isolate; }
.verdict { font-size: 1.15rem; font-weight: 600; margin: .25rem 0 0; }
.bad { color: var(--bad); } .warn { color: var(--warn); } .good { color: var(--good); }
.faint { color: var(--faint); }
.faint, .line, .fix, .key { font-size: .9rem; }
.code { font: 600 .85rem/1.5 ui-monospace, monospace; padding: 0 .4rem; border-radius: .25rem;
  color: var(--on); background: var(--bad); white-space: nowrap; }
.code.warn { background: var(--warn); color: var(--on); }
.reason { padding: .5rem 0; border-bottom: 1px solid var(--rule); }
.group { border: 1px solid var(--rule); border-radius: .5rem; margin: 0 0 1rem; }
.group > h3, .group > details { padding: .6rem .8rem; background: var(--card); }
.group > h3 { border-radius: .5rem .5rem 0 0; }
.group > details { padding-top: 0; }
summary { cursor: pointer; color: var(--link); font-size: .9rem; }
ul, ol { list-style: none; margin: 0; padding: 0; }
.problems > li { display: grid; grid-template-columns: 5.5rem 1fr; gap: 0 .8rem;
  padding: .6rem .8rem; border-top: 1px solid var(--rule); }
.line { color: var(--faint); font-variant-numeric: tabular-nums; padding-top: .1rem; }
.field { font: .9rem/1.5 ui-monospace, monospace; font-weight: 600; }
.key { color: var(--faint); }
.fix { margin: .15rem 0 0; } .fix b { color: var(--good); }
.list > li { padding: .35rem 0; display: flex; gap: .6rem; align-items: baseline; }
.list > li > :nth-child(2) { flex: 1; }
.count { font-variant-numeric: tabular-nums; white-space: nowrap; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .9rem; }
th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--rule);
  vertical-align: top; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
footer { margin-top: 3rem; }
@media (max-width: 34rem) {
  .problems > li { grid-template-columns: 1fr; } .line { padding: 0; } }
@media print {
  :root { --paper: #fff; --ink: #000; --faint: #444; --rule: #999; --card: #fff; --link: #000;
    --bad: #900; --warn: #640; --good: #040; --on: #fff; }
  html { font-size: 10pt; } body { max-width: none; padding: 0; }
  .code { border: 1px solid; color: var(--bad); background: none; }
  .code.warn { color: var(--warn); background: none; }
  .problems > li, .list > li, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def html(report: Report, tool_version: str) -> str:
    """Summary, problems by file and rule, what was not checked, what was read."""
    from bru.check.rulebook import load_rules

    rules = {rule.code: rule for rule in load_rules()}
    title = f"{name(report)}: {found(report)}"
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f"<title>{safe(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        *_summary(report, tool_version),
        "<main>",
        *_by_rule(report, rules),
        *_files(report, rules),
        *_not_run(report, rules),
        *_tables(report),
        "</main>",
        f'<footer class="faint">Written by bru {safe(tool_version)}.</footer>',
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


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
    count = len(reasons(report.not_run))
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


def _files(report: Report, rules: Mapping[str, Rule]) -> Iterator[str]:
    files: dict[str, dict[str, list[Problem]]] = {}
    for p in report.problems:
        files.setdefault(p.path, {}).setdefault(p.code, []).append(p)
    if len(files) > 1:
        yield '<section>\n<h2>By file</h2>\n<ul class="list">'
        for number, path in enumerate(files, 1):
            yield f'<li><a href="#file-{number}">{isolated(report.located(path))}</a></li>'
        yield "</ul>\n</section>"
    for number, (path, groups) in enumerate(files.items(), 1):
        yield f'<section id="file-{number}">\n<h2>{isolated(report.located(path))}</h2>'
        for code, problems in groups.items():
            yield from _group(code, problems, rules, report)
        yield "</section>"


def _group(
    code: str, problems: list[Problem], rules: Mapping[str, Rule], report: Report
) -> Iterator[str]:
    """The problems of one rule in one file, under its explanation."""
    warning = all(p.level == "warning" for p in problems)
    level = " (warning)" if warning else ""
    yield f'<div class="group">\n<h3>{_badge(code, warning)}'
    yield f"<span>{_title(code, rules)}{level}</span>"
    yield f'<span class="count faint">{len(problems):,}</span></h3>'
    if code in rules:
        rule = rules[code]
        yield "<details><summary>Why, and how to fix it</summary>"
        yield f"<p><b>Why.</b> {safe(rule.why)}</p><p><b>Fix.</b> {safe(rule.fix)}</p></details>"
    yield '<ol class="problems">'
    roots = {report.problems[at]: report.problems[root] for at, root in report.follows.items()}
    for p in problems:
        yield from _problem(p, roots.get(p), report)
    yield "</ol>\n</div>"


def _problem(p: Problem, root: Problem | None, report: Report) -> Iterator[str]:
    where = f"line {p.line}" if p.line else "whole file"
    field = isolated(p.field, "field") + ": " if p.field else ""
    key = " " + isolated(f"[{p.named or p.key}]", "key") if p.key else ""
    fix = f'<p class="fix"><b>Fix:</b> {isolated(p.hint)}</p>' if p.hint else ""
    yield f'<li><span class="line">{where}</span>'
    after = f"follows from {root.code} at {report.located(root.path)}:{root.line}" if root else ""
    note = f'<p class="faint">{isolated(after)}</p>' if root else fix
    yield f"<div>{field}{isolated(p.message)}{key}{note}</div></li>"


def _not_run(report: Report, rules: Mapping[str, Rule]) -> Iterator[str]:
    found = reasons(report.not_run)
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
