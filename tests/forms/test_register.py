"""The empty register that `init` writes: every column tells about its own fact."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from duediligence.forms.register import FIRST, register_workbook
from tests.forms.bakery import content


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_column_helps_with_its_own_fact(language: str) -> None:
    facts = content().facts
    sheet = openpyxl.load_workbook(BytesIO(register_workbook(content(), language))).worksheets[0]
    helped = {fact.name.get(language): fact.help.get(language) for fact in facts.values() if fact.help}
    rules = sheet.data_validations.dataValidation
    for column in range(1, sheet.max_column + 1):
        name = str(sheet.cell(1, column).value)
        (rule,) = (rule for rule in rules if sheet.cell(2, column).coordinate in rule)
        if name in helped:
            assert rule.promptTitle == name[:32]
            assert helped[name].startswith(rule.prompt)


def test_on_paper_the_columns_that_tell_most_stand_together_and_legibly() -> None:
    """Forty columns squeezed onto one page cannot be read; the code and the name come back on every page."""
    sheet = openpyxl.load_workbook(BytesIO(register_workbook(content(), "nl"))).worksheets[0]
    assert not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.scale or 0) >= 70
    assert [cut.id for cut in sheet.col_breaks.brk] == [len(FIRST)]
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$B")
