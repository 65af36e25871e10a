"""One supplier's two forms: which one counts for which question, and why."""

from __future__ import annotations

from datetime import date

import pytest

from duediligence.findings import Finding, Location, Severity
from duediligence.intake.forms.several_forms import several_forms_findings
from duediligence.model.response import Answer, AnswerState, SourceKind
from duediligence.model.returned import ReturnedForm

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
Sent = tuple[ReturnedForm, list[Answer]]


def sent(
    file: str, day: date | None, source: SourceKind = SourceKind.SUPPLIER, supplier: str = "s1", **said: str
) -> Sent:
    """A form that came back, with the option chosen for each question; `-` is a question that was left open."""
    answers = [
        Answer(
            supplier,
            question,
            source,
            AnswerState.NO_ANSWER if key == "-" else AnswerState.ANSWERED,
            keys=() if key == "-" else (key,),
            date=day,
            location=Location(file, "Vragen", "F9"),
        )
        for question, key in said.items()
    ]
    return ReturnedForm(supplier, source, "nl", day, tuple(said), place=Location(file, "Vragen")), answers


def told(*forms: Sent) -> list[Finding]:
    return several_forms_findings([form for form, _ in forms], [answer for _, answers in forms for answer in answers])


def test_the_newest_form_counts_and_the_older_one_where_it_alone_answers() -> None:
    old = sent("a.xlsx", MAY, fees="none", hours="band_1", room="yes")
    new = sent("b.xlsx", JUNE, fees="open", hours="-")
    for order in ((old, new), (new, old)):
        (found,) = told(*order)
        assert (found.code, found.location.file, found.severity) == ("form_is_older", "a.xlsx", Severity.NOTE)
        assert found.params == {"supplier": "s1", "other": "b.xlsx", "day": MAY, "newest": JUNE, "count": 2}


def test_the_form_of_last_year_is_as_it_should_be() -> None:
    assert told(sent("a.xlsx", date(2025, 6, 1), fees="none"), sent("b.xlsx", JUNE, fees="open")) == []
    undated = sent("a.xlsx", None, fees="none")
    assert len(told(sent("c.xlsx", date(2025, 6, 1), fees="none"), undated, sent("b.xlsx", JUNE, fees="open"))) == 1


def test_a_form_without_a_date_is_the_oldest() -> None:
    (found,) = told(sent("a.xlsx", None, fees="none"), sent("b.xlsx", MAY, fees="open"))
    assert (found.code, found.location.file, found.params["day"]) == ("form_is_older", "a.xlsx", "–")
    assert found.severity is Severity.WARNING  # it may well be the newer one


@pytest.mark.parametrize("day", [MAY, None])
def test_two_forms_of_one_day_differ_where_the_more_adverse_answer_counts(day: date | None) -> None:
    (found,) = told(sent("a.xlsx", day, fees="none", room="yes"), sent("b.xlsx", day, fees="open", room="yes"))
    assert (found.code, found.location.file, found.params["count"]) == ("forms_of_one_day", "a.xlsx", 1)


def test_a_form_that_was_sent_twice_is_only_noted() -> None:
    (found,) = told(sent("a.xlsx", MAY, fees="none"), sent("b.xlsx", MAY, fees="none", room="yes"))
    assert (found.code, found.location.file) == ("form_sent_twice", "a.xlsx")


def test_three_forms_are_each_held_against_the_newest() -> None:
    days = (date(2026, month, 1) for month in (3, 5, 4))
    found = told(*(sent(f"{day.month}.xlsx", day, fees="none") for day in days))
    assert {(f.location.file, f.params["other"]) for f in found} == {("3.xlsx", "5.xlsx"), ("4.xlsx", "5.xlsx")}


@pytest.mark.parametrize(
    "other",
    [
        sent("b.xlsx", JUNE, supplier="s2", fees="open"),  # another supplier
        sent("b.xlsx", JUNE, SourceKind.ANNOUNCED_AUDIT, fees="open"),  # another source
        sent("b.xlsx", JUNE, fees="-"),  # says nothing
    ],
)
def test_forms_that_stand_beside_each_other_are_no_double(other: Sent) -> None:
    assert told(sent("a.xlsx", MAY, fees="none"), other) == []


def test_many_visits_and_conversations_are_as_it_should_be() -> None:
    talks = (sent(f"{n}.xlsx", MAY, SourceKind.WORKER_INTERVIEWS, fees="open") for n in range(3))
    assert told(*talks) == []
