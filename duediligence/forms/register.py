"""The empty register: a row a site, a column a fact, with a dropdown or a line of help on every column."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.forms.excel_lists import Lists
from duediligence.forms.excel_style import (
    HEAD,
    LABEL,
    SECTION,
    TEXT,
    TITLE,
    WRAPPED,
    fit_on_page,
    put,
    use_typeface,
)
from duediligence.i18n.formats import country_codes
from duediligence.i18n.texts import translate
from duediligence.model.content import SectorContent
from duediligence.model.facts import Fact, FactType
from duediligence.model.workbook_bytes import with_fixed_times

FIRST = ("id", "name", "country", "subdivision", "address", "goods", "processes", "workers")
"""The columns that come first, because they tell most; the others follow in the order of the facts file."""
ROWS = 1000
SCALE = 78
"""At this percentage the columns that come first fit on A4."""
LONGEST_PROMPT = 250  # spreadsheet programs cut a prompt after 255 characters


def register_workbook(content: SectorContent, language: str) -> bytes:
    """An empty register of a sector as a workbook; the same bytes for the same content and language."""
    book = Workbook()
    use_typeface(book)
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has a worksheet")
    sheet.title = translate("form.register.sheet", language)
    facts = _in_order(content)
    lists = Lists(book.create_sheet("lists"), language)
    for column, fact in enumerate(facts, 1):
        _write_column(sheet, column, fact, lists, language)
    sheet.row_dimensions[1].height = 34
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(facts))}{ROWS}"
    _lay_on_paper(sheet)
    _write_help(book.create_sheet(translate("form.register.help_sheet", language), 1), facts, language)
    written = BytesIO()
    book.save(written)
    return with_fixed_times(written.getvalue())


def _lay_on_paper(sheet: Worksheet) -> None:
    """What tells most on the first pages, legibly; forty columns on one page is a page that nobody reads."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.scale = "landscape", 9, SCALE
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:B"
    sheet.col_breaks.append(Break(id=len(FIRST)))


def _in_order(content: SectorContent) -> list[Fact]:
    first = [content.facts[id] for id in FIRST if id in content.facts]
    return [*first, *(fact for fact in content.facts.values() if fact.id not in FIRST)]


def _write_column(sheet: Worksheet, column: int, fact: Fact, lists: Lists, language: str) -> None:
    put(sheet.cell(1, column), fact.name.get(language), LABEL, WRAPPED, HEAD)
    letter = get_column_letter(column)
    sheet.column_dimensions[letter].width = 30 if fact.id in ("name", "address") else 18
    choices = _choices(fact, language)
    rule = lists.new_dropdown(choices, strict=fact.type is not FactType.MULTI) if choices else DataValidation()
    if fact.help:
        rule.showInputMessage = True
        rule.promptTitle = fact.name.get(language)[:32]
        rule.prompt = fact.help.get(language)[:LONGEST_PROMPT]
    rule.add(f"{letter}2:{letter}{ROWS}")
    sheet.add_data_validation(rule)


def _choices(fact: Fact, language: str) -> tuple[str, ...]:
    if fact.type is FactType.FLAG:
        return (translate("form.register.yes", language), translate("form.register.no", language))
    if fact.type is FactType.COUNTRY:
        return tuple(sorted(country_codes(language)))
    return tuple(choice.name.get(language) for choice in fact.choices)


def _write_help(sheet: Worksheet, facts: Sequence[Fact], language: str) -> None:
    put(sheet["A1"], translate("form.register.help_title", language), TITLE)
    put(sheet["A2"], translate("form.register.help_lead", language), TEXT)
    for row, fact in enumerate(facts, 4):
        put(sheet.cell(row, 1), fact.name.get(language), SECTION)
        put(sheet.cell(row, 2), fact.help.get(language) if fact.help else "", TEXT)
    sheet.column_dimensions["A"].width = 38
    sheet.column_dimensions["B"].width = 100
    fit_on_page(sheet, 0)
