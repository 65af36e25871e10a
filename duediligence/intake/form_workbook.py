"""Forms that come back as a workbook, however they were sorted, translated, copied or saved on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from duediligence.findings import Finding, error, note, warning
from duediligence.i18n.texts import catalogue
from duediligence.intake.books import QuestionBook, SupplierBook
from duediligence.intake.dates import date_of
from duediligence.intake.desk import AnswerDesk, Entry
from duediligence.intake.form_returned import (
    Stamps,
    Whose,
    asked_of,
    edition_findings,
    fact_finding,
    in_words_of_now,
    remark_finding,
    whose_by_name,
    whose_form,
)
from duediligence.intake.form_rows import FormRow, FormSheet, has_form, marks_of, read_sheet, stamps_in
from duediligence.intake.form_values import answer_of
from duediligence.intake.grid import Cell, is_blank
from duediligence.intake.reading import Reading
from duediligence.intake.sources import Received
from duediligence.intake.spelling import fold, folded
from duediligence.intake.unread import shown
from duediligence.intake.values import yes_or_no
from duediligence.model.form import CHECKED, FILLED_IN_ON, SOURCE, Column, RowKey, RowKind
from duediligence.model.questionnaire import Question
from duediligence.model.response import Answer, SourceKind, Supplier

_NOTES = (Column.REASON, Column.COMMENT, Column.DOCUMENT, Column.DATE)


def recognise(received: Received) -> bool:
    """Whether a file holds a form of ours."""
    return any(has_form(grid) for grid in received.grids())


def read(
    received: Received, questions: Mapping[str, Question], suppliers: Mapping[str, Supplier], assessed_on: date
) -> Reading[tuple[Answer, ...]]:
    """The answers of a returned form; every sheet with questions is read under its own stamp."""
    book, register = QuestionBook.of(questions), SupplierBook.of(suppliers)
    desk = AnswerDesk(book, register, assessed_on)
    grids = list(received.grids())
    findings = [finding for grid in grids for finding in grid.findings]
    around = tuple(dict.fromkeys(stamp for grid in grids for stamp in stamps_in(marks_of(grid))))
    for sheet in [read_sheet(grid, book) for grid in grids if has_form(grid)]:
        whose = _whose(sheet, around, received, desk)
        findings += [*sheet.findings, *whose.findings]
        if whose.value is not None and sheet.rows:
            findings += _Filled(sheet, whose.value, desk).take()
    return Reading(tuple(desk.answers), (*findings, *desk.findings()))


def _whose(sheet: FormSheet, around: Stamps, received: Received, desk: AnswerDesk) -> Reading[Whose | None]:
    whose = whose_form(sheet.stamps, around, sheet.place)
    if whose.value is not None or whose.findings:
        return whose
    asked = asked_of((row.key.id for row in sheet.rows if row.key.kind is RowKind.QUESTION), desk.questions)
    return whose_by_name(received.path.name, desk.suppliers, asked, sheet.place)


@dataclass
class _Filled:
    """One filled-in sheet on its way to the desk."""

    sheet: FormSheet
    whose: Whose
    desk: AnswerDesk

    def take(self) -> list[Finding]:
        """Hands the answers to the desk; what concerns the sheet and not one answer comes back as findings."""
        rows, findings = _once(self.sheet.rows)
        asked = dict.fromkeys(key.id for key in rows if key.kind is RowKind.QUESTION)
        findings += [*self._of_facts(rows), *self._remarks(rows)]
        if all(row.cell(Column.ANSWER).blank for key, row in rows.items() if key.kind is RowKind.QUESTION):
            return [*findings, error("form_empty", self.sheet.place, supplier=self.whose.supplier)]
        if self._untouched(rows):
            return [*findings, error("form_untouched", self.sheet.place, supplier=self.whose.supplier)]
        findings += self._unconfirmed(rows)
        source, day = self._source(rows, findings), self._day(rows, findings)
        findings += edition_findings(self.whose, asked, self.desk.questions, self.sheet.place)
        for id in asked:
            self._take_question(id, rows, source, day, findings)
        return findings

    def _take_question(
        self, id: str, rows: Mapping[RowKey, FormRow], source: SourceKind, day: Cell, findings: list[Finding]
    ) -> None:
        parts = {key.part: row for key, row in rows.items() if key.kind is RowKind.QUESTION and key.id == id}
        main = parts.get("") or next(iter(parts.values()))
        reader = self.desk.questions.reader(id) if id in self.desk.questions else None
        answer, found = answer_of(parts, main, reader)
        findings += found
        notes = {column: main.cell(column) for column in _NOTES}
        if is_blank(answer) and all(cell.blank for cell in notes.values()):
            return
        values = {
            "supplier": self.whose.supplier,
            "source": source.value,
            "date": day.value,
            "question": id,
            "answer": in_words_of_now(answer, id, self.whose, self.desk.questions),
            "reason": notes[Column.REASON].value,
            "comment": notes[Column.COMMENT].value,
            "document": _document(notes[Column.DOCUMENT], notes[Column.DATE]),
        }
        places = {
            "date": day.location,
            **{column.value: cell.location for column, cell in notes.items() if column != "date"},
        }
        spot = main.cell(Column.ANSWER)
        self.desk.take(Entry(values, lambda name: places.get(name, spot.location), spot.percent))

    def _untouched(self, rows: Mapping[RowKey, FormRow]) -> bool:
        """Whether nobody wrote anything: no answer differs from what was filled in before the form went out."""
        return not any(_changed(row) for row in rows.values()) and not _says_yes(rows.get(CHECKED))

    def _unconfirmed(self, rows: Mapping[RowKey, FormRow]) -> Iterator[Finding]:
        kept = [
            row
            for row in rows.values()
            if row.key.kind is RowKind.QUESTION and not row.cell(Column.BEFORE).blank and not _changed(row)
        ]
        if kept and not _says_yes(rows.get(CHECKED)):
            yield warning("form_not_confirmed", kept[0].cell(Column.ANSWER).location, count=len(kept))

    def _of_facts(self, rows: Mapping[RowKey, FormRow]) -> Iterator[Finding]:
        if Column.BEFORE not in self.sheet.columns:
            return
        for key, row in rows.items():
            if key.kind is RowKind.FACT:
                cell = row.cell(Column.ANSWER)
                found = fact_finding(key.id, row.cell(Column.BEFORE).text, _as_seen(cell), cell.location)
                yield from [found] if found else []

    def _remarks(self, rows: Mapping[RowKey, FormRow]) -> Iterator[Finding]:
        for key, row in rows.items():
            cell = row.cell(Column.ANSWER)
            if key.kind is RowKind.REMARK and not cell.blank:
                yield remark_finding(cell.text, cell.location)

    def _source(self, rows: Mapping[RowKey, FormRow], findings: list[Finding]) -> SourceKind:
        if SOURCE not in rows:
            return self.whose.source
        cell = rows[SOURCE].cell(Column.ANSWER)
        named = _source_names().get(fold(cell.text)) if cell.text else None
        if named is None:
            found = shown(cell.text) or "–"
            findings.append(warning("form_source_assumed", cell.location, found=found, source=self.whose.source.value))
        return SourceKind(named) if named else self.whose.source

    def _day(self, rows: Mapping[RowKey, FormRow], findings: list[Finding]) -> Cell:
        row = rows.get(FILLED_IN_ON)
        cell = row.cell(Column.ANSWER) if row else Cell("", self.sheet.place)
        if cell.blank:
            findings.append(note("form_without_date", cell.location))
        return cell


def _once(rows: list[FormRow]) -> tuple[dict[RowKey, FormRow], list[Finding]]:
    """The rows by key; of a row that stands twice the filled one, and none where the two say different things."""
    kept: dict[RowKey, FormRow] = {}
    twice: dict[RowKey, Finding] = {}
    for row in rows:
        other = kept.setdefault(row.key, row)
        if other is row or _said(row) == _said(other) or not any(_said(row)):
            continue
        if not any(_said(other)):
            kept[row.key] = row
            continue
        place, first = row.cell(Column.ANSWER).location, other.cell(Column.ANSWER).location
        twice[row.key] = error("form_key_twice", place, question=row.key, first=first.cell or str(first))
    return {key: row for key, row in kept.items() if key not in twice}, list(twice.values())


def _said(row: FormRow) -> tuple[str, ...]:
    return tuple(row.cell(column).text for column in (Column.ANSWER, *_NOTES))


def _changed(row: FormRow) -> bool:
    if row.key.kind is RowKind.HEADING:
        return False
    return fold(_as_seen(row.cell(Column.ANSWER))) != fold(row.cell(Column.BEFORE).text)


def _as_seen(cell: Cell) -> str:
    """A value as its cell shows it: 0.35 that is formatted as a percentage is `35%`."""
    return f"{round(cell.value * 100, 6):g}%" if cell.percent else cell.text


def _says_yes(row: FormRow | None) -> bool:
    return row is not None and yes_or_no(row.cell(Column.ANSWER).value) is True


def _document(name: Cell, day: Cell) -> str:
    if day.blank:
        return name.text
    found = date_of(day.value)
    written = found.isoformat() if isinstance(found, date) else day.text
    return f"{name.text} ({written})" if name.text else written


def _source_names() -> Mapping[str, str]:
    texts = catalogue("form")
    names = [(text, kind.value) for kind in SourceKind for text in texts[f"source.{kind.value}"].values()]
    return folded([*names, *((kind.value, kind.value) for kind in SourceKind)])
