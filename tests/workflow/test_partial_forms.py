"""A form that leaves questions for a next one: what was not asked was not left unanswered, and stays possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from duediligence.model.assessment import SupplierAssessment, Tier
from duediligence.model.questionnaire import Question, QuestionType
from duediligence.model.response import UNANSWERED
from duediligence.workflow.checking import check_workspace
from duediligence.workflow.opened import open_workspace
from duediligence.workflow.rounds import assess_opened
from duediligence.workflow.sending import Order, Sent, write_forms_of
from tests.forms.filled import positions, sheet_of, type_in

SETTINGS = "company: {id: c1, name: Firm}\nsector: food\nassessed_on: 2026-11-01\nlanguages: [en]\n"
REGISTER = "id,name,country\nfar,Far Field,MM\nshop,Corner Shop,NL\n"
FULL = Order(kinds=("xlsx",), full=True)
NUMBERS = (QuestionType.NUMBER, QuestionType.PERCENT, QuestionType.MATRIX)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A farm far away of which only the country is known, and a shop nearby."""
    (tmp_path / "duediligence.yaml").write_text(SETTINGS, "utf-8")
    (tmp_path / "suppliers.csv").write_text(REGISTER, "utf-8")
    return tmp_path


def _send(workspace: Path, order: Order) -> Sent:
    return write_forms_of(workspace, replace(order, suppliers=("far",)))


def _answer_all(sent: Sent, workspace: Path) -> set[str]:
    """Every question of the form is answered, and the form comes back; returns the questions."""
    questions = sent.opened.content.questions
    book = load_workbook(sent.files[0])
    asked = _type(book, questions)
    (workspace / "responses").mkdir(exist_ok=True)
    book.save(workspace / "responses" / sent.files[0].name)
    return asked


def _type(book: Workbook, questions: Mapping[str, Question]) -> set[str]:
    rows, _ = positions(sheet_of(book))
    parts = {key: key.removeprefix("q:").partition("#") for key in rows if key.startswith("q:")}
    typed = {key: _typed(questions[id], part) for key, (id, _, part) in parts.items()}
    type_in(book, {key: value for key, value in typed.items() if value is not None})
    return {id for id, _, _ in parts.values()}


def _typed(question: Question, part: str) -> object:
    if question.type is QuestionType.CHOICE:
        return question.options[0].text.get("en")
    if question.type is QuestionType.MULTI:
        return "Yes" if part == question.options[0].id else None
    if question.type in NUMBERS:
        return 1 if part or question.type is not QuestionType.MATRIX else None
    return "2026-01-01" if question.type is QuestionType.DATE else "As agreed"


def _assessed(workspace: Path) -> SupplierAssessment:
    found = assess_opened(open_workspace(workspace)).round.assessment.supplier("far")
    assert found is not None
    return found


def test_a_form_takes_three_quarters_of_an_hour_and_the_rest_waits(workspace: Path) -> None:
    (short,), (full,) = _send(workspace, Order(kinds=("xlsx",))).lengths, _send(workspace, FULL).lengths
    assert short.minutes <= 45 < full.minutes
    assert short.questions + short.kept == full.questions
    assert full.kept == 0


def test_others_than_suppliers_are_asked_everything(workspace: Path) -> None:
    sent = write_forms_of(workspace, Order(respondent="company", kinds=("xlsx",)))
    assert sent.lengths == ()


def test_whoever_answers_a_short_form_is_rated_and_what_was_not_asked_stays_possible(workspace: Path) -> None:
    sent = _send(workspace, Order(kinds=("xlsx",)))
    asked = _answer_all(sent, workspace)
    far = _assessed(workspace)
    assert far.coverage == 1
    assert far.tier is not Tier.NOT_RATEABLE
    assert not {row.state for row in far.answers} & UNANSWERED
    assert {row.question for row in far.answers} == asked
    assert any(ask.question not in asked and ask.respondent == "supplier" for ask in far.ask_next)
    assert {row.matter for row in far.matters} - asked


def test_nobody_is_told_to_answer_what_was_not_asked(workspace: Path) -> None:
    asked = _answer_all(_send(workspace, Order(kinds=("xlsx",))), workspace)
    checked = check_workspace(workspace)
    assert {finding.code for finding in checked.findings} <= {"form_without_date", "form_not_confirmed"}
    (told,) = [found for found in checked.understood if found.supplier == "far"]
    assert {question.id for question in told.questions} <= asked


def test_the_next_form_brings_questions_that_were_left_out(workspace: Path) -> None:
    first = _send(workspace, Order(kinds=("xlsx",)))
    asked = _answer_all(first, workspace)
    second = _send(workspace, Order(kinds=("xlsx",)))
    later = _type(load_workbook(second.files[0]), second.opened.content.questions)
    assert later - asked
    assert second.lengths[0].minutes <= 45
    assert second.lengths[0].kept < first.lengths[0].kept
