from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from duediligence.findings import Severity
from duediligence.intake.files.reading import Reading
from duediligence.intake.responses import read_responses
from duediligence.model.problems import NO_SUGGESTION
from duediligence.model.response import COMPANY, Answer, AnswerState, SourceKind
from tests.intake.tables import ASSESSED_ON, QUESTIONS, SUPPLIERS, codes, csv_file, json_file, places, xlsx_file

HEADER = "| supplier | source | date | question | answer | reason | comment | document | document_seen |"


def read(where: Path, own: Path | None = None) -> Reading[tuple[Answer, ...]]:
    root = where if where.is_dir() else where.parent
    return read_responses(where, QUESTIONS, SUPPLIERS, ASSESSED_ON, root, own)


def table(*rows: str) -> str:
    return "\n".join([HEADER, *rows])


def test_a_long_table(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "answers.csv",
        table(
            "| s001 | supplier | 2026-05-01 | recruitment_fees | none_paid | | zeker weten | facturen.pdf | ja |",
            "| s001 | worker_interviews | 2026-06-01 | documents_held | passport; diploma | | | | |",
            "| s002 | announced_audit | | weekly_hours | 52 | | | | nee |",
        ),
    )
    reading = read(path)
    assert reading.findings == ()
    fees, held, hours = reading.value
    assert (fees.supplier, fees.source, fees.date) == ("s001", SourceKind.SUPPLIER, date(2026, 5, 1))
    assert (fees.keys, fees.comment, fees.document, fees.document_seen) == (
        ("none_paid",),
        "zeker weten",
        "facturen.pdf",
        True,
    )
    assert (held.source, held.keys) == (SourceKind.WORKER_INTERVIEWS, ("passport", "diploma"))
    assert (hours.date, hours.keys, hours.numbers, hours.document_seen) == (None, ("band_1",), (52.0,), False)
    assert (hours.location.file, hours.location.cell) == ("answers.csv", "E4")


def test_dutch_headers_and_words(tmp_path: Path) -> None:
    dutch = """
        | Leverancier | Bron                     | Datum      | Vraag            | Antwoord | Document gezien |
        | S001        | Gesprekken met werknemers | 1 mei 2026 | Recruitment fees | Niets    |                 |
        | s001        | vakbond                  | 1-6-2026   | weekly_hours     | 40 uren  |                 |
    """
    reading = read(xlsx_file(tmp_path / "a.xlsx", dutch))
    assert reading.findings == ()
    assert [(a.source.value, a.date, a.keys) for a in reading.value] == [
        ("worker_interviews", date(2026, 5, 1), ("none_paid",)),
        ("union_monitoring", date(2026, 6, 1), ("band_0",)),
    ]


def test_workbook_text_table_and_records_give_the_same_answers(tmp_path: Path) -> None:
    rows = table("| s001 | supplier | 2026-05-01 | documents_held | passport; diploma | | | | |")
    record: dict[str, Any] = {"supplier": "s001", "source": "supplier", "date": "2026-05-01"}
    record |= {"question": "documents_held", "answer": ["passport", "diploma"]}
    csv_file(tmp_path / "a.csv", rows, ",")
    xlsx_file(tmp_path / "b.xlsx", rows)
    json_file(tmp_path / "c.json", [record])
    reading = read(tmp_path)
    assert reading.findings == ()
    assert len(reading.value) == 1


def test_every_problem_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "answers.csv",
        table(
            "| s01 | supplier | | recruitment_fees | none_paid | | | | |",
            "| s001 | supplier | | recruitement_fees | none_paid | | | | |",
            "| s001 | suplier | | recruitment_fees | none_paid | | | | |",
            "| s001 | supplier | 2027-01-01 | recruitment_fees | none_paid | | | | |",
            "| s001 | supplier | ooit | weekly_hours | 40 | | | | |",
            "| s001 | supplier | | recruitment_fees | none_paid; paid_open | | | | |",
            "| s001 | supplier | | documents_held | n.v.t. | | | | |",
            "| s001 | supplier | | migrants | 5 | | | | ja |",
            "| | supplier | | migrants | 5 | | | | |",
            "| s001 | supplier | | | 5 | | | | |",
            "| s002 | supplier | | weekly_hours | 70 | | | | |",
        ),
    )
    reading = read(path)
    assert sorted(places(reading.findings), key=lambda place: int(place[1][1:])) == [
        ("unknown_supplier", "A2"),
        ("unknown_question", "D3"),
        ("unknown_source", "B4"),
        ("date_in_future", "C5"),
        ("not_a_date", "C6"),
        ("two_answers_in_part", "E7"),
        ("not_applicable_without_reason", "E8"),
        ("seen_without_document", "I9"),
        ("row_without_question", "A10"),
        ("row_without_question", "D11"),
    ]
    assert [(a.question, a.state.value, a.date) for a in reading.value] == [
        ("weekly_hours", "answered", None),
        ("recruitment_fees", "answered", None),
        ("documents_held", "no_answer", None),
        ("migrants", "answered", None),
        ("weekly_hours", "answered", None),
    ]
    assert not reading.value[3].document_seen


