"""How a company marks a document as seen, without touching what it received."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duediligence.intake.books import QuestionBook, SupplierBook
from duediligence.intake.documents_seen import documents_seen_path, read_documents_seen, with_documents_seen
from duediligence.intake.files.reading import Reading
from duediligence.model.response import COMPANY, Answer, AnswerState, SourceKind
from tests.intake.tables import ASSESSED_ON, QUESTIONS, SUPPLIERS, codes, csv_file, places, rows_of

HEADER = "| supplier | question | document | seen by | date |"
DAY = date(2026, 9, 30)
FEES = Answer("s001", "recruitment_fees", SourceKind.SUPPLIER, date=DAY, document="Loonstrook (2026-08-01)")
HELD = Answer("s001", "documents_held", SourceKind.SUPPLIER, date=DAY)
AUDITED = Answer("s001", "recruitment_fees", SourceKind.ANNOUNCED_AUDIT, date=DAY, document="Loonstrook")
OTHER = Answer("s002", "recruitment_fees", SourceKind.SUPPLIER, date=DAY, document="Loonstrook")
ANSWERS = (FEES, HELD, AUDITED, OTHER)


def marked(folder: Path, *rows: str) -> Reading[tuple[Answer, ...]]:
    """The answers after reading a register of documents with these rows."""
    path = csv_file(folder / "documents_seen.csv", "\n".join([HEADER, *rows]))
    book, sites = QuestionBook.of(QUESTIONS), SupplierBook(SUPPLIERS, {"s007": "s001"})
    read = read_documents_seen(path, path.name, book, sites, ASSESSED_ON)
    done = with_documents_seen(ANSWERS, read.value)
    return Reading(done.value, (*read.findings, *done.findings))


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        ("| s001 | recruitment_fees | | A. Jansen | 2026-10-05 |", FEES),
        ("| S001 | Recruitment fees | | A. Jansen | 5 oktober 2026 |", FEES),
        ("| s001 | | loonstrook | A. Jansen | 2026-10-05 |", FEES),
        ("| s007 | | Loonstrook | A. Jansen | 2026-10-05 |", FEES),  # a row that was joined with s001
        ("| s001 | | Loonstrook | A. Jansen | 2025-10-05 |", FEES),  # the same document, seen last year
        ("| s001 | documents_held | Foto van de kluis | A. Jansen | 2026-10-05 |", HELD),
    ],
)
def test_a_row_marks_the_suppliers_own_answer(tmp_path: Path, row: str, answer: Answer) -> None:
    reading = marked(tmp_path, row)
    assert codes(reading.findings) == []
    seen = {before for before, after in zip(ANSWERS, reading.value, strict=True) if after.document_seen}
    assert seen == {answer}


def test_an_answer_that_names_no_document_gets_the_name_from_the_register(tmp_path: Path) -> None:
    reading = marked(tmp_path, "| s001 | documents_held | Foto van de kluis | A. Jansen | 2026-10-05 |")
    assert [(a.document, a.document_seen) for a in reading.value if a.question == "documents_held"] == [
        ("Foto van de kluis", True)
    ]


def test_dutch_headings_as_init_writes_them(tmp_path: Path) -> None:
    rows = rows_of("| Leverancier | Vraag | Document | Gezien door | Datum |")
    rows.append(["s001", "", "Loonstrook", "A. Jansen", "5-10-2026"])
    path = tmp_path / "documents_seen.csv"
    path.write_text("\r\n".join(";".join(row) for row in rows), encoding="utf-8-sig")
    assert documents_seen_path(tmp_path) == path
    read = read_documents_seen(path, path.name, QuestionBook.of(QUESTIONS), SupplierBook.of(SUPPLIERS), ASSESSED_ON)
    assert [(row.supplier, row.document, row.day) for row in read.value] == [("s001", "Loonstrook", date(2026, 10, 5))]
    assert read.findings == ()


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("| s009 | recruitment_fees | | A. Jansen | 2026-10-05 |", "seen_of_unknown_supplier", "A2"),
        ("| s001 | recruitment_fee | | A. Jansen | 2026-10-05 |", "seen_on_unknown_question", "B2"),
        ("| s001 | | | A. Jansen | 2026-10-05 |", "seen_what", "A2"),
        ("| s001 | recruitment_fees | | | 2026-10-05 |", "seen_by_nobody", "D2"),
        ("| s001 | recruitment_fees | | A. Jansen | |", "seen_on_no_day", "E2"),
        ("| s001 | recruitment_fees | | A. Jansen | binnenkort |", "seen_on_no_day", "E2"),
        ("| s001 | recruitment_fees | | A. Jansen | 2026-12-01 |", "seen_on_no_day", "E2"),  # after the assessment
        ("| s001 | recruitment_fees | | A. Jansen | 2025-10-05 |", "seen_fits_no_answer", "A2"),  # before the answer
        ("| s001 | recruitment_fees | Huurcontract | A. Jansen | 2026-10-05 |", "seen_fits_no_answer", "A2"),
        ("| s002 | documents_held | | A. Jansen | 2026-10-05 |", "seen_fits_no_answer", "A2"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_marks_nothing(tmp_path: Path, row: str, code: str, cell: str) -> None:
    reading = marked(tmp_path, row)
    assert places(reading.findings) == [(code, cell)]
    assert reading.value == ANSWERS


def test_who_does_not_answer_has_nothing_to_prove(tmp_path: Path) -> None:
    unknown = Answer("s001", "recruitment_fees", SourceKind.SUPPLIER, AnswerState.UNKNOWN, document="Loonstrook")
    own = Answer(COMPANY, "recruitment_fees", SourceKind.COMPANY, document="Loonstrook")
    rows = [f"| {who} | recruitment_fees | | A. Jansen | 2026-10-05 |" for who in ("s001", COMPANY)]
    path = csv_file(tmp_path / "documents_seen.csv", "\n".join([HEADER, *rows]))
    book, sites = QuestionBook.of(QUESTIONS), SupplierBook(SUPPLIERS)
    seen = read_documents_seen(path, path.name, book, sites, ASSESSED_ON).value
    reading = with_documents_seen((unknown, own), seen)
    assert [answer.document_seen for answer in reading.value] == [False, True]
    assert [f.params["supplier"] for f in reading.findings] == ["s001"]


def test_a_list_without_the_columns_that_make_it_evidence_marks_nothing(tmp_path: Path) -> None:
    book, sites = QuestionBook.of(QUESTIONS), SupplierBook.of(SUPPLIERS)
    path = csv_file(tmp_path / "documents_seen.csv", "| supplier | document |\n| s001 | Loonstrook |")
    read = read_documents_seen(path, path.name, book, sites, ASSESSED_ON)
    assert read.value == ()
    assert [f.params["column"] for f in read.findings if f.code == "missing_column"] == ["seen_by", "date"]
    other = csv_file(tmp_path / "other.csv", "| a | b |\n| c | d |")
    assert "no_documents_table" in codes(read_documents_seen(other, "x", book, sites, ASSESSED_ON).findings)
