"""The register of documents that somebody at the company looked at; what was received stays as it is.

A document that was seen makes an answer weigh more, so that each row must say who saw it and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from duediligence.findings import Finding, Location, error, warning
from duediligence.intake.books import QuestionBook, SupplierBook
from duediligence.intake.files.grid import Row, as_text
from duediligence.intake.files.reading import Reading
from duediligence.intake.files.sources import receive
from duediligence.intake.files.unread import Unread, shown
from duediligence.intake.headers import Columns, headed, header_findings, layout_findings, missing_columns
from duediligence.intake.typed.dates import date_of
from duediligence.intake.typed.spelling import fold, spellings
from duediligence.model.response import Answer, AnswerState, SourceKind

FILES = ("documents_seen.xlsx", "documents_seen.csv")
COLUMNS = ("supplier", "question", "document", "seen_by", "date")
_NEEDED = ("supplier", "seen_by", "date")
_OWN_WORD = (SourceKind.SUPPLIER, SourceKind.COMPANY)
"""Whose answers a document makes stronger; audits and workers' words are evidence of their own."""


@dataclass(frozen=True, slots=True)
class SeenDocument:
    """One row: whose document, on which question or of which name, and on which day somebody saw it."""

    supplier: str
    question: str
    document: str
    day: date
    location: Location


def documents_seen_path(root: Path) -> Path | None:
    """The register of documents of a workspace, or None where nobody keeps one."""
    return next((root / name for name in FILES if (root / name).exists()), None)


def read_documents_seen(
    path: Path, shown_as: str, questions: QuestionBook, suppliers: SupplierBook, assessed_on: date
) -> Reading[tuple[SeenDocument, ...]]:
    """The documents that were seen by the day of the assessment; a row that cannot be used is named."""
    received = receive(path, shown_as)
    if received.value is None:
        return Reading((), received.findings)
    names, grids = spellings("columns.documents_seen"), list(received.value.grids())
    findings = [*received.findings, *(finding for grid in grids for finding in grid.findings)]
    tables = [table for table in headed(grids, names) if len(table.at) > 1]
    if not tables:
        return Reading((), (*findings, error("no_documents_table", received.value.place)))
    table = tables[0]
    missing = missing_columns(table, _NEEDED)
    findings += [*header_findings(table, names), *layout_findings(table), *missing]
    rows = _Rows(table, questions, suppliers, assessed_on)
    seen = () if missing else tuple(rows.read(findings))
    return Reading(seen, tuple(findings))


def with_documents_seen(answers: Sequence[Answer], seen: Iterable[SeenDocument]) -> Reading[tuple[Answer, ...]]:
    """The answers with the documents that were seen marked; a row that fits no answer is named."""
    marked = list(answers)
    findings = []
    by_supplier: dict[str, list[int]] = {}
    for index, answer in enumerate(answers):
        if answer.source in _OWN_WORD and answer.state is AnswerState.ANSWERED:
            by_supplier.setdefault(answer.supplier, []).append(index)
    for row in seen:
        fitting = [index for index in by_supplier.get(row.supplier, ()) if _fits(row, answers[index])]
        for index in fitting:
            answer = marked[index]
            marked[index] = replace(answer, document=answer.document or row.document or "–", document_seen=True)
        if not fitting:
            about = row.document or row.question
            findings.append(warning("seen_fits_no_answer", row.location, supplier=row.supplier, found=shown(about)))
    return Reading(tuple(marked), tuple(findings))


def _fits(row: SeenDocument, answer: Answer) -> bool:
    """A row fits the answer to its question that it is not older than, or the answers that name its document."""
    if row.question and answer.question != row.question:
        return False
    if row.document and answer.document:
        return fold(row.document) in fold(answer.document)
    return bool(row.question) and (answer.date is None or answer.date <= row.day)


@dataclass(frozen=True, slots=True)
class _Rows:
    table: Columns
    questions: QuestionBook
    suppliers: SupplierBook
    assessed_on: date

    def read(self, findings: list[Finding]) -> Iterator[SeenDocument]:
        for row in self.table.grid.rows_below(self.table.header):
            seen = self._seen(row, {name: self._text(row, name) for name in COLUMNS})
            if isinstance(seen, Finding):
                findings.append(seen)
            else:
                yield seen

    def _seen(self, row: Row, said: Mapping[str, str]) -> SeenDocument | Finding:
        supplier, question = self.suppliers.find(said["supplier"]), self.questions.find(said["question"])
        if not supplier:
            near = self.suppliers.nearest(said["supplier"])
            place = self._place(row, "supplier")
            return error("seen_of_unknown_supplier", place, found=shown(said["supplier"]), nearest=near)
        if said["question"] and not question:
            near = self.questions.nearest(said["question"])
            place = self._place(row, "question")
            return error("seen_on_unknown_question", place, found=shown(said["question"]), nearest=near)
        if not question and not said["document"]:
            return error("seen_what", self._place(row, "supplier"), supplier=supplier)
        if not said["seen_by"]:
            return error("seen_by_nobody", self._place(row, "seen_by"), supplier=supplier)
        day = date_of(row.value(self.table.at["date"]))
        if isinstance(day, Unread) or day > self.assessed_on:
            place = self._place(row, "date")
            return error("seen_on_no_day", place, found=shown(said["date"]) or "–", assessed_on=self.assessed_on)
        return SeenDocument(supplier, question or "", said["document"], day, self._place(row, "supplier"))

    def _text(self, row: Row, column: str) -> str:
        at = self.table.at.get(column)
        return "" if at is None else as_text(row.value(at))

    def _place(self, row: Row, column: str) -> Location:
        return row.location(self.table.at.get(column, 0))
