"""A form as a workbook for Excel, LibreOffice and Google Sheets: cover, questions, and two hidden sheets."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook

from duediligence.forms.excel_cover import write_about, write_cover
from duediligence.forms.excel_lists import Lists
from duediligence.forms.excel_questions import write_questions
from duediligence.forms.excel_style import use_typeface
from duediligence.i18n.texts import translate
from duediligence.model.form import Form
from duediligence.model.workbook_bytes import with_fixed_times


def workbook_of(form: Form) -> bytes:
    """The form as an xlsx file: the same form gives the same bytes."""
    book = Workbook()
    names = [translate(f"form.sheets.{name}", form.language) for name in ("cover", "questions", "lists", "about")]
    cover, questions, lists, about = map(book.create_sheet, names)
    book.remove(book.worksheets[0])
    use_typeface(book)
    write_cover(cover, form)
    write_questions(questions, form, Lists(lists, form.language))
    write_about(about, form)
    book.properties.title = translate("form.sheets.questions", form.language)
    written = BytesIO()
    book.save(written)
    return with_fixed_times(written.getvalue())
