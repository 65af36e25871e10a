"""The empty register that `init` writes: every column tells about its own fact."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from duediligence.forms.register import register_workbook
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
