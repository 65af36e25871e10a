"""The sheet of questions: a hidden row of tokens, a hidden column of keys, and one question a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.forms.excel_greying import Greying
from duediligence.forms.excel_lists import Lists
from duediligence.forms.excel_style import (
    ANSWER,
    ANSWER_BOX,
    BELOW,
    BOXED,
    GIVEN,
    HEAD,
    HELP,
    LABEL,
    LAST_LINES,
    LAST_LINES_BOXED,
    LEAD,
    NOTE_BOX,
    NUMBER,
    ONE_LINE,
    PART,
    SECTION,
    TEXT,
    TITLE,
    WRAPPED,
    fit_on_page,
    greyed_when,
    lines_needed,
    put,
)
from duediligence.forms.lines import Line, lines_of
from duediligence.forms.wording import harmless, voice
from duediligence.i18n.texts import translate
from duediligence.model.form import FILLED_IN_ON, HEADINGS, Column, Form, RowKind


@dataclass(frozen=True, slots=True)
class _Place:
    letter: str
    width: float
    heading: str = ""
    holds: Column | None = None


PLACES = (
    _Place("A", 4, holds=Column.KEY),
    _Place("B", 4, holds=Column.BEFORE),
    _Place("C", 5.5, "number"),
    _Place("D", 44, "question", Column.QUESTION),
    _Place("E", 36, "help"),
    _Place("F", 38, "answer", Column.ANSWER),
    _Place("G", 22, "reason", Column.REASON),
    _Place("H", 30, "comment", Column.COMMENT),
    _Place("I", 22, "document", Column.DOCUMENT),
    _Place("J", 15, "date", Column.DATE),
)
TOKENS, TITLE_ROW, HINT_ROW, HEAD_ROW = 1, 2, 3, 4
_NOTES = "GHIJ"
_AS_TYPED = "@"  # otherwise a program turns 35% into 0.35, and 1-2 into a date


def write_questions(sheet: Worksheet, form: Form, lists: Lists) -> None:
    """Writes every line of the form, with its dropdowns, its greying and its protection."""
    lines = list(lines_of(form))
    _write_head(sheet, form)
    cells = {line.key: f"$F${row}" for row, line in enumerate(lines, start=HEAD_ROW + 1)}
    greying = Greying(form, cells)
    for row, line in enumerate(lines, start=HEAD_ROW + 1):
        _write_line(sheet, row, line, lists)
        if formula := greying.formula(line):
            sheet.conditional_formatting.add(f"C{row}:J{row}", greyed_when(formula))
    for dropdown in lists.all():
        sheet.add_data_validation(dropdown)
    _set_up(sheet, form, HEAD_ROW + len(lines))


def _write_head(sheet: Worksheet, form: Form) -> None:
    for place in PLACES:
        sheet.column_dimensions[place.letter].width = place.width
        sheet.column_dimensions[place.letter].hidden = place.holds in (Column.KEY, Column.BEFORE)
        if place.holds:
            put(sheet[f"{place.letter}{TOKENS}"], place.holds.token)
        if place.heading:
            heading = translate(f"form.columns.{place.heading}", form.language)
            look = NUMBER if place.heading == "number" else BOXED if place.letter in f"EF{_NOTES}" else WRAPPED
            put(sheet[f"{place.letter}{HEAD_ROW}"], heading, LABEL, look, HEAD)
    put(sheet[f"C{TOKENS}"], str(form.stamp_of_sheet))
    put(sheet[f"A{HEAD_ROW}"], str(HEADINGS))
    sheet.row_dimensions[TOKENS].hidden = True
    who = {"supplier": form.supplier_name, "company": form.company_name}
    title = translate(f"form.title.{voice(form.respondent)}", form.language, **who)
    put(sheet[f"D{TITLE_ROW}"], title, TITLE, ONE_LINE)
    hints = ["hint"] + ["prefilled"] * form.prefilled
    put(sheet[f"D{HINT_ROW}"], " ".join(translate(f"form.sheet.{key}", form.language) for key in hints), LEAD, ONE_LINE)
    sheet.row_dimensions[TITLE_ROW].height = 34
    sheet.row_dimensions[HINT_ROW].height = 26
    sheet.row_dimensions[HEAD_ROW].height = 40


def _write_line(sheet: Worksheet, row: int, line: Line, lists: Lists) -> None:
    put(sheet[f"A{row}"], str(line.key))
    if line.key.kind is RowKind.HEADING:
        _write_heading(sheet, row, line)
        return
    put(sheet[f"C{row}"], line.number, HELP, NUMBER, BELOW)
    put(sheet[f"D{row}"], line.text, TEXT, PART if line.key.part else WRAPPED, BELOW)
    put(sheet[f"E{row}"], line.help, HELP, BOXED, BELOW)
    _write_answer(sheet, row, line, lists)
    if line.takes_notes:
        notes = dict(zip(_NOTES, (line.reason, line.comment, line.document, ""), strict=True))
        for letter, text in notes.items():
            put(sheet[f"{letter}{row}"], text, GIVEN if text else ANSWER, BOXED, NOTE_BOX)
        sheet[f"J{row}"].number_format = "yyyy-mm-dd"
    sheet.row_dimensions[row].height = _height(line)


def _write_heading(sheet: Worksheet, row: int, line: Line) -> None:
    put(sheet[f"D{row}"], line.text, SECTION, LAST_LINES)
    put(sheet[f"E{row}"], line.help, HELP, LAST_LINES_BOXED)
    sheet.row_dimensions[row].height = max(36.0, _height(line) + 8)


def _write_answer(sheet: Worksheet, row: int, line: Line, lists: Lists) -> None:
    given = float(line.answer) if line.plain_number and _is_number(line.answer) else line.answer
    cell = put(sheet[f"F{row}"], given, GIVEN if line.answer else ANSWER, BOXED, ANSWER_BOX)
    put(sheet[f"B{row}"], line.answer)
    cell.number_format = "General" if line.plain_number else _AS_TYPED
    if line.key == FILLED_IN_ON:
        cell.number_format = "yyyy-mm-dd"
    if line.choices:
        lists.dropdown(line.choices, line.strict).add(cell)


def _height(line: Line) -> float:
    """Room for the longest text of a row, and some air; programs differ in whether they find it themselves."""
    texts = (line.text, line.help, max((line.answer, *line.choices), key=len), line.reason, line.comment, line.document)
    sizes = (10, 9, 10, 10, 10, 10)
    widths = [place.width - 2 for place in PLACES[3:9]]
    rooms = [lines_needed(t, w, size) * size * 1.25 for t, w, size in zip(texts, widths, sizes, strict=True)]
    return max(20.0 if line.key.part else 28.0, max(rooms) + 11)


def _set_up(sheet: Worksheet, form: Form, last: int) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 100
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:J{last}"  # with the keys, or sorting would leave them behind
    _allow(sheet, ("formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows", "sort", "autoFilter"))
    sheet.page_setup.orientation = "landscape"
    fit_on_page(sheet, height=0)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.5, 0.75, 0.35
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(harmless(form.supplier_name).replace("&", "&&")[:80]),
        right=_HeaderFooterPart(translate("form.sheet.page", form.language)),
    )


def _allow(sheet: Worksheet, actions: Sequence[str]) -> None:
    """Protection without a password: it keeps questions whole, and is no lock."""
    sheet.protection.sheet = True
    for action in actions:
        setattr(sheet.protection, action, False)  # the file says what is *not* allowed


def _is_number(text: str) -> bool:
    try:
        return bool(text) and float(text) == float(text)
    except ValueError:
        return False
