"""The report as JUnit XML, for the test pages of build machines.

A suite for each file with problems: a case for each rule that found some, failed when one is an
error. Then one suite for all other rules: passed, or skipped with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from bru.check.rulebook import load_rules
from bru.model.grammar import plural
from bru.model.problem import Problem
from bru.model.report import Report
from bru.render.printable import printable
from bru.render.text import found, more, problem_line, unlisted


def junit(report: Report, tool_version: str) -> str:
    """One `testsuites` element, as the schema `junit-10.xsd` of Jenkins describes it."""
    asked = {*report.asked, *report.by_code}
    titles = {rule.code: rule.title for rule in load_rules() if rule.code in asked}
    root = ET.Element("testsuites", name=f"bru {tool_version}", time=f"{report.seconds:.3f}")
    suites = [*_files(report, titles), _rules(report, titles)]
    for suite in suites:
        for name, tag in COUNTED.items():
            suite.set(name, str(len(suite.findall(f"testcase/{tag}" if tag else "testcase"))))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, 0)) for suite in suites)))
    root.extend(suites)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


COUNTED = {"tests": "", "failures": "failure", "errors": "error", "skipped": "skipped"}


def _files(report: Report, titles: Mapping[str, str]) -> Iterator[ET.Element]:
    paths: dict[str, dict[str, list[Problem]]] = {}
    for p in report.problems:
        paths.setdefault(p.path, {}).setdefault(p.code, []).append(p)
    for path, codes in paths.items():
        where = printable(report.located(path))
        suite = ET.Element("testsuite", name=where, file=where)
        for code, problems in codes.items():
            _problems(suite, report, f"{code} {titles.get(code, '')}".strip(), problems)
        yield suite


def _problems(suite: ET.Element, report: Report, name: str, problems: list[Problem]) -> None:
    """The case of one rule in one file."""
    case = _case(suite, problems[0].resource or "package", name)
    errors = [p for p in problems if p.level != "warning"]
    warnings = [p for p in problems if p.level == "warning"]
    if errors:
        first = _lines(report, errors[:1]).partition("\n")[0]
        rest = f" (and {len(errors) - 1:,} more)" if len(errors) > 1 else ""
        failure = ET.SubElement(case, "failure", type="error", message=first + rest)
        failure.text = _lines(report, errors)
    if warnings:
        ET.SubElement(case, "system-out").text = _lines(report, warnings)


def _case(suite: ET.Element, group: str, name: str) -> ET.Element:
    values = {"classname": printable(f"bru.{group}"), "name": printable(name)}
    return ET.SubElement(suite, "testcase", values)


def _lines(report: Report, problems: list[Problem]) -> str:
    """The problems as in the text format, a line each, and a line for each fix."""
    lines = []
    for p in problems:
        lines.append(problem_line(p, path=report.located(p.path)))
        if p.hint:
            lines.append(printable(f"    fix: {p.hint}"))
    return "\n".join(lines)


def _rules(report: Report, titles: Mapping[str, str]) -> ET.Element:
    """The suite of the rules that were asked and found nothing, and of what could not be."""
    time = f"{report.seconds:.3f}"
    suite = ET.Element("testsuite", name="rules", time=time)
    reasons: dict[str, list[str]] = {}
    for code, reason, *_ in report.not_run:
        reasons.setdefault(code or reason, []).append(reason)
    for code, title in titles.items():
        if code in reasons or code not in report.by_code:
            case = _case(suite, "rules", f"{code} {title}")
            _skip(case, reasons.pop(code, []))
    for name, texts in reasons.items():
        _skip(_case(suite, "rules", name), texts)
    notes = [more(code, count) for code, count in unlisted(report).items()]
    summary = f"{found(report)} ({plural(len(report.resources), 'resource')})"
    ET.SubElement(suite, "system-out").text = "\n".join([*notes, summary])
    return suite


def _skip(case: ET.Element, reasons: list[str]) -> None:
    if reasons:
        ET.SubElement(case, "skipped", message=printable("; ".join(reasons)))
