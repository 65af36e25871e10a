"""Questionnaires that go out: chosen, prefilled, and written as workbook, page or interview form."""
