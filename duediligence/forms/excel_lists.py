"""The hidden sheet of lists: every dropdown points at a range there, for names and long lists break elsewhere."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.forms.excel_style import put
from duediligence.i18n.texts import translate

LISTS_MARK = "dd:lists"


class Lists:
    """Puts every list of choices on its sheet once, and hands out the dropdown for it."""

    def __init__(self, sheet: Worksheet, language: str) -> None:
        self._sheet, self._language = sheet, language
        self._dropdowns: dict[tuple[tuple[str, ...], bool], DataValidation] = {}
        self._columns: dict[tuple[str, ...], str] = {}
        put(sheet["A1"], LISTS_MARK)
        sheet.sheet_state = "hidden"

    def dropdown(self, choices: tuple[str, ...], strict: bool) -> DataValidation:
        """The dropdown of a list; a strict one asks before it takes something else, and never refuses it."""
        if (choices, strict) not in self._dropdowns:
            self._dropdowns[choices, strict] = self._new(choices, strict)
        return self._dropdowns[choices, strict]

    def all(self) -> list[DataValidation]:
        """Every dropdown that was handed out."""
        return list(self._dropdowns.values())

    def _new(self, choices: tuple[str, ...], strict: bool) -> DataValidation:
        rule = DataValidation(type="list", formula1=self._range(choices), allow_blank=True, errorStyle="warning")
        rule.showErrorMessage = strict
        if strict:
            rule.error = translate("form.sheet.not_in_list", self._language)
            rule.errorTitle = translate("form.sheet.not_in_list_title", self._language)
        return rule

    def _range(self, choices: tuple[str, ...]) -> str:
        if choices not in self._columns:
            column = len(self._columns) + 2
            for row, choice in enumerate(choices, start=1):
                put(self._sheet.cell(row, column), choice)
            self._columns[choices] = get_column_letter(column)
        letter = self._columns[choices]
        return f"'{self._sheet.title}'!${letter}$1:${letter}${len(choices)}"
