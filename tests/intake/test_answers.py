from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duediligence.findings import Finding, Location
from duediligence.intake.answers import QuestionReader, Said
from duediligence.intake.files.grid import Fault
from duediligence.intake.files.unread import Unread
from duediligence.intake.typed.dates import date_of
from duediligence.model.base import Text
from duediligence.model.response import AnswerState
from tests.intake.tables import QUESTIONS

PLACE = Location(file="answers.xlsx", sheet="Blad1", cell="F2")


def read(question: str, value: object, percent: bool = False) -> tuple[Said, Finding | None]:
    return QuestionReader(QUESTIONS[question]).read(value, PLACE, percent)


def keys(question: str, value: object) -> tuple[str, ...]:
    said, finding = read(question, value)
    assert finding is None
    assert said.state is AnswerState.ANSWERED
    return said.keys


def refused(question: str, value: object, percent: bool = False) -> str:
    said, finding = read(question, value, percent)
    assert said == Said(AnswerState.UNREAD)
    assert finding is not None
    assert finding.location == PLACE
    assert finding.params["question"] == question
    return finding.code


@pytest.mark.parametrize(
    "written",
    [
        "paid_repaid",
        "PAID REPAID",
        "Kosten, die wij terugbetalen",
        "kosten die wij terugbetalen.",
        "Costs,  that we repay",
    ],
)
def test_an_option_by_id_or_text_in_any_language(written: str) -> None:
    assert keys("recruitment_fees", written) == ("paid_repaid",)


def test_an_option_in_a_further_language() -> None:
    assert keys("recruitment_fees", "không có gì") == ("none_paid",)


@pytest.mark.parametrize("written", ["none_paid; paid_open", "Nothing\nCosts that are open", "none_paid, paid_open"])
def test_of_two_answers_where_one_belongs_the_concern_stays(written: str) -> None:
    said, finding = read("recruitment_fees", written)
    assert said.keys == ("paid_open",)
    assert finding is not None
    assert (finding.code, str(finding.params["said"])) == ("two_answers_in_part", "Costs that are open")


def test_of_two_concerns_where_one_belongs_both_stay() -> None:
    said, finding = read("recruitment_fees", "paid_open; paid_repaid")
    assert said.keys == ("paid_open", "paid_repaid")
    assert finding is not None


def test_one_answer_written_twice_is_one_answer() -> None:
    assert keys("recruitment_fees", "none_paid; Nothing") == ("none_paid",)


@pytest.mark.parametrize(
    ("written", "kept", "code"),
    [
        ("paid_open, sometimes", ("paid_open",), "answer_read_in_part"),
        ("refused; paid_open", ("paid_open",), "answer_read_in_part"),
        ("none_paid, mostly", (), "assurance_read_in_part"),
    ],
)
def test_beside_words_that_cannot_be_read_the_concern_stays(written: str, kept: tuple[str, ...], code: str) -> None:
    said, finding = read("recruitment_fees", written)
    assert finding is not None
    assert (said.keys, finding.code) == (kept, code)


def test_a_near_miss_is_suggested_and_not_taken() -> None:
    said, finding = read("recruitment_fees", "paid_opne")
    assert said.state is AnswerState.UNREAD
    assert finding is not None
    assert (finding.code, finding.params["nearest"]) == (
        "unknown_option",
        Text(nl="Kosten die open staan", en="Costs that are open"),
    )


def test_several_answers_where_several_may_be() -> None:
    assert keys("documents_held", "passport; Diploma") == ("passport", "diploma")
    assert keys("documents_held", "Paspoort, diploma") == ("passport", "diploma")
    assert keys("documents_held", ["passport", "passport"]) == ("passport",)


@pytest.mark.parametrize(
    "written",
    [
        "harm; foo",
        "foo\nharm",
        "harm, foo",
        "none_heard; harm; foo",
        "Slaan, of dreigen te slaan; vloeken",
        "harm; weet ik niet",
        ["harm", "foo"],
        ["harm; foo"],
    ],
)
def test_a_severe_sign_stays_where_another_part_of_the_answer_cannot_be_read(written: object) -> None:
    said, finding = read("threats", written)
    assert said == Said(keys=("harm",))
    assert finding is not None
    assert (finding.code, finding.location) == ("answer_read_in_part", PLACE)
    assert str(finding.params["said"]) == "Harm, or threats of harm"


@pytest.mark.parametrize("written", ["none_heard; foo", "Geen dreiging, soms schelden", ["none_heard", "foo"]])
def test_an_assurance_is_not_taken_where_another_part_of_the_answer_cannot_be_read(written: object) -> None:
    assert refused("threats", written) == "assurance_read_in_part"


def test_an_answer_of_which_no_part_can_be_read_is_not_taken() -> None:
    assert refused("threats", "foo; bar") == "unknown_option"


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("", "no_answer"),
        (None, "no_answer"),
        ("-", "no_answer"),
        ("unknown", "unknown"),
        ("Onbekend", "unknown"),
        ("weet ik niet", "unknown"),
        ("Don't know", "unknown"),
        ("?", "unknown"),
        ("Geweigerd", "refused"),
        ("refused", "refused"),
        ("declined_cap", "declined_cap"),
        ("N.v.t.", "not_applicable"),
        ("not applicable", "not_applicable"),
    ],
)
@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_every_question_takes_the_universal_answers_in_dutch_and_english(
    question: str, written: object, state: str
) -> None:
    said, finding = read(question, written)
    assert (said, finding) == (Said(AnswerState(state)), None)


def test_an_option_of_the_question_goes_before_a_universal_answer() -> None:
    assert keys("documents_held", "Geen") == ("none",)


