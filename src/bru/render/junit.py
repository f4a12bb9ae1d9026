"""The report as JUnit XML, for the test pages of build machines.

A suite for each file with problems: a case for each rule that found some, failed when one is an
error. Then one suite for all other rules: passed, or skipped with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from bru.check.rulebook import load_rules
from bru.model.grammar import plural
from bru.model.many import Sorted
from bru.model.problem import Problem
from bru.model.report import Report
from bru.render.printable import printable
from bru.render.text import found, more, problem_line, unlisted


def junit(report: Report, tool_version: str) -> Iterator[str]:
    """One `testsuites` element, as the schema `junit-10.xsd` of Jenkins describes it."""
    asked = {*report.asked, *report.by_code}
    titles = {rule.code: rule.title for rule in load_rules() if rule.code in asked}
    root = ET.Element("testsuites", name=f"bru {tool_version}", time=f"{report.seconds:.3f}")
    texts = Texts(report)
    suites = [*_files(texts, titles), _rules(report, titles)]
    for suite in suites:
        for name, tag in COUNTED.items():
            suite.set(name, str(len(suite.findall(f"testcase/{tag}" if tag else "testcase"))))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, 0)) for suite in suites)))
    root.extend(suites)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield from texts.filled(f"{text}\n")


COUNTED = {"tests": "", "failures": "failure", "errors": "error", "skipped": "skipped"}
HERE = "\0"  # in the place of the problems of a case, of which there may be many


class Texts:
    """The problems by file, rule and level, in the order of their cases."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.first: dict[str, dict[str, dict[bool, Problem]]] = {}
        self.counts = Counter[tuple[str, str, bool]]()
        for p in report.problems:
            group = p.path, p.code, p.level == "warning"
            self.first.setdefault(p.path, {}).setdefault(p.code, {}).setdefault(group[2], p)
            self.counts[group] += 1

    def filled(self, text: str) -> Iterator[str]:
        """A text with the problems in their places."""
        groups = ((path, code) for path, codes in self.first.items() for code in codes)
        number, found = {group: at for at, group in enumerate(groups)}, Sorted[Problem]()
        for p in self.report.problems:
            found.add((number[p.path, p.code], p.level == "warning"), p)
        before, *after = text.split(HERE)
        yield before
        for rest, (_, own) in zip(after, groupby(found, itemgetter(0)), strict=True):
            for at, (_, p) in enumerate(own):
                yield escape(("\n" if at else "") + _lines(self.report, p))
            yield rest


def _files(texts: Texts, titles: Mapping[str, str]) -> Iterator[ET.Element]:
    for path, codes in texts.first.items():
        where = printable(texts.report.located(path))
        suite = ET.Element("testsuite", name=where, file=where)
        for code in codes:
            _problems(suite, texts, path, code, f"{code} {titles.get(code, '')}".strip())
        yield suite


def _problems(suite: ET.Element, texts: Texts, path: str, code: str, name: str) -> None:
    """The case of one rule in one file."""
    first = texts.first[path][code]
    case = _case(suite, next(iter(first.values())).resource or "package", name)
    if error := first.get(False):
        message = _lines(texts.report, error).partition("\n")[0]
        more = texts.counts[path, code, False] - 1
        rest = f" (and {more:,} more)" if more else ""
        ET.SubElement(case, "failure", type="error", message=message + rest).text = HERE
    if True in first:
        ET.SubElement(case, "system-out").text = HERE


def _case(suite: ET.Element, group: str, name: str) -> ET.Element:
    values = {"classname": printable(f"bru.{group}"), "name": printable(name)}
    return ET.SubElement(suite, "testcase", values)


def _lines(report: Report, p: Problem) -> str:
    """A problem as in the text format: a line, and one for its fix."""
    fix = "\n" + printable(f"    fix: {p.hint}") if p.hint else ""
    return problem_line(p, path=report.located(p.path)) + fix


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
