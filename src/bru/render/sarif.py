"""The report as SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from bru.check.rulebook import Rule, load_rules
from bru.model.grammar import plural
from bru.model.problem import Problem
from bru.model.report import INCOMPLETE, Report
from bru.render import to_json
from bru.render.printable import printable
from bru.render.text import unlisted

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MOST = 5_000  # results: code scanning shows so many, and refuses a log of more than 25,000
BASE = "%SRCROOT%"  # the name scanners give to the folder that relative addresses start from


def sarif(report: Report, tool_version: str) -> Iterator[str]:
    """A log with one run: the rules, the problems, and what could not be checked."""
    report = limited(report)
    rules = load_rules()
    index = {rule.code: number for number, rule in enumerate(rules)}
    not_run = ((one.code, f"not run: {one.reason}") for one in report.not_run)
    counts = unlisted(report).items()
    left = ((c, f"{c}: {plural(count, 'more problem')} not listed") for c, count in counts)
    run = {
        "tool": {
            "driver": {
                "name": "bru",
                "version": tool_version,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "invocations": [
            {
                "executionSuccessful": report.verdict != INCOMPLETE,
                "exitCode": report.exit_code,
                "toolConfigurationNotifications": _notices(not_run, index),
                "toolExecutionNotifications": _notices(left, index),
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": list(_results(report, index)),
    }
    yield to_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def limited(report: Report) -> Report:
    """The report with at most so many problems as are accepted, of all rules some; all counted."""
    if len(report.problems) > MOST:
        share = MOST // len({p.code for p in report.problems}) or 1
        seen, kept = Counter[str](), list[Problem]()
        for p in report.problems:
            seen[p.code] += 1
            if seen[p.code] <= share:
                kept.append(p)
        return report._replace(problems=tuple(kept[:MOST]))
    return report


def message(value: str) -> dict[str, str]:
    """A message object that a reader shows as it is: braces and links mean nothing in it."""
    text = printable(value, keep="\n").replace("](", r"]\x28")
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": f"{rule.title}. {rule.why}"},
        "help": {
            "text": f"Why: {rule.why}\n\nFix: {rule.fix}",
            "markdown": f"**Why.** {rule.why}\n\n**Fix.** {rule.fix}",
        },
        "defaultConfiguration": {"level": rule.level},
    }


def _results(report: Report, index: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for p in report.problems:
        digest = fingerprint(p)
        seen[digest] += 1
        yield {
            "ruleId": p.code,
            **_index(p.code, index, "ruleIndex"),
            "level": "warning" if p.level == "warning" else "error",
            "message": message(_sentence(p)),
            "locations": [_location(report, p)],
            "partialFingerprints": {"bruProblem/v1": f"{digest}:{seen[digest]}"},
        }


def fingerprint(p: Problem) -> str:
    """A digest that stays the same while rows move: the line is no part of it."""
    parts = (p.code, p.resource, p.path, p.field, p.key, p.value)
    # The length of each part is in the text, so that no two problems share one.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _index(code: str, index: Mapping[str, int], name: str) -> dict[str, int]:
    return {name: index[code]} if code in index else {}


def _sentence(p: Problem) -> str:
    field = f"{p.field}: " if p.field else ""
    key = f" [{p.named or p.key}]" if p.key else ""
    fix = f"\nFix: {p.hint}" if p.hint else ""
    return f"{field}{p.message}{key}{fix}"


def _location(report: Report, p: Problem) -> dict[str, Any]:
    where = {"uri": address(report.located(p.path))}
    if "://" not in where["uri"]:
        where["uriBaseId"] = BASE
    # A problem of the file as a whole stands at its first line: code scanning wants a line.
    region = {"startLine": max(1, p.line)}
    logical = list(_logical(p))
    return {
        "physicalLocation": {"artifactLocation": where, "region": region},
        **({"logicalLocations": logical} if logical else {}),
    }


def address(path: str) -> str:
    """The URI of a file: relative, or with the scheme `file` when the path is absolute."""
    quoted = quote(path, errors="replace")
    if path.startswith("/"):
        return f"file://{quoted}"
    return f"file:///{quoted}" if path[1:3] == ":/" else quoted


def _logical(p: Problem) -> Iterator[dict[str, str]]:
    parts = (("resource", p.resource), ("field", p.field), ("row", p.key))
    for kind, name in parts:
        if name:
            full = name if kind == "resource" else f"{p.resource}/{kind}/{name}"
            yield {"name": printable(name), "fullyQualifiedName": printable(full), "kind": kind}


def _notices(told: Iterable[tuple[str, str]], index: Mapping[str, int]) -> list[dict[str, Any]]:
    """Notifications: the rule each is about, "" for none, and what it says."""
    return [
        {
            "level": "warning",
            "message": message(words),
            **({"associatedRule": {"id": code, **_index(code, index, "index")}} if code else {}),
        }
        for code, words in told
    ]
