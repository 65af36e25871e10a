"""Forms of an old edition: taken over question by question, with a list of what is new."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from duediligence.findings import Severity
from duediligence.forms.select import Brief, build_form
from duediligence.forms.write import briefs_of, write_forms
from duediligence.model.base import Text
from duediligence.model.content import SectorContent
from duediligence.model.form import Form
from duediligence.model.questionnaire import Question, Questionnaire, Respondent
from duediligence.model.response import AnswerState
from tests.forms.bakery import BAKER, COMPANY, content
from tests.forms.filled import DAY, codes, fill, finding, read_back

OLD = ("bake_core", "2025.1")


def _old_edition() -> Questionnaire:
    """Last year: no question on hours, one that is gone now, and other words for an answer."""
    form = content().questionnaires["bake_core"]
    first, second = form.sections
    fees, *others = first.questions
    words = Text(nl="Een bedrag dat terugkomt", en="An amount that comes back")
    kept = tuple(o.model_copy(update={"text": words}) if o.id == "paid_repaid" else o for o in fees.options)
    dropped = fees.options[0].model_copy(update={"id": "gifts", "text": Text(nl="Cadeaus", en="Gifts")})
    fees = fees.model_copy(update={"options": (*kept, dropped)})
    gone = Question(id="gone", text=Text(nl="Wat is er weg?", en="What is gone?"), type="text")
    sections = (
        first.model_copy(update={"questions": (fees, *others, gone)}),
        second.model_copy(update={"questions": tuple(q for q in second.questions if q.id != "hours")}),
    )
    return form.model_copy(update={"edition": OLD[1], "sections": sections})


def _last_year() -> SectorContent:
    return replace(content(), questionnaires={**content().questionnaires, "bake_core": _old_edition()})


def _old_form(language: str = "nl") -> Form:
    return build_form(Brief(_last_year(), BAKER, Respondent.SUPPLIER, COMPANY, language))


def _now(with_old: bool = True) -> SectorContent:
    return replace(content(), older_editions={OLD: _old_edition()} if with_old else {})


def test_a_severe_sign_in_old_words_stays_beside_a_part_that_cannot_be_read(tmp_path: Path) -> None:
    form = _old_edition()
    words = Text(nl="Een bed en een dak", en="A bed and a roof")
    first, second = form.sections
    told = tuple(
        q.model_copy(
            update={
                "options": tuple(o.model_copy(update={"text": words}) if o.id == "housing" else o for o in q.options)
            }
        )
        if q.id == "arranged"
        else q
        for q in first.questions
    )
    old = form.model_copy(update={"sections": (first.model_copy(update={"questions": told}), second)})
    last_year = replace(content(), questionnaires={**content().questionnaires, "bake_core": old})
    sent = build_form(Brief(last_year, BAKER, Respondent.SUPPLIER, COMPANY, "nl"))
    book = fill(sent, {"q:arranged": "Een bed en een dak; een fiets"}, {})
    reading = read_back(book, tmp_path, sector=replace(content(), older_editions={OLD: old}))
    assert [a.keys for a in reading.value] == [("housing",)]
    assert finding(reading, "answer_read_in_part").params["found"] == "een fiets"


@pytest.mark.parametrize("with_old", [True, False], ids=["old edition kept", "old edition lost"])
def test_an_old_form_is_read_and_the_new_questions_are_listed(tmp_path: Path, with_old: bool) -> None:
    book = fill(_old_form(), {"q:fees": "Niets", "q:curfew": "Altijd", "form:date": DAY}, {})
    reading = read_back(book, tmp_path, sector=_now(with_old))
    assert {(a.question, a.keys) for a in reading.value} == {("fees", ("nothing",)), ("curfew", ("always",))}
    told = finding(reading, "form_old_edition")
    assert told.params == {"form": "bake_core", "edition": "2025.1", "current": "2026.1", "new": "hours"}
    assert codes(reading, Severity.WARNING) == set()


def test_an_answer_in_the_words_of_last_year_means_the_same_option(tmp_path: Path) -> None:
    book = fill(_old_form(), {"q:fees": "Een bedrag dat terugkomt"}, {})
    assert [a.keys for a in read_back(book, tmp_path, sector=_now()).value] == [("paid_repaid",)]


def test_an_option_that_is_gone_is_named(tmp_path: Path) -> None:
    book = fill(_old_form(), {"q:fees": "Cadeaus"}, {})
    reading = read_back(book, tmp_path, sector=_now())
    assert finding(reading, "unknown_option").params["found"] == "Cadeaus"
    assert {a.state for a in reading.value} == {AnswerState.UNREAD}


def test_an_answer_to_a_question_that_is_gone_is_named(tmp_path: Path) -> None:
    book = fill(_old_form(), {"q:fees": "Niets", "q:gone": "Van alles"}, {})
    reading = read_back(book, tmp_path, sector=_now())
    assert finding(reading, "unknown_question").params["found"] == "gone"
    assert [a.question for a in reading.value] == ["fees"]


def test_a_form_of_another_sector_is_named(tmp_path: Path) -> None:
    other = replace(content(), questionnaires={"bake_housing": content().questionnaires["bake_housing"]})
    book = fill(build_form(Brief(content(), BAKER, Respondent.SUPPLIER, COMPANY, "nl")), {"q:curfew": "Altijd"}, {})
    assert finding(read_back(book, tmp_path, sector=other), "form_other_sector").params["form"] == "bake_core"


def test_last_years_answers_are_filled_in_on_this_years_form(tmp_path: Path) -> None:
    """The round closes: what came back last year goes out again, and comes back as it was."""
    book = fill(_old_form(), {"q:fees": "Een bedrag dat terugkomt", "q:arranged#housing": "Ja", "form:date": DAY}, {})
    last = read_back(book, tmp_path, sector=_now()).value
    files = dict(write_forms(briefs_of(content(), [BAKER], Respondent.SUPPLIER, COMPANY, last), ("nl",), ("xlsx",)))
    path = tmp_path / "s001_supplier_nl.xlsx"
    path.write_bytes(files[path.name])
    assert "form_untouched" in codes(read_back(path, tmp_path))