def test_what_concerns_many_rows_is_named_once_with_their_number_and_only_names_are_suggested(tmp_path: Path) -> None:
    rows = [f"| s0001 | supplier | | {question} | | | | | |" for question in QUESTIONS]
    rows += ["| Weverij denkbeeldig | supplier | | remarks | x | | | | |"]
    many, name = read(csv_file(tmp_path / "a.csv", table(*rows))).findings
    assert (many.code, many.location.cell, many.params["count"]) == ("unknown_supplier", "A2", len(QUESTIONS))
    assert (many.params["nearest"], name.params["nearest"]) == (NO_SUGGESTION, "Weverij Denkbeeldig (s002)")


def test_a_not_applicable_with_a_reason_counts(tmp_path: Path) -> None:
    reading = read(csv_file(tmp_path / "a.csv", table("| s001 | supplier | | migrants | nvt | Geen migranten | | | |")))
    assert reading.findings == ()
    assert (reading.value[0].state, reading.value[0].reason) == (AnswerState.NOT_APPLICABLE, "Geen migranten")


def test_a_blank_answer_is_kept_as_no_answer(tmp_path: Path) -> None:
    reading = read(csv_file(tmp_path / "a.csv", table("| s001 | supplier | | migrants | | | | | |")))
    assert (reading.findings, reading.value[0].state) == ((), AnswerState.NO_ANSWER)


def test_who_answered_may_be_left_out_and_is_then_the_supplier(tmp_path: Path) -> None:
    reading = read(csv_file(tmp_path / "a.csv", "| supplier | question | answer |\n| s001 | migrants | 5 |"))
    assert reading.value[0].source is SourceKind.SUPPLIER
    assert [(f.code, f.severity) for f in reading.findings] == [("source_assumed", Severity.WARNING)]


def test_an_assurance_of_nobody_knows_whom_takes_the_place_of_no_earlier_answer(tmp_path: Path) -> None:
    rows = ["| supplier | date | question | answer |"]
    rows += [
        "| s001 | 2026-05-01 | recruitment_fees | paid_open |",
        "| s001 | 2026-06-01 | recruitment_fees | none_paid |",
    ]
    assert [a.date for a in read(csv_file(tmp_path / "a.csv", "\n".join(rows))).value] == [date(2026, 5, 1), None]


def test_answers_of_the_company_itself(tmp_path: Path) -> None:
    rows = table(
        "| _company | company | | remarks | beleid | | | | |", "| _company | supplier | | migrants | 5 | | | | |"
    )
    reading = read(csv_file(tmp_path / "a.csv", rows))
    assert {(a.supplier, a.source) for a in reading.value} == {(COMPANY, SourceKind.COMPANY)}
    assert codes(reading.findings) == ["company_source_assumed"]


def test_a_table_of_the_company_needs_no_column_for_it(tmp_path: Path) -> None:
    own = csv_file(tmp_path / "company.csv", "| question | answer |\n| migrants | 5 |")
    (tmp_path / "responses").mkdir()
    reading = read(tmp_path / "responses", own)
    assert (reading.findings, [(a.supplier, a.source) for a in reading.value]) == ((), [(COMPANY, SourceKind.COMPANY)])


def test_a_file_that_was_sent_twice_counts_once(tmp_path: Path) -> None:
    rows = table("| s001 | supplier | 2026-05-01 | migrants | 5 | | | | |")
    csv_file(tmp_path / "a.csv", rows)
    csv_file(tmp_path / "b.csv", rows)
    reading = read(tmp_path)
    assert (reading.findings, [a.location.file for a in reading.value]) == ((), ["a.csv"])


def test_two_different_answers_on_one_day_are_both_kept_and_named(tmp_path: Path) -> None:
    csv_file(tmp_path / "a.csv", table("| s001 | supplier | 2026-05-01 | recruitment_fees | none_paid | | | | |"))
    csv_file(tmp_path / "b.csv", table("| s001 | supplier | 2026-05-01 | recruitment_fees | paid_open | | | | |"))
    reading = read(tmp_path)
    assert [a.keys for a in reading.value] == [("none_paid",), ("paid_open",)]
    (finding,) = reading.findings
    assert (finding.code, finding.location.file) == ("two_answers_same_day", "b.csv")
    assert finding.params["first"] == "a.csv › E2"


@pytest.mark.parametrize("second", ["| s001 | announced_audit | 2026-05-01 |", "| s001 | supplier | 2026-05-02 |"])
def test_another_source_or_another_day_is_no_conflict(tmp_path: Path, second: str) -> None:
    first = "| s001 | supplier | 2026-05-01 |"
    rows = table(f"{first} migrants | 5 | | | | |", f"{second} migrants | 50 | | | | |")
    assert read(csv_file(tmp_path / "a.csv", rows)).findings == ()


