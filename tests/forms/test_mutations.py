"""One filled form, put through what people and programs do to it: the same answers, or a finding."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.findings import Severity
from duediligence.intake.responses import same_day_findings
from duediligence.model.response import AnswerState
from tests.forms.bakery import CORNER_SHOP, form_for
from tests.forms.filled import ANSWERS, codes, fill, finding, positions, read_back, said, sheet_of, type_in

Mutation = Callable[[Workbook], None]


def _rows_of(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def _put_rows(sheet: Worksheet, rows: list[list[object]]) -> None:
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    for index, row in enumerate(rows, start=1):
        for column in range(1, sheet.max_column + 1):
            sheet.cell(index, column).value = row[column - 1] if column <= len(row) else None  # type: ignore[assignment]


def sort_rows(book: Workbook) -> None:
    sheet = sheet_of(book)
    rows = _rows_of(sheet)
    head, body = rows[:4], rows[4:]
    random.Random(7).shuffle(body)
    _put_rows(sheet, [*head, *body])


def sort_everything(book: Workbook) -> None:
    sheet = sheet_of(book)
    rows = _rows_of(sheet)
    random.Random(3).shuffle(rows)
    _put_rows(sheet, rows)


def filter_rows(book: Workbook) -> None:
    sheet = sheet_of(book)
    for row in range(6, 20):
        sheet.row_dimensions[row].hidden = True


def insert_rows(book: Workbook) -> None:
    sheet = sheet_of(book)
    sheet.insert_rows(1, 3)
    sheet.insert_rows(12, 2)
    sheet["D13"] = "Onze eigen tussenkop"


def insert_columns(book: Workbook) -> None:
    sheet = sheet_of(book)
    sheet.insert_cols(1)
    sheet.insert_cols(6, 2)
    sheet["F9"] = "Eigen aantekening"


def move_columns(book: Workbook) -> None:
    sheet = sheet_of(book)
    _put_rows(sheet, [list(reversed(row)) for row in _rows_of(sheet)])


def unprotect(book: Workbook) -> None:
    sheet = sheet_of(book)
    sheet.protection.sheet = False
    sheet.column_dimensions["A"].hidden = False
    sheet.row_dimensions[1].hidden = False


def rename_sheets(book: Workbook) -> None:
    for number, sheet in enumerate(book.worksheets):
        sheet.title = f"लेख {number}"


def translate_what_is_seen(book: Workbook) -> None:
    """As a translation service does: every visible text but the answers."""
    sheet = sheet_of(book)
    for row in sheet.iter_rows(min_row=2, min_col=3, max_col=5):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = "अनुवाद " + cell.value[::-1]
    for cell in sheet[4][5:]:
        cell.value = "अनुवाद"


def reorder_sheets(book: Workbook) -> None:
    book.move_sheet(sheet_of(book), -1)


def drop_hidden_sheets(book: Workbook) -> None:
    for sheet in [sheet for sheet in book.worksheets if sheet.sheet_state != "visible"]:
        book.remove(sheet)


def drop_the_cover(book: Workbook) -> None:
    book.remove(book.worksheets[0])


def copy_the_sheet(book: Workbook) -> None:
    """A copy that was left as it was."""
    book.copy_worksheet(sheet_of(book))


def drop_the_tokens(book: Workbook) -> None:
    sheet_of(book).delete_rows(1)  # the hidden sheet still says whose form it is


def write_states_in_other_words(book: Workbook) -> None:
    type_in(book, {"q:rest": "ONBEKEND", "q:rent": "n.v.t."})


def type_ids(book: Workbook) -> None:
    type_in(book, {"q:fees": "paid_repaid", "q:curfew": "ALWAYS"})


def count_dates_from_1904(book: Workbook) -> None:
    """As workbooks do that were begun on an old Macintosh; openpyxl writes every date anew."""
    book.epoch = CALENDAR_MAC_1904


def write_in_bold(book: Workbook) -> None:
    """Part of an answer in bold: the program then keeps it in several runs."""
    runs: list[str | TextBlock] = [TextBlock(InlineFont(b=True), "Binnen "), "een maand"]
    type_in(book, {"q:repay_when": CellRichText(runs)})


def write_numbers_as_text(book: Workbook) -> None:
    """As phones do, and columns that came in as text."""
    type_in(book, {"q:hours": "54 uur", "q:night": "35 %", "q:owed#rows": "4 ", "form:date": "30-09-2026"})


def tick_with_true_and_false(book: Workbook) -> None:
    """As a program does that makes boxes of Yes and No."""
    ticked = {"housing": True, "transport": True, "nothing_arranged": False}
    type_in(book, {f"q:arranged#{option}": tick for option, tick in ticked.items()})


HARMLESS: list[Mutation] = [
    sort_rows,
    sort_everything,
    filter_rows,
    insert_rows,
    insert_columns,
    move_columns,
    unprotect,
    rename_sheets,
    translate_what_is_seen,
    reorder_sheets,
    drop_hidden_sheets,
    drop_the_cover,
    copy_the_sheet,
    drop_the_tokens,
    write_states_in_other_words,
    type_ids,
    count_dates_from_1904,
    write_in_bold,
    write_numbers_as_text,
    tick_with_true_and_false,
]


@pytest.mark.parametrize("mutation", HARMLESS)
def test_the_answers_stay_the_same(tmp_path: Path, mutation: Mutation) -> None:
    book = fill(form_for())
    mutation(book)
    reading = read_back(book, tmp_path)
    assert said(reading) == set(ANSWERS)
    assert codes(reading, Severity.WARNING) == set()


@pytest.mark.parametrize("mutation", [mutation for mutation in HARMLESS if mutation is not drop_the_tokens])
@pytest.mark.parametrize("other", [sort_rows, insert_columns, rename_sheets, drop_hidden_sheets])
def test_two_changes_together_do_no_more_harm(tmp_path: Path, mutation: Mutation, other: Mutation) -> None:
    book = fill(form_for())
    other(book)
    mutation(book)
    assert said(read_back(book, tmp_path)) == set(ANSWERS)


def _copied_values(book: Workbook) -> Workbook:
    """What remains when somebody copies what is visible into a workbook of their own."""
    seen, own = sheet_of(book), Workbook()
    sheet = own.worksheets[0]
    for row in seen.iter_rows(min_row=2, min_col=3):
        sheet.append([cell.value for cell in row])
    return own


def test_visible_cells_copied_to_another_workbook_are_recognised_by_their_text(tmp_path: Path) -> None:
    reading = read_back(_copied_values(fill(form_for())), tmp_path)
    assert said(reading) == set(ANSWERS)
    assert codes(reading, Severity.WARNING) == {"form_keys_missing", "form_supplier_from_name"}
    assert finding(reading, "form_supplier_from_name").params["supplier"] == "s001"


def test_a_copied_form_under_another_name_belongs_to_nobody(tmp_path: Path) -> None:
    reading = read_back(_copied_values(fill(form_for())), tmp_path, "antwoorden definitief.xlsx")
    assert reading.value == ()
    assert "form_without_supplier" in codes(reading, Severity.ERROR)


def test_values_copied_from_a_form_in_english_are_recognised_too(tmp_path: Path) -> None:
    typed = {"q:fees": "Nothing", "q:curfew": "Always"}
    reading = read_back(_copied_values(fill(form_for(language="en"), typed, {})), tmp_path)
    assert {(a.question, a.keys) for a in reading.value} == {("fees", ("nothing",)), ("curfew", ("always",))}


def test_sorting_only_what_is_visible_is_noticed(tmp_path: Path) -> None:
    """The keys stay behind: the answers then go with the question that a person saw beside them."""
    book = fill(form_for(), {"q:fees": "Niets", "q:curfew": "Altijd", "q:hours": 54}, {})
    sheet = sheet_of(book)
    rows, _ = positions(sheet)
    first, second = rows["q:fees"], rows["q:curfew"]
    for column in range(3, 11):
        one, other = sheet.cell(first, column), sheet.cell(second, column)
        one.value, other.value = other.value, one.value
    reading = read_back(book, tmp_path)
    answered = {a.question: a.keys for a in reading.value}
    assert answered == {"fees": ("nothing",), "curfew": ("always",), "hours": ("band_1",)}
    assert [f.code for f in reading.findings].count("form_row_moved") == 2


def test_a_row_without_a_question_is_named(tmp_path: Path) -> None:
    book = fill(form_for())
    sheet = sheet_of(book)
    sheet.insert_rows(14)
    sheet["F14"] = "Dit vonden wij ook belangrijk"
    reading = read_back(book, tmp_path)
    assert said(reading) == set(ANSWERS)
    assert finding(reading, "form_row_unknown").location.cell == "F14"


def test_rows_that_somebody_took_out_are_missed(tmp_path: Path) -> None:
    """What was asked and does not come back is not the same as what was left open."""
    book = fill(form_for())
    rows, _ = positions(sheet_of(book))
    sheet_of(book).delete_rows(rows["q:fees"])
    reading = read_back(book, tmp_path)
    assert said(reading) == {answer for answer in ANSWERS if answer.question != "fees"}
    assert finding(reading, "form_rows_missing").params == {"supplier": "s001", "count": 1}


def test_a_key_that_was_wiped_is_replaced_by_the_text(tmp_path: Path) -> None:
    book = fill(form_for())
    sheet = sheet_of(book)
    rows, _ = positions(sheet)
    sheet.cell(rows["q:fees"], 1).value = None
    reading = read_back(book, tmp_path)
    assert said(reading) == set(ANSWERS)
    assert finding(reading, "form_keys_missing").params["count"] == 1


def test_formulas_are_read_by_their_saved_value_and_named(tmp_path: Path) -> None:
    book = fill(form_for())
    sheet = sheet_of(book)
    rows, columns = positions(sheet)
    cell = sheet.cell(rows["q:hours"], columns["answer"])
    cell.value = "=50+4"
    path = tmp_path / "s001_supplier_nl.xlsx"
    book.save(path)
    _give_formula_a_value(path, cell.coordinate, "54")
    reading = read_back(path, tmp_path)
    assert said(reading) == set(ANSWERS)
    assert finding(reading, "formula_value_read").location.cell == cell.coordinate


def _give_formula_a_value(path: Path, cell: str, value: str) -> None:
    from zipfile import ZipFile

    with ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = next(name for name, part in parts.items() if b"<f>50+4</f>" in part)
    parts[name] = parts[name].replace(b"<f>50+4</f><v></v>", f"<f>50+4</f><v>{value}</v>".encode())
    parts[name] = parts[name].replace(b"<f>50+4</f><v />", f"<f>50+4</f><v>{value}</v>".encode())
    assert f"<v>{value}</v>".encode() in parts[name], cell
    with ZipFile(path, "w") as new:
        for part_name, part in parts.items():
            new.writestr(part_name, part)


def test_a_formula_that_was_never_computed_is_no_blank(tmp_path: Path) -> None:
    book = fill(form_for())
    type_in(book, {"q:fees": '=IF(1=1,"Niets","")'})
    reading = read_back(book, tmp_path)
    assert finding(reading, "formula_without_value").params["question"] == "fees"
    assert next(a.state for a in reading.value if a.question == "fees") is AnswerState.UNREAD


def test_an_error_cell_is_no_blank(tmp_path: Path) -> None:
    book = fill(form_for(), {"q:fees": "#N/A", "q:arranged#housing": "#REF!", "q:curfew": "Altijd"}, {})
    reading = read_back(book, tmp_path)
    assert {f.params["question"] for f in reading.findings if f.code == "error_cell"} == {"fees", "arranged"}


def test_merged_answers_are_named(tmp_path: Path) -> None:
    book = fill(form_for())
    sheet = sheet_of(book)
    rows, columns = positions(sheet)
    row, column = rows["q:hours"], columns["answer"]
    sheet.merge_cells(start_row=row, start_column=column, end_row=row + 1, end_column=column + 1)
    reading = read_back(book, tmp_path)
    assert {a for a in said(reading) if a.question != "rest"} == {a for a in ANSWERS if a.question != "rest"}
    assert finding(reading, "form_merged_cells").params["count"] == 1


def test_merging_an_answer_with_the_cells_behind_it_changes_nothing(tmp_path: Path) -> None:
    book = fill(form_for())
    sheet = sheet_of(book)
    rows, columns = positions(sheet)
    row, column = rows["q:hours"], columns["answer"]
    sheet.merge_cells(start_row=row, start_column=column, end_row=row, end_column=column + 2)
    reading = read_back(book, tmp_path)
    assert said(reading) == set(ANSWERS)
    assert codes(reading) == set()


def test_of_a_row_that_stands_twice_with_two_answers_both_are_taken_so_that_no_concern_is_lost(tmp_path: Path) -> None:
    book = fill(form_for())
    sheet = sheet_of(book)
    rows, columns = positions(sheet)
    last = sheet.max_row + 1
    for column in range(1, 11):
        sheet.cell(last, column).value = sheet.cell(rows["q:fees"], column).value
    sheet.cell(last, columns["answer"]).value = "Niets"
    reading = read_back(book, tmp_path)
    (told,) = same_day_findings(reading.value)
    assert (told.code, told.location.cell) == ("two_answers_same_day", f"F{last}")
    assert set(ANSWERS) <= said(reading)
    assert [a.keys for a in reading.value if a.question == "fees"] == [("paid_repaid",), ("nothing",)]


def test_a_sheet_from_another_suppliers_form_is_read_for_that_supplier(tmp_path: Path) -> None:
    own, other = fill(form_for()), fill(form_for(CORNER_SHOP), {"q:fees": "Niets"}, {})
    target, source = sheet_of(other), sheet_of(own)
    _put_rows(target, [*_rows_of(source)])
    for row in range(source.max_row + 1, target.max_row + 1):
        for column in range(1, 11):
            target.cell(row, column).value = None
    for number, values in enumerate(_rows_of(source), start=1):
        for column, value in enumerate(values, start=1):
            target.cell(number, column).value = value  # type: ignore[assignment]
    reading = read_back(other, tmp_path, "s002_supplier_nl.xlsx")
    assert finding(reading, "form_other_supplier").params == {"supplier": "s001", "other": "s002"}
    assert {a.supplier for a in reading.value} == {"s001"}


def test_a_stamp_that_somebody_changed_is_not_believed(tmp_path: Path) -> None:
    book = fill(form_for())
    stamp = sheet_of(book)["C1"]
    stamp.value = str(stamp.value).replace("supplier=s001", "supplier=s002")
    reading = read_back(book, tmp_path)
    assert reading.value == ()
    assert finding(reading, "form_stamp_changed").params["supplier"] == "s002"


def test_a_form_saved_as_csv_is_still_a_form(tmp_path: Path) -> None:
    import csv

    path = tmp_path / "form.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        for row in sheet_of(fill(form_for())).iter_rows():
            csv.writer(file, delimiter=";").writerow(
                ["" if cell.value is None else str(cell.value).split(" 00:00")[0] for cell in row]
            )
    reading = read_back(path, tmp_path)
    assert said(reading) == set(ANSWERS)


def compute_answers(book: Workbook) -> None:
    """Answers that come out of formulas, as when somebody fills in the form from a sheet of his own."""
    type_in(book, {"q:hours": "=50+4", "q:curfew": '=IF(1=1,"Altijd","Nooit")'})


def compute_errors(book: Workbook) -> None:
    type_in(book, {"q:hours": "=NA()", "q:curfew": "=1/0"})


def merge_answers(book: Workbook) -> None:
    sheet = sheet_of(book)
    rows, columns = positions(sheet)
    row, column = rows["q:hours"], columns["answer"]
    sheet.merge_cells(start_row=row, start_column=column, end_row=row + 1, end_column=column)


def leave_as_it_is(book: Workbook) -> None:
    """Opened and saved, and nothing more."""


SAVED: list[Mutation] = [
    leave_as_it_is,
    sort_everything,
    filter_rows,
    insert_rows,
    insert_columns,
    unprotect,
    rename_sheets,
    translate_what_is_seen,
    drop_hidden_sheets,
    count_dates_from_1904,
    write_in_bold,
    tick_with_true_and_false,
    compute_answers,
    compute_errors,
    merge_answers,
]
"""What is changed before LibreOffice opens and saves it."""
TOLD: dict[Mutation, set[str]] = {
    tick_with_true_and_false: {"formula_value_read"},  # it saves yes as =TRUE()
    compute_answers: {"formula_value_read"},
    compute_errors: {"error_cell"},
    merge_answers: {"form_merged_cells"},
}
"""What is then said of it; nothing of all others."""
LOST: dict[Mutation, set[str]] = {compute_errors: {"hours", "curfew"}, merge_answers: {"rest"}}
"""The questions that such a change leaves without an answer that counts."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Everything in `SAVED` as LibreOffice saves it in a format, under the name of the change; once per format."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed here")
    folder = tmp_path_factory.mktemp("office")
    for mutation in SAVED:
        book = fill(form_for())
        mutation(book)
        book.save(folder / f"{mutation.__name__}.xlsx")

    @cache
    def saved(format: str) -> Path:
        made = folder / format
        home = f"-env:UserInstallation=file://{folder}/home"
        command = [program, home, "--headless", "--convert-to", format, "--outdir", str(made)]
        files = [str(file) for file in sorted(folder.glob("*.xlsx"))]
        subprocess.run([*command, *files], check=True, capture_output=True, timeout=300)
        return made

    return saved


@pytest.mark.office
@pytest.mark.parametrize("mutation", SAVED)
def test_what_libreoffice_saved_gives_the_same_answers_or_says_why_not(
    office: Callable[[str], Path], tmp_path: Path, mutation: Mutation
) -> None:
    reading = read_back(office("xlsx") / f"{mutation.__name__}.xlsx", tmp_path)
    lost = LOST.get(mutation, set())
    kept = {answer for answer in said(reading) if answer.question not in lost}
    assert kept == {answer for answer in ANSWERS if answer.question not in lost}
    assert codes(reading, Severity.WARNING) == TOLD.get(mutation, set())


@pytest.mark.office
@pytest.mark.parametrize("format", ["ods", "xls"])
@pytest.mark.parametrize("mutation", [leave_as_it_is, sort_everything, insert_columns, count_dates_from_1904])
def test_a_form_that_libreoffice_saved_in_another_format_gives_the_same_answers(
    office: Callable[[str], Path], tmp_path: Path, mutation: Mutation, format: str
) -> None:
    reading = read_back(office(format) / f"{mutation.__name__}.{format}", tmp_path)
    assert said(reading) == set(ANSWERS)
    assert codes(reading, Severity.WARNING) == set()
