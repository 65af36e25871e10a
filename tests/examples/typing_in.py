"""Typing: in a form of ours, in a register, in the plan, as people do who see words and dropdowns and no ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.forms.wording import option_text, state_text, value_text
from duediligence.i18n.texts import translate
from duediligence.model.facts import Fact
from duediligence.model.questionnaire import Question, QuestionType
from duediligence.model.response import AnswerState
from duediligence.model.workbook_bytes import with_fixed_times
from tests.examples.story import Filled, Said, Story

STATES = {state.value: state for state in AnswerState}


def opened(workbook: bytes) -> Workbook:
    """A workbook as somebody opens it."""
    return load_workbook(BytesIO(workbook))


def saved(book: Workbook) -> bytes:
    """The workbook as it is saved, with nothing of the machine in it."""
    written = BytesIO()
    book.save(written)
    return with_fixed_times(written.getvalue())


def filled_form(workbook: bytes, form: Filled, questions: Mapping[str, Question], story: Story) -> bytes:
    """A form of ours with answers typed in; raises ValueError where the story answers what the form does not ask."""
    book = opened(workbook)
    sheet, rows, columns = _places(book)
    asked = {key.removeprefix("q:").partition("#")[0] for key in rows if key.startswith("q:")}
    answers = _answers(form, story)
    if strays := (set(form.but) | set(form.cells) | set(form.beside)) - asked:
        raise ValueError(f"not asked in this form: {sorted(strays)}")
    for key, row in rows.items():
        if key.startswith("q:"):
            _clear(sheet, row, columns)
    for id in asked & answers.keys():
        for part, value in _cells(questions[id], answers[id], form.language):
            sheet.cell(rows[f"q:{id}{part}"], columns["answer"]).value = value
    _type_notes(sheet, rows, columns, form)
    return saved(book)


def _places(book: Workbook) -> tuple[Worksheet, dict[str, int], dict[str, int]]:
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        columns = {str(value).removeprefix("dd:"): n for n, value in enumerate(rows[0], 1) if value}
        if "key" in columns:
            keys = ((str(row[columns["key"] - 1]), number) for number, row in enumerate(rows, 1))
            return sheet, {key: number for key, number in keys if ":" in key}, columns
    raise ValueError("no sheet of questions")


def _answers(form: Filled, story: Story) -> dict[str, Said]:
    answers: dict[str, Said] = {}
    for name in form.start if isinstance(form.start, list) else filter(None, [form.start]):
        answers |= story.sets[name]
    answers |= form.but
    kept = form.only or list(answers)
    return {id: said for id, said in answers.items() if id in kept and id not in form.leave}


def _clear(sheet: Worksheet, row: int, columns: Mapping[str, int]) -> None:
    for column in ("answer", "reason", "comment", "document", "date"):
        sheet.cell(row, columns[column]).value = None


def _cells(question: Question, said: Said, language: str) -> Iterator[tuple[str, Any]]:
    """What is typed in which cell of a question: `part` is empty for its own, `#option` or `#rows` for those below."""
    if isinstance(said, str) and said in STATES:
        yield "", state_text(STATES[said], language)
    elif question.type is QuestionType.MULTI:
        for option in said if isinstance(said, list) else [said]:
            yield f"#{option}", translate("form.words.yes", language)
    elif question.type is QuestionType.MATRIX and isinstance(said, list):
        yield from zip(("#rows", "#columns"), said, strict=True)
    else:
        yield "", words_of(question, said, language)


def words_of(question: Question, said: Said, language: str) -> Any:
    """An answer in the words of the dropdown; numbers and texts as they are."""
    texts = {option.id: option_text(option.text, language) for option in question.options}
    if not texts:
        return said
    chosen = said if isinstance(said, list) else [said]
    return "; ".join(texts[str(option)] for option in chosen)


def _type_notes(sheet: Worksheet, rows: Mapping[str, int], columns: Mapping[str, int], form: Filled) -> None:
    for id, text in form.cells.items():
        sheet.cell(rows[f"q:{id}"], columns["answer"]).value = text
    for id, fact in form.corrects.items():
        sheet.cell(rows[f"fact:{id}"], columns["answer"]).value = str(fact)
    for id, beside in form.beside.items():
        for column, value in beside.model_dump().items():
            if value:
                sheet.cell(rows[f"q:{id}"], columns[column.replace("dated", "date")]).value = value
    closing = {"form:date": form.on, "form:role": form.by, "remark:1": form.remark}
    closing["form:checked"] = translate("form.words.yes", form.language)
    if form.source:
        closing["form:source"] = translate(f"form.source.{form.source}", form.language)
    for key, value in closing.items():
        if key in rows and value:
            sheet.cell(rows[key], columns["answer"]).value = value


def filled_register(workbook: bytes, facts: Mapping[str, Fact], story: Story, round: str) -> bytes:
    """Our register with a row a site, and other words above some columns."""
    book = opened(workbook)
    sheet = book.worksheets[0]
    language = story.register_language
    names = {fact.name.get(language): fact for fact in facts.values()}
    (headers,) = sheet.iter_rows(max_row=1, values_only=True)
    columns = {names[str(header)].id: number for number, header in enumerate(headers, 1)}
    for row, site in enumerate(story.sites_in(round), 2):
        cells = {"id": site.id, "name": site.name, **site.facts}
        for id, value in cells.items():
            sheet.cell(row, columns[id]).value = _fact_cell(facts[id], value, language)
        for id, text in site.typed.items():
            sheet.cell(row, columns[id]).value = text
    for id, header in story.headers.items():
        sheet.cell(1, columns[id]).value = header
    return saved(book)


def _fact_cell(fact: Fact, value: Any, language: str) -> Any:
    if isinstance(value, list):
        return "; ".join(value_text(fact, one, language) for one in value)
    if isinstance(value, bool) or fact.type.value in ("choice", "multi", "country"):
        return value_text(fact, value, language)
    if fact.type.value == "share":
        return f"{round(value * 100)}%"
    return value