@pytest.mark.parametrize(
    ("written", "number", "band"),
    [
        (48.0, 48.0, "band_0"),
        ("48", 48.0, "band_0"),
        ("48,5", 48.5, "band_1"),
        ("72 uren", 72.0, "band_2"),
        ("60 hours", 60.0, "band_1"),
    ],
)
def test_a_number_falls_in_its_band(written: object, number: float, band: str) -> None:
    assert read("weekly_hours", written) == (Said(keys=(band,), numbers=(number,)), None)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("48 to 60", "not_a_number"),
        ("1.250", "number_ambiguous"),
        (-1.0, "number_below_zero"),
        (time(4, 0), "not_a_number"),
    ],
)
def test_a_number_that_cannot_be_read(written: object, code: str) -> None:
    assert refused("weekly_hours", written) == code


@pytest.mark.parametrize(
    ("written", "percent", "number"),
    [
        (35.0, False, 35.0),
        ("35 %", False, 35.0),
        ("35%", False, 35.0),
        ("0,5 %", False, 0.5),
        (0.35, True, 35.0),
        (1.0, True, 100.0),
        (0.0, False, 0.0),
        (1.0, False, 1.0),
        (100.0, False, 100.0),
    ],
)
def test_percentages_run_from_0_to_100(written: object, percent: bool, number: float) -> None:
    said, finding = read("migrants", written, percent)
    assert (said.numbers, finding) == ((number,), None)


@pytest.mark.parametrize(
    ("written", "percent", "code"),
    [
        (0.35, False, "percent_ambiguous"),
        ("0.35", False, "percent_ambiguous"),
        (101.0, False, "percent_out_of_range"),
        (35.0, True, "percent_out_of_range"),
        ("most", False, "not_a_number"),
    ],
)
def test_a_percentage_that_cannot_be_read(written: object, percent: bool, code: str) -> None:
    assert refused("migrants", written, percent) == code


@pytest.mark.parametrize(
    "written", ["12; 80", "12 x 80", "12x80", "12 / 80", "12 %; 80 %", [12, 80], ["12", "80"], "12, 80"]
)
def test_two_numbers_of_a_matrix_find_their_zone(written: object) -> None:
    assert read("fee_matrix", written) == (Said(keys=("major",), numbers=(12.0, 80.0)), None)


@pytest.mark.parametrize("written", ["12", 12.0, "12; 80; 3", "12; veel", date(2026, 12, 1), [1]])
def test_a_matrix_needs_two_numbers(written: object) -> None:
    assert refused("fee_matrix", written) == "not_two_numbers"


def test_texts_and_dates() -> None:
    assert read("remarks", " =2+2 ") == (Said(text="=2+2"), None)
    assert read("contract_date", datetime(2026, 5, 1, 12, 0)) == (Said(text="2026-05-01"), None)
    assert refused("contract_date", 46_000.0) == "not_a_date"


def test_an_error_cell_is_named_and_not_blank() -> None:
    assert refused("recruitment_fees", Fault("error_cell", "#N/A")) == "error_cell"


@pytest.mark.parametrize(
    "written",
    [
        "2026-05-03",
        "2026/5/3",
        "03-05-2026",
        "3.5.2026",
        "3 mei 2026",
        "3 May 2026",
        "May 3, 2026",
        "3-mei-2026",
        "2026-05-03T10:00:00Z",
        datetime(2026, 5, 3, 9, 0),
        date(2026, 5, 3),
    ],
)
def test_a_day_in_the_ways_people_write_it(written: object) -> None:
    assert date_of(written) == date(2026, 5, 3)


@pytest.mark.parametrize(
    ("written", "day"),
    [("25/12/2026", date(2026, 12, 25)), ("12/25/2026", date(2026, 12, 25)), ("05/05/2026", date(2026, 5, 5))],
)
def test_a_day_with_slashes_where_only_one_day_can_be_meant(written: str, day: date) -> None:
    assert date_of(written) == day


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("03/05/2026", "date_ambiguous"),
        ("2026-13-01", "not_a_date"),
        ("31-02-2026", "not_a_date"),
        ("mei 2026", "not_a_date"),
        ("3 foo 2026", "not_a_date"),
        ("01-01-0001", "not_a_date"),
        (46_000.0, "not_a_date"),
        (time(1, 0), "not_a_date"),
    ],
)
def test_what_is_no_certain_day(written: object, code: str) -> None:
    assert date_of(written) == Unread(code)


CELLS: st.SearchStrategy[Any] = st.one_of(
    st.text(max_size=40),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.times(),
    st.none(),
    st.lists(st.one_of(st.text(max_size=5), st.floats(), st.none()), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


@given(st.sampled_from(sorted(QUESTIONS)), CELLS, st.booleans())
def test_any_cell_gives_an_answer_or_a_finding(question: str, value: Any, percent: bool) -> None:
    said, finding = read(question, value, percent)
    if finding:
        assert said == Said(AnswerState.UNREAD)
    known = {key for key, _ in QUESTIONS[question].effects()}
    assert set(said.keys) <= known


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)))
def test_a_day_comes_back_from_every_certain_way_of_writing(day: date) -> None:
    ways = (day.isoformat(), f"{day:%d-%m-%Y}", f"{day.day}.{day.month}.{day.year}", f"{day.day} {day:%B} {day.year}")
    assert {date_of(way) for way in ways} == {day}


def test_an_answer_that_contradicts_itself_is_reported_and_its_concern_counts() -> None:
    said, finding = read("threats", "none_heard; harm")
    assert "harm" in said.keys
    assert finding is not None
    assert finding.code == "answer_at_odds"


def test_several_concerns_are_no_contradiction() -> None:
    assert read("threats", "shouting; harm")[1] is None
