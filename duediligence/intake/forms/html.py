"""Answer files that the page of a form exports; and the page itself, which holds no answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from duediligence.findings import Finding, Location, error, note
from duediligence.intake.books import QuestionBook, SupplierBook
from duediligence.intake.confidential import remark_finding
from duediligence.intake.desk import AnswerDesk, Entry
from duediligence.intake.files.grid import Value, as_text
from duediligence.intake.files.kinds import Kind
from duediligence.intake.files.reading import Returned
from duediligence.intake.files.safety import LIMITS
from duediligence.intake.files.sources import Received
from duediligence.intake.files.text import clean
from duediligence.intake.forms.returned import (
    Whose,
    edition_findings,
    fact_finding,
    in_words_of_now,
    old_questions,
    whose_form,
)
from duediligence.intake.typed.dates import date_of
from duediligence.intake.typed.spelling import fold
from duediligence.model.form import ANSWER_FILE, Stamp
from duediligence.model.questionnaire import Question
from duediligence.model.response import Supplier

_PAGE_MARK = 'id="form-data"'


def read(
    received: Received, questions: Mapping[str, Question], suppliers: Mapping[str, Supplier], assessed_on: date
) -> Returned | None:
    """The answers of an answer file; None for a file that is neither that nor the page that should have made one."""
    place, data = received.place, received.data
    if received.kind is Kind.HTML and _PAGE_MARK in received.text:
        return Returned((), (error("form_page_without_answers", place),))
    if not isinstance(data, dict) or data.get("format") != ANSWER_FILE:
        return None
    whose = whose_form([_stamp(data)], (), place)
    if whose.value is None:
        return Returned((), whose.findings)
    book = QuestionBook.of(questions)
    desk = AnswerDesk(book, SupplierBook.of(suppliers), assessed_on)
    records = list(_records(data.get("answers")))
    findings = [*whose.findings, *_about_the_file(data, whose.value, place)]
    if not any(_said(record.get("answer")) for _, record in records):
        return Returned((), (*findings, error("form_empty", place, supplier=whose.value.supplier)))
    findings += edition_findings(whose.value, [_text(record.get("question")) for _, record in records], book, place)
    old = old_questions(whose.value, book)
    chosen = data.get("source") != ""  # pages of before wrote the first source at every answer where nobody chose one
    for index, record in records:
        desk.take(_entry(index, record, whose.value, chosen, old, book, place))
    form = whose.value.form(place, date_of(_text(data.get("date"))), asked=_asked(data.get("asked"), questions))
    return Returned(tuple(desk.answers), (*findings, *desk.findings()), (form,))


def _stamp(data: Mapping[str, Any]) -> tuple[Stamp, bool]:
    stamp, fits = Stamp.parse(_text(data.get("form")))
    return (stamp or Stamp((), "", "", "")), fits


def _records(data: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for index, record in enumerate(data if isinstance(data, list) else ()):
        if isinstance(record, dict):
            yield index, record


def _asked(data: Any, questions: Mapping[str, Question]) -> tuple[str, ...]:
    """The questions that the page showed when it was saved; files of earlier pages do not say."""
    named = (_text(id) for id in data) if isinstance(data, list) else ()
    return tuple(dict.fromkeys(id for id in named if id in questions))


def _entry(
    index: int,
    record: Mapping[str, Any],
    whose: Whose,
    chosen: bool,
    old: Mapping[str, Question],
    book: QuestionBook,
    place: Location,
) -> Entry:
    question = _text(record.get("question"))
    values: dict[str, Value] = {name: _text(record.get(name)) for name in ("date", "reason", "comment")}
    document, day = _text(record.get("document")), _text(record.get("document_date"))
    source, source_said = whose.spoken(_text(record.get("source")) if chosen else None)
    values |= {
        "supplier": whose.supplier,
        "question": question,
        "source": source.value,
        "answer": in_words_of_now(_said(record.get("answer")), old.get(question), book),
        "document": f"{document} ({day})" if document and day else document or day,
    }
    return Entry(values, lambda name: Location(file=place.file, path=f"answers[{index}].{name}"), False, source_said)


def _about_the_file(data: Mapping[str, Any], whose: Whose, place: Location) -> Iterator[Finding]:
    for index, record in _records(data.get("facts")):
        spot = Location(file=place.file, path=f"facts[{index}]")
        fact, before, now = (_text(record.get(name)) for name in ("fact", "before", "now"))
        if fold(before) != fold(now):
            yield fact_finding(fact, before, now, spot)
    if remarks := _text(data.get("remarks")):
        place_of = Location(file=place.file, path="remarks")
        yield remark_finding(remarks, place_of, whose.supplier, whose.source)
    if not _text(data.get("date")):
        yield note("form_without_date", Location(file=place.file, path="date"))


def _said(value: Any) -> Value:
    """An answer; several in a list stay apart, and what the page would not have written is left to be named."""
    return [_said(part) for part in value] if isinstance(value, list) else _text(as_text(value))


def _text(value: Any) -> str:
    """A text without signs that nobody typed, at most as long as a cell may be."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return clean(str(value)).strip()[: LIMITS.text]
