"""What the shipped tables say is in the documents, to the last name and number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import bru
from bru.claims.rules import bru619, bru640
from bru.model.problem import Finding
from support import ROOT
from support.commands import call

LEFT_OVER = 0.003  # of the letters of a document


def every(found: Iterable[Finding], rows: int) -> Iterator[Finding]:
    """All findings, however many there are."""
    yield from found


@pytest.mark.needs("documents")
@pytest.mark.parametrize("rule", [bru619, bru640])
def test_no_statement_has_a_number_or_name_that_its_passage_lacks(
    rule: object, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even one, although the rules allow a package its own way."""
    monkeypatch.setattr(rule, "borne_out", every)
    report = bru.validate(ROOT, documents=documents, select=["BRU619", "BRU640"])

    assert "BRU619" not in {run.code for run in report.not_run}
    assert [p.message for p in report.problems] == []


@pytest.mark.needs("documents")
def test_every_letter_of_the_documents_is_accounted_for(documents: Path) -> None:
    result = call("evidence", "--documents", documents, "--format", "json")
    assert result.exit_code == 0, result.output

    for found in json.loads(result.stdout)["documents"]:
        covered = found["coverage"]
        assert covered["unaccounted"] <= LEFT_OVER * covered["letters"], found["source_id"]
