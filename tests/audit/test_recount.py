"""The law behind every report: each printed number follows from the ledger rows beside it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.audit.recount import departures
from duediligence.model.assessment import Interval
from tests import mini
from tests.audit.record import EAST, assessed, random_record, said


@given(st.integers(0, 10_000))
@settings(max_examples=6, deadline=None, derandomize=True)
def test_the_numbers_of_random_suppliers_follow_from_their_rows(seed: int) -> None:
    record = random_record(seed, 80)
    assert {id: found for id, s in record.items() if (found := departures(s, mini.content()))} == {}


def test_a_number_that_does_not_follow_is_named() -> None:
    site = assessed(said(EAST, "pay", "late"))["east"]
    assert departures(site, mini.content()) == ()
    wrong = replace(site, indicators={**site.indicators, "wages": Interval(0.1, 0.9)})
    assert {"wages.established", "wages.possible", "established", "possible"} >= set(departures(wrong, mini.content()))
    assert "wages.established" in departures(wrong, mini.content())
    assert departures(replace(site, established=0.0), mini.content()) == ("established",)
    assert departures(replace(site, drivers=()), mini.content())[0].endswith("inherent")
    assert departures(replace(site, matters=()), mini.content()) != ()
