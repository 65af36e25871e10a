"""The law behind every report: each printed number follows from the ledger rows beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.audit.recount import departures
from duediligence.model.assessment import Interval
from duediligence.resources import content_root
from duediligence.scoring.assess import assess_suppliers
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.opened import open_workspace
from tests import mini
from tests.audit.record import EAST, assessed, random_record, said

EXAMPLES = sorted(path.parent for path in (content_root() / "questionnaires" / "examples").glob("*/duediligence.yaml"))


@given(st.integers(0, 10_000))
@settings(max_examples=6, deadline=None, derandomize=True)
def test_the_numbers_of_random_suppliers_follow_from_their_rows(seed: int) -> None:
    record = random_record(seed, 80)
    assert {id: found for id, s in record.items() if (found := departures(s, mini.content()))} == {}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_the_numbers_of_every_example_follow_from_their_rows(example: Path) -> None:
    opened = open_workspace(example)
    answers = [answer for answer in opened.answers if answer.supplier in {s.id for s in opened.suppliers}]
    suppliers = assess_suppliers(PolarsEngine(), opened.suppliers, answers, opened.content, opened.workspace.seed)
    assert len(suppliers) > 0
    assert {s.id: found for s in suppliers if (found := departures(s, opened.content))} == {}


def test_a_number_that_does_not_follow_is_named() -> None:
    site = assessed(said(EAST, "pay", "late"))["east"]
    assert departures(site, mini.content()) == ()
    wrong = replace(site, indicators={**site.indicators, "wages": Interval(0.1, 0.9)})
    assert {"wages.established", "wages.possible", "established", "possible"} >= set(departures(wrong, mini.content()))
    assert "wages.established" in departures(wrong, mini.content())
    assert departures(replace(site, established=0.0), mini.content()) == ("established",)
    assert departures(replace(site, drivers=()), mini.content())[0].endswith("inherent")
    assert departures(replace(site, matters=()), mini.content()) != ()
