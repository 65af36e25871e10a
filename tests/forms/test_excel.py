"""The workbook as people get it: open where they write, protected elsewhere, and readable in every program."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.forms.excel import workbook_of
from duediligence.model.form import Form, Stamp
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import Supplier
from tests.forms.bakery import BAKER, LAST_YEAR, form_for
from tests.forms.filled import positions, sheet_of


def _open(form: Form) -> tuple[Workbook, Worksheet, dict[str, int], dict[str, int]]:
    book = load_workbook(BytesIO(workbook_of(form)))
    sheet = sheet_of(book)
    return book, sheet, *positions(sheet)


def test_the_same_form_gives_the_same_bytes() -> None:
    assert workbook_of(form_for(previous=LAST_YEAR)) == workbook_of(form_for(previous=LAST_YEAR))


def test_no_time_and_no_name_is_left_in_the_file() -> None:
    with ZipFile(BytesIO(workbook_of(form_for()))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = file.read("docProps/core.xml").decode()
    assert not re.search(r"\d{4}-\d\d-\d\dT", properties)
    assert "openpyxl" not in properties


def test_people_may_write_in_answers_and_notes_and_nowhere_else() -> None:
    _, sheet, rows, columns = _open(form_for())
    open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    for column in ("answer", "reason", "comment", "document", "date"):
        assert sheet.cell(rows["q:fees"], columns[column]).coordinate in open_cells
    assert sheet.cell(rows["q:arranged#housing"], columns["answer"]).coordinate in open_cells
    assert sheet.cell(rows["fact:workers"], columns["answer"]).coordinate in open_cells
    assert sheet.cell(rows["remark:25"], columns["answer"]).coordinate in open_cells
    assert sheet.cell(rows["q:fees"], columns["question"]).coordinate not in open_cells
    assert {re.sub(r"\d", "", cell) for cell in open_cells} == {"F", "G", "H", "I", "J"}


def test_the_sheet_is_protected_without_a_password_and_allows_what_people_need() -> None:
    _, sheet, _, _ = _open(form_for())
    protection = sheet.protection
    assert protection.sheet
    assert protection.password is None
    assert not any((protection.sort, protection.autoFilter, protection.formatCells, protection.formatColumns))
    assert not any((protection.insertRows, protection.formatRows, protection.insertColumns))


def test_dropdowns_offer_every_option_and_every_universal_answer() -> None:
    book, sheet, rows, columns = _open(form_for())
    cell = sheet.cell(rows["q:fees"], columns["answer"]).coordinate
    rule = next(rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref)
    assert _choices(book, rule.formula1) == [
        "Niets",
        'Kosten, die wij "snel" terugbetalen',
        "=Kosten die wij niet terugbetalen",
        "Weet ik niet",
        "Niet van toepassing",
        "Hier geef ik geen antwoord op",
        "Dit mag een afnemer ons niet vragen (Richtlijn (EU) 2026/470)",
    ]
    assert (rule.errorStyle, rule.showErrorMessage) == ("warning", True)


def _choices(book: Workbook, reference: str) -> list[object]:
    name, _, cells = reference.rpartition("!")
    sheet = book[name.strip("'")]
    assert sheet.sheet_state == "hidden"
    return [cell.value for row in sheet[cells.replace("$", "")] for cell in row]


def test_only_a_supplier_can_call_on_the_cap_for_buyers() -> None:
    book, *_ = _open(form_for(respondent=Respondent.AUDITOR))
    texts = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert "Weet ik niet" in texts
    assert not any("2026/470" in str(text) for text in texts)


def test_there_are_no_named_ranges_no_merged_cells_and_no_formulas() -> None:
    book, sheet, _, _ = _open(form_for(previous=LAST_YEAR))
    assert list(book.defined_names) == []
    for page in book.worksheets:
        assert not page.merged_cells.ranges
        assert [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert sheet["A1"].value == "dd:key"


def test_a_name_that_looks_like_a_formula_stays_a_name() -> None:
    hostile = Supplier('=HYPERLINK("x")', "=cmd|' /C calc'!A0\x07\u202e", {})
    book, sheet, _, _ = _open(form_for(hostile))
    assert sheet["D2"].data_type == "s"
    assert sheet["D2"].value == "Vragen over het werk bij =cmd|' /C calc'!A0"
    starting = [c for page in book.worksheets for row in page.iter_rows() for c in row if str(c.value).startswith("=")]
    assert starting
    assert {cell.data_type for cell in starting} == {"s"}


def test_a_question_that_an_answer_rules_out_turns_grey() -> None:
    _, sheet, rows, _ = _open(form_for())
    formulas = {
        str(area.sqref): rule.formula[0]
        for area, rules in sheet.conditional_formatting._cf_rules.items()  # type: ignore[attr-defined]
        for rule in rules
    }
    fees, told, moved = rows["q:fees"], rows["q:repay_when"], rows["q:transport_cost"]
    assert formulas[f"C{told}:J{told}"] == f'LEFT($F${fees},200)="Niets"'
    nothing, housing, transport = (rows[f"q:arranged#{o}"] for o in ("nothing_arranged", "housing", "transport"))
    assert formulas[f"C{moved}:J{moved}"] == (
        f'AND(OR(LEFT($F${nothing},200)="Ja",LEFT($F${housing},200)="Ja"),NOT(LEFT($F${transport},200)="Ja"))'
    )
    assert set(formulas) == {f"C{told}:J{told}", f"C{moved}:J{moved}"}  # `rest` hangs on a number: never greyed


def test_what_was_filled_in_beforehand_is_remembered_beside_it() -> None:
    _, sheet, rows, columns = _open(form_for(previous=LAST_YEAR))
    for key, before in {"q:arranged#transport": "Ja", "q:hours": "54", "q:night": "Weet ik niet"}.items():
        assert sheet.cell(rows[key], columns["before"]).value == before
        assert str(sheet.cell(rows[key], columns["answer"]).value) == before
    assert sheet.cell(rows["q:fees"], columns["comment"]).value == "In mei."
    assert sheet.cell(rows["fact:migrant_share"], columns["answer"]).value == "35%"
    assert "form:checked" in rows


def test_a_percentage_cell_keeps_what_is_typed() -> None:
    """In a number cell a program turns 35% into 0.35."""
    _, sheet, rows, columns = _open(form_for())
    assert sheet.cell(rows["q:night"], columns["answer"]).number_format == "@"
    assert sheet.cell(rows["q:hours"], columns["answer"]).number_format == "General"


def test_sorting_takes_the_hidden_keys_along() -> None:
    _, sheet, rows, _ = _open(form_for())
    assert sheet.auto_filter.ref == f"A4:J{max(rows.values())}"


def test_a_missing_translation_shows_and_is_announced() -> None:
    book, sheet, rows, columns = _open(form_for(language="pl"))
    assert sheet.cell(rows["q:fees"], columns["question"]).value == "Ile ludzie płacą, aby tu pracować?"
    assert str(sheet.cell(rows["q:hours"], columns["question"]).value).startswith("[en] How many hours")
    cover = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert any("have not been translated" in str(text) for text in cover)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_cover_explains_in_plain_words(language: str) -> None:
    book, *_ = _open(form_for(language=language))
    cover = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    wanted = {
        "nl": ("Bakkerij De Halm", "Voorbeeld BV", "11 vragen, ongeveer 14 minuten", "Niemand wordt gestraft", "namen"),
        "en": ("Bakkerij De Halm", "Voorbeeld BV", "11 questions, about 14 minutes", "Nobody is punished", "names"),
    }
    assert all(words in cover for words in wanted[language])


def test_the_form_says_in_hidden_words_whose_it_is() -> None:
    form = form_for(BAKER)
    book, sheet, _, _ = _open(form)
    stamp, fits = Stamp.parse(str(sheet["C1"].value))
    assert fits
    assert stamp == form.stamp_of_sheet
    assert stamp.questions == len(form.asked)
    assert book.worksheets[-1]["B1"].value == sheet["C1"].value
    assert book.worksheets[-1].sheet_state == "hidden"


@pytest.mark.parametrize("field", ["supplier", "language", "respondent", "company", "editions"])
def test_every_field_of_a_stamp_is_in_its_fingerprint(field: str) -> None:
    stamp = Stamp((("bake_core", "1"),), "supplier", "s001", "nl", "c001")
    other = replace(stamp, **{field: (("bake_core", "2"),) if field == "editions" else "x"})  # type: ignore[arg-type]
    assert other.fingerprint != stamp.fingerprint
    assert Stamp.parse(str(other)) == (other, True)
