"""Reading filled forms with openpyxl, as an engineer would who knows how our forms are laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from openpyxl import load_workbook

from duediligence.i18n.texts import translate
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Question, QuestionType
from duediligence.model.response import AnswerState

Said = tuple[str, str, str, tuple[str, ...], tuple[float, ...], date | None]
"""supplier, question, state, keys, numbers, date."""


def read_forms(folder: Path, content: SectorContent, read_only: bool = False) -> list[Said]:
    """The answers of every workbook in a folder; `read_only` is openpyxl's quicker mode."""
    return [said for path in sorted(folder.glob("*.xlsx")) for said in _read(path, content, read_only)]


def _read(path: Path, content: SectorContent, read_only: bool) -> Iterator[Said]:
    book = load_workbook(path, data_only=True, read_only=read_only)
    try:
        for sheet in book.worksheets:
            rows = list(sheet.iter_rows(values_only=True))
            if rows and "dd:answer" in rows[0]:
                yield from _answers(rows, content)
    finally:
        book.close()


def _answers(rows: list[tuple[Any, ...]], content: SectorContent) -> Iterator[Said]:
    at = {str(value)[3:]: index for index, value in enumerate(rows[0]) if str(value).startswith("dd:")}
    head = next(str(value) for value in rows[0] if str(value).startswith("dd:form?"))
    stamp = parse_qs(head.partition("?")[2])
    supplier, language = stamp["supplier"][0], stamp["language"][0]
    cells = {str(row[at["key"]]): row for row in rows[1:] if row[at["key"]]}
    day = _day(cells["form:date"][at["answer"]]) if "form:date" in cells else None
    typed = {key: row[at["answer"]] for key, row in cells.items() if key.startswith("q:")}
    for key in typed:
        question = content.questions.get(key[2:])
        if question is not None and (said := _said(question, typed, language)) is not None:
            yield supplier, question.id, *said, _day(cells[key][at["date"]]) or day


def _said(
    question: Question, typed: Mapping[str, Any], language: str
) -> tuple[str, tuple[str, ...], tuple[float, ...]] | None:
    value = typed[f"q:{question.id}"]
    state = _states(language).get(str(value))
    if state:
        return state, (), ()
    if question.type is QuestionType.MULTI:
        yes = translate("form.words.yes", language)
        keys = tuple(o.id for o in question.options if typed.get(f"q:{question.id}#{o.id}") == yes)
        return ("answered", keys, ()) if keys else None
    if question.type is QuestionType.MATRIX:
        pair = [typed.get(f"q:{question.id}#{axis}") for axis in ("rows", "columns")]
        if pair[0] in (None, "") or pair[1] in (None, ""):
            return None
        numbers = (float(str(pair[0])), float(str(pair[1])))
        return "answered", (question.key_of(*numbers) or "",), numbers
    return None if value in (None, "") else _plain(question, value, language)


def _plain(question: Question, value: Any, language: str) -> tuple[str, tuple[str, ...], tuple[float, ...]]:
    if question.type is QuestionType.CHOICE:
        return "answered", tuple(o.id for o in question.options if o.text.get(language) == value), ()
    if question.type in (QuestionType.NUMBER, QuestionType.PERCENT):
        number = float(str(value).rstrip("%"))
        key = question.key_of(number)
        return "answered", (key,) if key else (), (number,)
    return "answered", (), ()


def _states(language: str) -> dict[str, str]:
    named = [s for s in AnswerState if s not in (AnswerState.ANSWERED, AnswerState.NO_ANSWER, AnswerState.UNREAD)]
    return {translate(f"form.states.{state.value}", language): state.value for state in named}


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
