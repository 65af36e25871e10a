"""What is filled in is what is read: nothing changes, nothing disappears in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from duediligence.model.questionnaire import Respondent
from duediligence.model.response import COMPANY, Answer, AnswerState, SourceKind
from tests.forms.bakery import BAKER, CORNER_SHOP, LAST_YEAR, content, form_for
from tests.forms.filled import ANSWERS, DAY, TYPED, codes, fill, finding, positions, read_back, said, sheet_of


def test_a_filled_form_gives_the_same_answers(tmp_path: Path) -> None:
    reading = read_back(fill(form_for()), tmp_path)
    assert said(reading) == set(ANSWERS)
    assert codes(reading) == set()


def test_every_answer_remembers_its_cell(tmp_path: Path) -> None:
    book = fill(form_for())
    rows, _ = positions(sheet_of(book))
    places = {answer.question: answer.location for answer in read_back(book, tmp_path).value}
    assert places["fees"].cell == f"F{rows['q:fees']}"
    assert places["fees"].sheet == "Vragen"


TYPED_STATES = [s for s in AnswerState if s not in (AnswerState.ANSWERED, AnswerState.NO_ANSWER, AnswerState.UNREAD)]


@pytest.mark.parametrize("language", ["nl", "en", "pl"])
def test_answers_in_any_language_of_the_content_are_read(tmp_path: Path, language: str) -> None:
    form = form_for(language=language)
    typed = {"q:fees": {"nl": "Niets", "en": "Nothing", "pl": "Nic"}[language], "form:date": DAY}
    assert {a.keys for a in said(read_back(fill(form, typed, {}), tmp_path))} == {("nothing",)}


def test_a_language_may_be_mixed_with_another_and_case_and_spaces_are_forgiven(tmp_path: Path) -> None:
    typed = {"q:fees": "  NOTHING ", "q:curfew": "altijd", "q:arranged#housing": "yes", "form:date": "30-9-2026"}
    answers = said(read_back(fill(form_for(), typed, {}), tmp_path))
    assert {(a.question, a.keys) for a in answers} == {
        ("fees", ("nothing",)),
        ("curfew", ("always",)),
        ("arranged", ("housing",)),
    }
    assert {a.date for a in answers} == {DAY}


@pytest.mark.parametrize("state", TYPED_STATES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_universal_answer_is_read_as_the_form_words_it(tmp_path: Path, state: AnswerState, language: str) -> None:
    from duediligence.i18n.texts import translate

    words = translate(f"form.states.{state.value}", language)
    keys = ("fees", "repay_when", "arranged", "hours", "night", "owed", "last_check")
    form = form_for(language=language)
    reading = read_back(
        fill(form, {f"q:{key}": words for key in keys}, {f"q:{key}": {"reason": "x"} for key in keys}), tmp_path
    )
    assert {(a.question, a.state) for a in reading.value} == {(key, state) for key in keys}


def test_several_options_may_be_typed_in_one_cell(tmp_path: Path) -> None:
    typed = {"q:arranged": "Woonruimte; Vervoer, van en naar het werk"}
    answers = said(read_back(fill(form_for(), typed, {}), tmp_path))
    assert [a.keys for a in answers] == [("housing", "transport")]


def test_of_two_answers_to_a_single_choice_only_the_concern_is_taken(tmp_path: Path) -> None:
    reading = read_back(fill(form_for(), {"q:fees": "Niets; =Kosten die wij niet terugbetalen"}, {}), tmp_path)
    assert "two_answers_in_part" in codes(reading)
    assert [a.keys for a in reading.value] == [("paid_open",)]


def test_a_matrix_with_an_answer_of_its_own_beside_its_numbers_has_two_answers(tmp_path: Path) -> None:
    """So no sign is lost: of two answers of one day the more adverse one counts."""
    typed = {"q:owed": "Hier geef ik geen antwoord op", "q:owed#rows": 4, "q:owed#columns": 12.5}
    answers = read_back(fill(form_for(), typed, {}), tmp_path).value
    assert [(a.state, a.numbers) for a in answers] == [(AnswerState.REFUSED, ()), (AnswerState.ANSWERED, (4.0, 12.5))]


def test_a_tick_that_raises_a_concern_stays_beside_one_that_cannot_be_read(tmp_path: Path) -> None:
    typed = {"q:arranged#housing": "Ja", "q:arranged#transport": "soms", "q:arranged#nothing_arranged": "Nee"}
    book = fill(form_for(), typed, {})
    rows, columns = positions(sheet_of(book))
    reading = read_back(book, tmp_path)
    assert [a.keys for a in said(reading)] == [("housing",)]
    found = finding(reading, "answer_read_in_part")
    assert found.location.cell == sheet_of(book).cell(rows["q:arranged#transport"], columns["answer"]).coordinate
    assert (found.params["found"], str(found.params["said"])) == ("soms", "Housing")


def test_a_tick_that_raises_a_concern_stays_beside_a_universal_answer(tmp_path: Path) -> None:
    typed = {"q:arranged": "Weet ik niet", "q:arranged#housing": "Ja"}
    reading = read_back(fill(form_for(), typed, {}), tmp_path)
    assert [a.keys for a in said(reading)] == [("housing",)]
    assert "Weet ik niet" in str(finding(reading, "answer_read_in_part").params["found"])


def test_an_assurance_is_not_taken_where_a_tick_cannot_be_read(tmp_path: Path) -> None:
    """The tick that cannot be read may be just the one that worries."""
    typed = {"q:arranged#nothing_arranged": "Ja", "q:arranged#housing": "soms", "q:fees": "Niets"}
    reading = read_back(fill(form_for(), typed, {}), tmp_path)
    assert str(finding(reading, "assurance_read_in_part").params["said"]) == "None of these"
    assert {a.question for a in said(reading)} == {"fees"}


def test_a_tick_that_cannot_be_read_and_no_other_leaves_the_question_open(tmp_path: Path) -> None:
    reading = read_back(fill(form_for(), {"q:arranged#housing": "soms", "q:fees": "Niets"}, {}), tmp_path)
    assert "not_yes_or_no" in codes(reading)
    assert {a.question for a in said(reading)} == {"fees"}


def test_an_option_that_stands_twice_and_once_says_yes_is_said_to_be_so(tmp_path: Path) -> None:
    book = fill(form_for(), {"q:arranged#housing": "Ja", "q:arranged#nothing_arranged": "Ja"}, {})
    sheet = sheet_of(book)
    rows, columns = positions(sheet)
    last = sheet.max_row + 1
    for column in range(1, 11):
        sheet.cell(last, column).value = sheet.cell(rows["q:arranged#housing"], column).value
    sheet.cell(last, columns["answer"]).value = "Nee"
    reading = read_back(book, tmp_path)
    assert [a.keys for a in said(reading)] == [("housing",)]
    assert finding(reading, "answer_read_in_part").location.cell == f"F{last}"


def test_no_everywhere_is_named(tmp_path: Path) -> None:
    typed = {f"q:arranged#{option}": "Nee" for option in ("nothing_arranged", "housing", "transport")}
    reading = read_back(fill(form_for(), {**typed, "q:fees": "Niets"}, {}), tmp_path)
    assert finding(reading, "form_nothing_chosen").params["question"] == "arranged"


def test_half_a_matrix_is_named_and_not_completed(tmp_path: Path) -> None:
    reading = read_back(fill(form_for(), {"q:owed#rows": 4, "q:fees": "Niets"}, {}), tmp_path)
    assert finding(reading, "not_two_numbers").params["question"] == "owed"
    assert {a.question for a in reading.value if a.state is AnswerState.ANSWERED} == {"fees"}


def test_not_applicable_asks_for_a_reason(tmp_path: Path) -> None:
    reading = read_back(fill(form_for(), {"q:curfew": "Niet van toepassing"}, {}), tmp_path)
    assert "not_applicable_without_reason" in codes(reading)


def test_a_comment_without_an_answer_is_kept(tmp_path: Path) -> None:
    reading = read_back(
        fill(form_for(), {"q:fees": "Niets"}, {"q:curfew": {"comment": "Vraag dit de eigenaar."}}), tmp_path
    )
    kept = next(a for a in reading.value if a.question == "curfew")
    assert (kept.state, kept.comment) == (AnswerState.NO_ANSWER, "Vraag dit de eigenaar.")


def test_a_form_without_any_answer_is_named(tmp_path: Path) -> None:
    reading = read_back(fill(form_for(), {"form:date": DAY}, {}), tmp_path)
    assert reading.value == ()
    assert finding(reading, "form_empty").params["supplier"] == "s001"


def test_a_prefilled_form_that_nobody_touched_is_no_answer(tmp_path: Path) -> None:
    reading = read_back(fill(form_for(previous=LAST_YEAR), {}, {}), tmp_path)
    assert reading.value == ()
    assert "form_untouched" in codes(reading)


def test_prefilled_answers_that_were_checked_are_answers_of_now(tmp_path: Path) -> None:
    book = fill(form_for(previous=LAST_YEAR), {"form:checked": "Ja", "form:date": DAY}, {})
    reading = read_back(book, tmp_path)
    assert said(reading) == {replace(answer, date=DAY) for answer in LAST_YEAR}
    assert codes(reading) == set()


def test_prefilled_answers_beside_a_changed_one_are_read_with_a_warning(tmp_path: Path) -> None:
    book = fill(form_for(previous=LAST_YEAR), {"q:curfew": "Altijd", "q:fees": "Niets", "form:date": DAY}, {})
    reading = read_back(book, tmp_path)
    answers = {a.question: a for a in reading.value}
    assert answers["fees"].keys == ("nothing",)
    assert answers["hours"].numbers == (54.0,)
    assert finding(reading, "form_not_confirmed").params["count"] == 4  # hours, night, and two options


def test_a_corrected_fact_is_told_to_the_company(tmp_path: Path) -> None:
    typed = {"q:fees": "Niets", "fact:workers": 5, "fact:migrant_share": "20%"}
    reading = read_back(fill(form_for(CORNER_SHOP), typed, {}), tmp_path)
    assert finding(reading, "form_fact_differs").params == {"fact": "workers", "before": "4", "now": "5"}
    assert finding(reading, "form_fact_given").params == {"fact": "migrant_share", "before": "–", "now": "20%"}


def test_a_share_typed_as_a_percentage_is_the_same_fact(tmp_path: Path) -> None:
    book = fill(form_for(), {"q:fees": "Niets", "fact:migrant_share": 0.35}, {})
    rows, columns = positions(sheet_of(book))
    sheet_of(book).cell(rows["fact:migrant_share"], columns["answer"]).number_format = "0%"
    assert "form_fact_differs" not in codes(read_back(book, tmp_path))


def test_remarks_are_passed_on(tmp_path: Path) -> None:
    book = fill(form_for(), {"q:fees": "Niets", "remark:3": "Bel ons in mei."}, {})
    assert finding(read_back(book, tmp_path), "form_remark").params["text"] == "Bel ons in mei."


def test_the_companys_own_form_is_read_as_the_companys(tmp_path: Path) -> None:
    from duediligence.forms.select import about_the_company
    from tests.forms.bakery import COMPANY as OWN

    form = form_for(about_the_company(OWN), respondent=Respondent.COMPANY)
    reading = read_back(fill(form, {"q:own_policy": "Nog niet", "form:date": DAY}, {}), tmp_path, "company.xlsx")
    assert said(reading) == {Answer(COMPANY, "own_policy", SourceKind.COMPANY, keys=("no_policy",), date=DAY)}


def test_an_auditor_says_how_the_answers_were_gathered(tmp_path: Path) -> None:
    form = form_for(respondent=Respondent.AUDITOR)
    typed = {"q:doors_seen": "Alles was open", "form:date": DAY}
    unannounced = {"form:source": "Onaangekondigd bezoek, met gesprekken buiten de locatie"}
    told = read_back(fill(form, {**typed, **unannounced}, {}), tmp_path)
    assert {a.source for a in told.value} == {SourceKind.UNANNOUNCED_AUDIT}
    silent = read_back(fill(form, typed, {}), tmp_path)
    assert {a.source for a in silent.value} == {SourceKind.ANNOUNCED_AUDIT}
    assert "form_source_assumed" in codes(silent)


def test_each_supplier_gets_its_own_answers(tmp_path: Path) -> None:
    reading = read_back(fill(form_for(CORNER_SHOP), {"q:fees": "Niets"}, {}), tmp_path, "renamed.xlsx")
    assert {a.supplier for a in reading.value} == {CORNER_SHOP.id}


def test_all_typed_questions_are_on_the_form() -> None:
    asked = {asked.question.id for asked in form_for(BAKER).asked}
    assert asked == {answer.question for answer in ANSWERS}
    assert asked == set(content().questions) - {
        *("own_policy", "fees_told", "to_whom", "room_told", "hours_told", "owed_told", "doors_seen", "hours_seen")
    }
    assert {key.partition("#")[0] for key in TYPED if key.startswith("q:")} == {f"q:{id}" for id in asked}
