"""What goes back to a supplier: everything that was understood of its own answers, and nothing of anybody else's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from duediligence.findings import Severity
from duediligence.forms.understood import CameIn, understood_of
from duediligence.intake.books import QuestionBook
from duediligence.intake.responses import read_responses
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import Supplier
from duediligence.model.understood import QuestionUnderstood, Standing, Understood
from duediligence.reporting.check.book import render_check_book
from tests.forms.bakery import BAKER, COMPANY, CORNER_SHOP, content, form_for
from tests.forms.filled import ASSESSED_ON, DAY, fill, positions, sheet_of

LONG = "supplier,source,date,question,answer,comment\n"
SITES = (BAKER, CORNER_SHOP)


def came_in(folder: Path, sites: Iterable[Supplier] = SITES) -> CameIn:
    sites = tuple(sites)
    book = QuestionBook.of_content(content())
    came = read_responses(folder, book, {site.id: site for site in sites}, ASSESSED_ON, folder)
    return CameIn(content(), COMPANY, ASSESSED_ON, sites, came.value, came.forms, came.findings)


def understood(folder: Path, supplier: str = "s001", language: str | None = None) -> Understood:
    (found,) = understood_of(came_in(folder), "nl", [supplier], language)
    return found


def saved(folder: Path, book: Workbook, name: str = "s001_supplier_nl.xlsx") -> None:
    book.save(folder / name)


def question(of: Understood, id: str) -> QuestionUnderstood:
    return next(asked for asked in of.questions if asked.id == id)


def test_every_answer_comes_back_in_words(tmp_path: Path) -> None:
    saved(tmp_path, fill(form_for()))
    told = understood(tmp_path)
    said = {asked.id: asked.answer for asked in told.questions}
    assert said == {
        "fees": 'Kosten, die wij "snel" terugbetalen',
        "repay_when": "Binnen een maand",
        "arranged": "Woonruimte; Vervoer, van en naar het werk",
        "transport_cost": "De bakker",
        "hours": "54 uren",
        "rest": "Weet ik niet",
        "night": "35%",
        "owed": "Deel van de mensen (procent): 4; Deel van een maandloon (procent): 12.5",
        "last_check": "2026-03-01",
        "curfew": "Altijd",
        "rent": "Niet van toepassing",
    }
    assert (told.count(Standing.ANSWERED), told.count(Standing.SAID_OTHERWISE)) == (9, 2)
    assert (told.to_mend, told.company, told.read_on) == (0, "Voorbeeld BV", ASSESSED_ON)
    assert [(form.file, form.day) for form in told.received] == [("s001_supplier_nl.xlsx", DAY)]


def test_what_stands_beside_an_answer_and_where_it_stands(tmp_path: Path) -> None:
    book = fill(form_for())
    rows, _ = positions(sheet_of(book))
    saved(tmp_path, book)
    fees, rent = (question(understood(tmp_path), id) for id in ("fees", "rent"))
    assert fees.notes == ("Opmerking: Meestal binnen twee weken.", "Document: Loonstrook (2026-08-01)")
    assert fees.place == f"Vragen › F{rows['q:fees']}"  # the only file is named once, above
    assert rent.notes == ("Reden: Wonen is gratis.",)


@pytest.mark.parametrize(("language", "answer"), [("en", "Nothing"), ("pl", "Nic")])
def test_a_supplier_is_answered_in_the_language_of_its_form(tmp_path: Path, language: str, answer: str) -> None:
    saved(tmp_path, fill(form_for(language=language), {"q:fees": answer, "form:date": DAY}, {}))
    told = understood(tmp_path)
    assert (told.language, question(told, "fees").answer) == (language, answer)
    assert question(told, "fees").text == content().questions["fees"].text.get(language)
    assert understood(tmp_path, language="nl").questions[0].text == content().questions["fees"].text.nl


def test_without_a_form_the_register_says_the_language(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text(f"{LONG}s001,supplier,2026-09-30,fees,nothing,\n")
    baker = replace(BAKER, facts={**BAKER.facts, "language": ("EN",)})
    (told,) = understood_of(came_in(tmp_path, [baker]), "nl")
    assert (told.language, question(told, "fees").answer) == ("en", "Nothing")


def test_what_was_left_open_is_listed_and_what_does_not_apply_is_not(tmp_path: Path) -> None:
    saved(tmp_path, fill(form_for(), {"q:fees": "Niets", "q:hours": 40, "form:date": DAY}, {}))
    told = understood(tmp_path)
    still_open = {asked.id for asked in told.questions if asked.standing is Standing.OPEN}
    assert "curfew" in still_open
    assert "repay_when" not in {asked.id for asked in told.questions}  # asked only of those who repay
    assert "rest" not in {asked.id for asked in told.questions}  # asked only of those who work long


def test_a_problem_stands_with_its_question_with_its_cell_and_a_remedy_for_the_supplier(tmp_path: Path) -> None:
    book = fill(form_for(), {"q:fees": "Niets; =Kosten die wij niet terugbetalen", "q:hours": "veel"}, {})
    rows, _ = positions(sheet_of(book))
    saved(tmp_path, book)
    told = understood(tmp_path)
    fees = question(told, "fees")
    assert (fees.standing, fees.answer) == (Standing.NOT_READ, "")
    assert [(p.code, p.remedy, p.severity) for p in fees.problems] == [
        ("two_answers_in_part", "Kies één antwoord.", Severity.ERROR)
    ]
    assert fees.problems[0].place.endswith(f"F{rows['q:fees']}")
    assert f"vraag {fees.number} " in fees.problems[0].problem  # the number on the form, not our own id
    assert [p.code for p in question(told, "hours").problems] == ["not_a_number"]


@pytest.mark.parametrize(("typed", "remedy"), [("Nietss", " Bedoelde u: Niets?"), ("Geen idee meer", "")])
def test_what_was_probably_meant_is_said_in_the_words_of_the_form(tmp_path: Path, typed: str, remedy: str) -> None:
    saved(tmp_path, fill(form_for(), {"q:fees": typed, "q:curfew": "Altijd"}, {}))
    (problem,) = question(understood(tmp_path), "fees").problems
    assert problem.remedy == f"Kies een van de antwoorden uit de lijst.{remedy}"


@pytest.mark.parametrize("readable", ["Woonruimte", "Niets daarvan"])
def test_which_part_of_an_answer_counts_already_would_say_what_worries_us(tmp_path: Path, readable: str) -> None:
    saved(tmp_path, fill(form_for(), {"q:arranged": f"{readable}; Een fiiets", "q:curfew": "Altijd"}, {}))
    told = question(understood(tmp_path), "arranged")
    assert (told.standing, told.answer) == (Standing.NOT_READ, "")
    assert "'Een fiiets'" in told.problems[0].problem
    assert readable not in repr(told)


def test_of_two_answers_of_one_day_it_is_not_said_which_one_weighs_more(tmp_path: Path) -> None:
    for name, answer in (("s001_supplier_nl.xlsx", "Niets"), ("s001_supplier_nl_2.xlsx", "Weet ik niet")):
        saved(tmp_path, fill(form_for(), {"q:fees": answer, "form:date": DAY}, {}), name)
    told = understood(tmp_path)
    problems = [*told.problems, *question(told, "fees").problems]
    assert {problem.code for problem in problems} == {"two_answers_same_day", "forms_of_one_day"}
    assert not any("ongunstig" in problem.problem for problem in problems)


def test_corrected_facts_and_remarks_are_repeated(tmp_path: Path) -> None:
    saved(tmp_path, fill(form_for(), {"q:fees": "Niets", "fact:workers": 90, "remark:3": "Bel ons in mei."}, {}))
    told = understood(tmp_path)
    assert [(fact.name, fact.before, fact.now) for fact in told.facts] == [("Aantal werknemers", "120", "90")]
    assert told.remarks == ("Bel ons in mei.",)
    assert "form_remark" not in {problem.code for problem in told.problems}


def test_of_two_forms_the_newest_counts_and_the_older_fills_in(tmp_path: Path) -> None:
    saved(tmp_path, fill(form_for(), {"q:fees": "Niets", "q:curfew": "Altijd", "form:date": date(2026, 5, 1)}, {}))
    newer = fill(form_for(), {"q:fees": "Weet ik niet", "form:date": date(2026, 6, 1)}, {})
    saved(tmp_path, newer, "s001 nieuw.xlsx")
    told = understood(tmp_path)
    assert question(told, "fees").answer == "Weet ik niet"
    assert question(told, "curfew").answer == "Altijd"
    assert [form.file for form in told.received] == ["s001_supplier_nl.xlsx", "s001 nieuw.xlsx"]
    assert question(told, "fees").place.startswith("s001 nieuw.xlsx › Vragen › F")
    assert told.problems == ()  # that there is an older form is no mistake of the supplier


def test_a_file_that_cannot_be_read_is_told_to_whom_the_form_was_sent(tmp_path: Path) -> None:
    (tmp_path / "s001_supplier_nl.xlsx").write_bytes(b"PK\x03\x04 [Content_Types].xml")
    (told,) = understood_of(came_in(tmp_path), "nl")
    assert told.supplier == "s001"
    assert [problem.code for problem in told.problems] == ["workbook_damaged"]
    assert told.count(Standing.OPEN) == len(told.questions) > 5


def test_nothing_that_others_said_is_mailed_to_a_supplier(tmp_path: Path) -> None:
    """Who told on a site must never be found out by what it gets back."""
    saved(tmp_path, fill(form_for(), {"q:fees": "Niets", "form:date": DAY}, {}))
    told_by = [
        "s001,worker_interviews,2026-09-01,fees_told,a_lot,Geheim 1",
        "s001,worker_interviews,2026-09-01,fees_told,geheim 2,",
        "s001,unannounced_audit,2026-09-01,doors_seen,locked,Geheim 3",
        "s002,supplier,2026-09-01,fees,geheim 4,Geheim 5",
        "s001,supplier,2026-09-01,curfew,soms wel,",
    ]
    (tmp_path / "s001_notes.csv").write_text(LONG + "\n".join(told_by) + "\n")
    visit = fill(form_for(respondent=Respondent.AUDITOR), {"q:doors_seen": "geheim 6", "remark:1": "Geheim 7"}, {})
    saved(tmp_path, visit, "s001_auditor_nl.xlsx")
    told = understood(tmp_path)
    assert "geheim" not in repr(told).casefold()
    assert [p.problem for p in question(told, "curfew").problems] != []  # its own row of the same file is
    other = understood(tmp_path, "s002")
    assert "geheim 4" in repr(other)
    assert "soms wel" not in repr(other)


def test_what_a_supplier_typed_is_text_in_what_it_gets_back(tmp_path: Path) -> None:
    typed = {"q:fees": "Niets", "q:repay_when": "+31 6", "remark:3": "@SUM(1)"}
    saved(tmp_path, fill(form_for(), typed, {"q:fees": {"comment": "-2+3", "document": '@HYPERLINK("x")'}}))
    book = load_workbook(BytesIO(render_check_book(understood(tmp_path))))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value)[:1] in "=+-@")
    assert "@SUM(1)" in {cell.value for cell in cells}


def test_only_those_of_whom_something_came_are_told_unless_they_are_named(tmp_path: Path) -> None:
    saved(tmp_path, fill(form_for(), {"q:fees": "Niets"}, {}))
    assert [told.supplier for told in understood_of(came_in(tmp_path), "nl")] == ["s001"]
    nothing = understood(tmp_path, "s002")
    assert nothing.received == ()
    assert {asked.standing for asked in nothing.questions} == {Standing.OPEN}