def test_a_folder_is_read_in_a_fixed_order_without_what_is_not_meant(tmp_path: Path) -> None:
    row = "| s001 | supplier | | migrants | {} | | | | |"
    (tmp_path / "sub").mkdir()
    csv_file(tmp_path / "sub" / "c.csv", table(row.format(3)))
    csv_file(tmp_path / "b.csv", table(row.format(2)))
    csv_file(tmp_path / "a.csv", table(row.format(1)))
    for name in ("~$a.xlsx", ".DS_Store", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "foto.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    reading = read(tmp_path)
    assert [a.location.file for a in reading.value] == ["a.csv", "b.csv", "sub/c.csv"]
    named = {f.location.file: f.code for f in reading.findings if f.code != "two_answers_same_day"}
    skipped = dict.fromkeys(("~$a.xlsx", ".DS_Store", "Thumbs.db"), "file_skipped")
    assert named == {**skipped, "foto.jpg": "type_not_read"}


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "responses"
    outside.mkdir()
    inside.mkdir()
    csv_file(outside / "secret.csv", table("| s001 | supplier | | migrants | 5 | | | | |"))
    (inside / "folder").symlink_to(outside)
    (inside / "file.csv").symlink_to(outside / "secret.csv")
    reading = read(inside)
    assert reading.value == ()
    assert [(f.code, f.location.file) for f in reading.findings] == [
        ("symbolic_link", "file.csv"),
        ("symbolic_link", "folder"),
    ]


def test_no_folder_at_all(tmp_path: Path) -> None:
    assert codes(read(tmp_path / "responses").findings) == ["no_responses_folder"]


def test_a_sheet_of_something_else_is_named_with_what_was_looked_for(tmp_path: Path) -> None:
    (finding,) = read(xlsx_file(tmp_path / "a.xlsx", "| Omzet | 2026 |", "| Foo |")).findings
    assert (finding.code, finding.params["sheets"]) == ("no_answer_table", "Blad1, Blad2")


def test_a_table_without_a_needed_column_is_named(tmp_path: Path) -> None:
    reading = read(csv_file(tmp_path / "a.csv", "| supplier | question | antwrd |\n| s001 | migrants | 5 |"))
    assert reading.value == ()
    assert codes(reading.findings) == ["missing_column", "unknown_column"]


def test_formulas_are_read_as_they_were_saved_and_an_uncomputed_one_is_named(tmp_path: Path) -> None:
    rows = [["supplier", "source", "question", "answer"], ["s001", "supplier", "migrants", "=2+3"]]
    reading = read(xlsx_file(tmp_path / "a.xlsx", rows))
    assert sorted(places(reading.findings)) == [("formula_value_read", "D2"), ("formula_without_value", "D2")]
    assert reading.value[0].state is AnswerState.UNREAD


def test_a_percentage_typed_in_excel(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["supplier", "source", "question", "answer"])
    for number_format in ("0%", "General", '0.0"%"'):
        sheet.append(["s001", "supplier", "migrants", 0.35])
        sheet.cell(sheet.max_row, 4).number_format = number_format
    book.save(tmp_path / "a.xlsx")
    reading = read(tmp_path / "a.xlsx")
    assert [a.numbers for a in reading.value] == [(35.0,), ()]
    assert places(reading.findings) == [("percent_ambiguous", "D3"), ("percent_ambiguous", "D4")]


def test_progress_is_told_per_file(tmp_path: Path) -> None:
    for name in "ab":
        csv_file(tmp_path / f"{name}.csv", HEADER)
    told: list[tuple[int, int]] = []
    read_responses(
        tmp_path, QUESTIONS, SUPPLIERS, ASSESSED_ON, tmp_path, on_file=lambda done, all: told.append((done, all))
    )
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize("data", [[], {}, [1], "x", [[]], {"records": [{"supplier": None}]}, [{"question": {}}]])
def test_json_of_any_shape_is_answered_with_findings(tmp_path: Path, data: object) -> None:
    (tmp_path / "a.json").write_text(json.dumps(data), encoding="utf-8")
    reading = read(tmp_path)
    assert reading.value == ()
    assert reading.findings


def test_the_order_of_rows_and_files_changes_no_answer(tmp_path: Path) -> None:
    rows = [f"| s00{n} | supplier | 2026-05-0{n} | migrants | {n} | | | | |" for n in (1, 2)]
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, order in ((one, rows), (other, rows[::-1])):
        folder.mkdir()
        csv_file(folder / "a.csv", table(*order))
    strip = [{(a.supplier, a.date, a.numbers) for a in read(folder).value} for folder in (one, other)]
    assert strip[0] == strip[1]


def test_an_answer_that_cannot_be_read_does_not_take_the_place_of_an_earlier_concern(tmp_path: Path) -> None:
    """It stands beside it on the same day, where the more adverse of the two counts."""
    path = csv_file(
        tmp_path / "answers.csv",
        table(
            "| s001 | supplier | 2025-05-01 | threats | shouting | | | | |",
            "| s001 | supplier | 2026-05-01 | threats | schreeuwen | | | | |",
            "| s001 | worker_interviews | 2026-05-01 | threats | | | | | |",
        ),
    )
    answers = {(answer.source, answer.state): answer.date for answer in read(path).value}
    assert answers[SourceKind.SUPPLIER, AnswerState.UNREAD] == date(2025, 5, 1)
    assert answers[SourceKind.WORKER_INTERVIEWS, AnswerState.NO_ANSWER] == date(2026, 5, 1)
