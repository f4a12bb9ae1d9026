"""The rules about values: a test for each type and constraint, from the schema alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from bru.damage import mend
from bru.datapackage.constraints import BOUNDS, TESTS, bound_test
from bru.datapackage.suggest import did_you_mean
from bru.model.package import Field, Package
from bru.model.problem import Finding, More
from bru.model.question import Hit, Question, Unmatched
from bru.rules.kinds import Pair

EXPLAINED = 1_000  # values of a field whose damage is named: about a second
COMPARISONS = 500_000  # in a package, of a wrong value with a listed one: a few seconds


def meant(value: str, field: Field | None, known: Sequence[str], labels: object) -> More:
    """What happened to a value of a field, else which of the known values is like it."""
    what = mend.named(value, field) if field else ""
    return More(what or (did_you_mean(value, known) if known else ""))


def narrowest(field: Field) -> str | None:
    """What accepts numbers by a bound of theirs: one look at a value then clears it for both."""
    tests = (bound_test(field, name) for name in BOUNDS)
    return next((test.accept for test in tests if test and test.accept), None)


def value_rule(name: str) -> Pair:
    """`questions` and `findings` of the rule for one type or constraint."""

    def questions(package: Package) -> Iterator[Question]:
        for resource in package.resources:
            for field in resource.schema.fields:
                if test := TESTS[name](field, name):
                    accept = narrowest(field) if name == field.type else None
                    yield Unmatched(resource.name, field.name, accept or test.accept)

    def findings(package: Package, q: Any, hits: Sequence[Hit], ask: Any) -> Iterator[Finding]:
        field = package.resource(q.resource).schema.field(q.field)
        test = TESTS[name](field, name)
        assert test is not None
        room = COMPARISONS // package.width  # for comparisons
        for number, ((value,), rows) in enumerate(hits):
            if not (message := test.judge(value)):
                continue
            room -= len(test.near)
            of = field if test.of_form and number < EXPLAINED else None
            more = partial(meant, value, of, test.near if room >= 0 else ())
            where: dict[str, Any] = {"rows": rows, "field": q.field, "value": value}
            yield Finding(q.resource, message, test.hint, **where, more=more)

    return questions, findings
