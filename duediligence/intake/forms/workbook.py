"""Forms that come back as a workbook, however they were sorted, translated, copied or saved on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from duediligence.findings import Finding, Location, error, note, warning
from duediligence.i18n.texts import catalogue
from duediligence.intake.books import QuestionBook, SupplierBook
from duediligence.intake.confidential import SPEAK_FOR_WORKERS, remark_finding, without_words
from duediligence.intake.desk import AnswerDesk, Entry
from duediligence.intake.files.grid import Value, is_blank
from duediligence.intake.files.reading import Reading, Returned
from duediligence.intake.files.sources import Received
from duediligence.intake.forms.copies import NOTES, by_question, each_given, of_question, once, says_yes
from duediligence.intake.forms.marks import marks_of
from duediligence.intake.forms.returned import (
    Stamps,
    Whose,
    asked_of,
    edition_findings,
    fact_finding,
    in_words_of_now,
    old_questions,
    whose_by_name,
    whose_form,
)
from duediligence.intake.forms.rows import FormRow, FormSheet, read_sheet
from duediligence.intake.forms.values import answer_of
from duediligence.intake.typed.dates import date_of
from duediligence.intake.typed.spelling import fold, folded
from duediligence.model.form import CHECKED, FILLED_IN_ON, SOURCE, Column, RowKey, RowKind
from duediligence.model.questionnaire import Question, QuestionType
from duediligence.model.response import SourceKind, Supplier
from duediligence.model.returned import ReturnedForm

_PLACES = {column.value: column for column in (Column.ANSWER, Column.REASON, Column.COMMENT, Column.DOCUMENT)}


def read(
    received: Received, questions: Mapping[str, Question], suppliers: Mapping[str, Supplier], assessed_on: date
) -> Returned | None:
    """The answers of a returned form, every sheet with questions under its own stamp; None where it is none of ours."""
    marked = [(grid, marks_of(grid)) for grid in received.grids()]
    if not any(marks.of_a_form for _, marks in marked):
        return None
    book, register = QuestionBook.of(questions), SupplierBook.of(suppliers)
    desk = AnswerDesk(book, register, assessed_on)
    findings = [finding for grid, _ in marked for finding in grid.findings]
    around = tuple(dict.fromkeys(stamp for _, marks in marked for stamp in marks.stamps))
    forms: list[ReturnedForm] = []
    for sheet in [read_sheet(grid, marks, book) for grid, marks in marked if marks.of_a_form]:
        whose = _whose(sheet, around, received, desk)
        findings += [*sheet.findings, *whose.findings]
        if whose.value is not None and sheet.rows:
            found = _Filled(sheet, whose.value, desk, forms).take()
            findings += without_words(found) if whose.value.source in SPEAK_FOR_WORKERS else found
    return Returned(tuple(desk.answers), (*findings, *desk.findings()), tuple(forms))


def _whose(sheet: FormSheet, around: Stamps, received: Received, desk: AnswerDesk) -> Reading[Whose | None]:
    whose = whose_form(sheet.stamps, around, sheet.place)
    if whose.value is not None or whose.findings:
        return whose
    asked = asked_of((row.key.id for row in sheet.rows if row.key.kind is RowKind.QUESTION), desk.questions)
    return whose_by_name(received.path.name, desk.suppliers, asked, sheet.place)


class _Shared(NamedTuple):
    """What all answers of a sheet have in common, where that stands, and whether anybody said who spoke."""

    values: Mapping[str, Value]
    places: Mapping[str, Location]
    source_said: bool


@dataclass
class _Filled:
    """One filled-in sheet on its way to the desk."""

    sheet: FormSheet
    whose: Whose
    desk: AnswerDesk
    forms: list[ReturnedForm] = field(default_factory=list)

    def take(self) -> list[Finding]:
        """Hands the answers to the desk; what concerns the sheet and not one answer comes back as findings."""
        rows, twice, others = once(self.sheet.rows)
        findings = [twice[key] for key in twice if key.kind is not RowKind.QUESTION]
        asked = by_question(rows)
        self.forms.append(self._form(rows, asked))
        beside = {key: row for key, row in rows.items() if key.kind is not RowKind.QUESTION}
        findings += [*self._of_facts(beside), *_remarks(beside, self.whose)]
        if all(row.is_blank(Column.ANSWER) for parts in asked.values() for row in parts.values()):
            return [*findings, error("form_empty", self.sheet.place, supplier=self.whose.supplier)]
        if not any(map(_changed, rows.values())) and not says_yes(rows.get(CHECKED)):
            return [*findings, error("form_untouched", self.sheet.place, supplier=self.whose.supplier)]
        findings += _unconfirmed(asked, rows.get(CHECKED))
        findings += edition_findings(self.whose, asked, self.desk.questions, self.sheet.place)
        findings += self._missing()
        shared = self._shared(rows, findings)
        old = old_questions(self.whose, self.desk.questions)
        for id, parts in asked.items():
            several = id in self.desk.questions and self.desk.questions[id].type is QuestionType.MULTI
            apart = of_question(id, twice) if several else {}
            for given in [parts] if several else each_given(parts, of_question(id, others)):
                if entry := self._entry(id, given, apart, shared, old.get(id), findings):
                    self.desk.take(entry)
        return findings

    def _form(self, rows: Mapping[RowKey, FormRow], asked: Iterable[str]) -> ReturnedForm:
        day = rows.get(FILLED_IN_ON)
        return self.whose.form(
            self.sheet.place,
            date_of(day.value(Column.ANSWER)) if day else None,
            self.whose.spoken(_source_named(rows.get(SOURCE)))[0],
            tuple(asked),
        )

    def _shared(self, rows: Mapping[RowKey, FormRow], findings: list[Finding]) -> _Shared:
        places = {
            name: row.location(Column.ANSWER) if row else self.sheet.place
            for name, row in (("date", rows.get(FILLED_IN_ON)), ("source", rows.get(SOURCE)))
        }
        day = rows[FILLED_IN_ON].value(Column.ANSWER) if FILLED_IN_ON in rows else ""
        if is_blank(day):
            findings.append(note("form_without_date", places["date"]))
        source, said = self.whose.spoken(_source_named(rows.get(SOURCE)))
        return _Shared({"supplier": self.whose.supplier, "source": source.value, "date": day}, places, said)

    def _entry(
        self,
        id: str,
        parts: Mapping[str, FormRow],
        twice: Mapping[str, Finding],
        shared: _Shared,
        old: Question | None,
        findings: list[Finding],
    ) -> Entry | None:
        main = parts.get("") or next(iter(parts.values()))
        reader = self.desk.questions.reader(id) if id in self.desk.questions else None
        answer, found = answer_of(parts, main, reader, twice)
        findings += found
        if is_blank(answer) and (twice or all(main.is_blank(column) for column in NOTES)):
            return None
        values = {
            **shared.values,
            "question": id,
            "answer": in_words_of_now(answer, old, self.desk.questions) if old else answer,
            "reason": main.value(Column.REASON),
            "comment": main.value(Column.COMMENT),
            "document": _document(main),
        }
        of_percent = reader is not None and reader.question.type is QuestionType.PERCENT
        percent = of_percent and isinstance(answer, float) and main.cell(Column.ANSWER).percent
        places = shared.places
        return Entry(values, lambda n: places.get(n) or main.location(_place_of(n)), percent, shared.source_said)

    def _missing(self) -> Iterator[Finding]:
        """Questions that stood on the form and do not any more: somebody took their rows out."""
        here = {row.key.id for row in self.sheet.rows if row.key.kind is RowKind.QUESTION}
        if (count := self.whose.questions - len(here)) > 0:
            yield warning("form_rows_missing", self.sheet.place, supplier=self.whose.supplier, count=count)

    def _of_facts(self, rows: Mapping[RowKey, FormRow]) -> Iterator[Finding]:
        if Column.BEFORE not in self.sheet.columns:
            return
        for key, row in rows.items():
            if key.kind is RowKind.FACT and _changed(row):
                now, place = row.as_seen(Column.ANSWER), row.location(Column.ANSWER)
                yield fact_finding(key.id, row.text(Column.BEFORE), now, place)


def _place_of(name: str) -> Column:
    return _PLACES.get(name, Column.ANSWER)


def _changed(row: FormRow) -> bool:
    """Whether an answer differs from what was filled in before the form went out."""
    before = fold(row.text(Column.BEFORE))
    if row.key.kind is RowKind.HEADING or fold(row.text(Column.ANSWER)) == before:
        return False
    return row.key.kind is not RowKind.FACT or fold(row.as_seen(Column.ANSWER)) != before


def _unconfirmed(asked: Mapping[str, Mapping[str, FormRow]], checked: FormRow | None) -> Iterator[Finding]:
    rows = (row for parts in asked.values() for row in parts.values())
    kept = [row for row in rows if not row.is_blank(Column.BEFORE) and not _changed(row)]
    if kept and not says_yes(checked):
        yield warning("form_not_confirmed", kept[0].location(Column.ANSWER), count=len(kept))


def _remarks(rows: Mapping[RowKey, FormRow], whose: Whose) -> Iterator[Finding]:
    for key, row in rows.items():
        if key.kind is RowKind.REMARK and not row.is_blank(Column.ANSWER):
            yield remark_finding(row.text(Column.ANSWER), row.location(Column.ANSWER), whose.supplier, whose.source)


def _document(row: FormRow) -> str:
    name, day = row.text(Column.DOCUMENT), row.value(Column.DATE)
    if is_blank(day):
        return name
    found = date_of(day)
    written = found.isoformat() if isinstance(found, date) else row.text(Column.DATE)
    return f"{name} ({written})" if name else written


def _source_named(row: FormRow | None) -> str | None:
    text = row.text(Column.ANSWER) if row else ""
    return _source_names().get(fold(text)) if text else None


def _source_names() -> Mapping[str, str]:
    texts = catalogue("form")
    names = [(text, kind.value) for kind in SourceKind for text in texts[f"source.{kind.value}"].values()]
    return folded([*names, *((kind.value, kind.value) for kind in SourceKind)])
