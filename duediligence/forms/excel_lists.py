"""The hidden sheet of lists: every dropdown points at a range there, for names and long lists break elsewhere."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.forms.excel_style import put
from duediligence.i18n.texts import translate
from duediligence.model.form import LISTS_MARK


class Lists:
    """Puts every list of choices on its sheet once, and hands out the dropdown for it."""

    def __init__(self, sheet: Worksheet, language: str) -> None:
        self._sheet, self._language = sheet, language
        self._dropdowns: dict[tuple[tuple[str, ...], bool], DataValidation] = {}
        self._ranges: dict[tuple[str, ...], str] = {}
        self._next = 1
        put(sheet["A1"], LISTS_MARK)
        sheet.sheet_state = "hidden"

    def dropdown(self, choices: tuple[str, ...], strict: bool) -> DataValidation:
        """The dropdown that all cells with these choices share."""
        if (choices, strict) not in self._dropdowns:
            self._dropdowns[choices, strict] = self.new_dropdown(choices, strict)
        return self._dropdowns[choices, strict]

    def all(self) -> list[DataValidation]:
        """Every dropdown that cells share."""
        return list(self._dropdowns.values())

    def new_dropdown(self, choices: tuple[str, ...], strict: bool) -> DataValidation:
        """A dropdown of its own, for cells that say more than their choices.

        A strict one asks before it takes something else, and never refuses it.
        """
        rule = DataValidation(type="list", formula1=self._range(choices), allow_blank=True, errorStyle="warning")
        rule.showErrorMessage = strict
        if strict:
            rule.error = translate("form.sheet.not_in_list", self._language)
            rule.errorTitle = translate("form.sheet.not_in_list_title", self._language)
        return rule

    def _range(self, choices: tuple[str, ...]) -> str:
        """One list under the other: a wide sheet is slower to read than a long one."""
        if choices not in self._ranges:
            first, last = self._next, self._next + len(choices) - 1
            for row, choice in enumerate(choices, start=first):
                put(self._sheet.cell(row, 2), choice)
            self._ranges[choices] = f"'{self._sheet.title}'!$B${first}:$B${last}"
            self._next = last + 2
        return self._ranges[choices]
