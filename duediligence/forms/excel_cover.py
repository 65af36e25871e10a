"""The cover of a form in a workbook: why these questions, what happens with the answers, and how to send them back."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.forms.excel_style import (
    HELP,
    LAST_LINE,
    LEAD,
    PARAGRAPH,
    SECTION,
    TITLE,
    fit_on_page,
    font,
    lines_needed,
    put,
)
from duediligence.forms.wording import shown, voice
from duediligence.i18n.formats import show_date
from duediligence.i18n.texts import translate
from duediligence.model.form import META_MARK, Form

_WIDTH = 78
_BOLD = 1.15
"""How much more room bold letters take."""
BODY, DEADLINE = font(11), font(11, bold=True)
_BLOCKS = ("why", "use", "who", "honest")


def write_cover(sheet: Worksheet, form: Form) -> None:
    """Writes the cover; it holds nothing that is read back."""
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 3, _WIDTH
    for row, (text, look) in enumerate(_paragraphs(form), start=2):
        put(sheet.cell(row, 2), text, look, LAST_LINE if look is SECTION else PARAGRAPH)
        sheet.row_dimensions[row].height = _height(text, look)
    sheet.page_setup.orientation = "portrait"
    fit_on_page(sheet, height=1)


def write_about(sheet: Worksheet, form: Form) -> None:
    """Writes the hidden sheet that says, also in words, which form this is."""
    stamp = form.stamp_of_sheet
    editions = ", ".join(f"{id} {edition}" for id, edition in stamp.editions)
    rows = (
        (META_MARK, str(stamp)),
        ("form", editions),
        ("respondent", stamp.respondent),
        ("supplier", stamp.supplier),
        ("company", stamp.company),
        ("language", stamp.language),
        ("fingerprint", stamp.fingerprint),
    )
    for row, (label, value) in enumerate(rows, start=1):
        put(sheet.cell(row, 1), label, HELP)
        put(sheet.cell(row, 2), value)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, _WIDTH
    sheet.sheet_state = "hidden"


def _paragraphs(form: Form) -> Iterator[tuple[str, Font]]:
    def text(key: str, **params: object) -> str:
        return translate(f"form.{key}", form.language, **params)

    tone, who = voice(form.respondent), {"company": form.company_name, "supplier": form.supplier_name}
    yield text(f"title.{tone}", **who), TITLE
    yield text("cover.from", **who), LEAD
    yield text("cover.summary", count=len(form.asked), minutes=form.minutes), LEAD
    if form.deadline:
        yield text("cover.deadline", date=show_date(form.deadline, form.language)), DEADLINE
    yield "", BODY
    yield from ((shown(first.intro, form.language), BODY) for first in form.questionnaires[:1])
    if form.prefilled:
        yield text("cover.prefilled"), BODY
    if not _translated(form):
        yield text("cover.not_translated"), BODY
    for block in _BLOCKS:
        yield text(f"cover.{block}.title"), SECTION
        yield text(f"cover.{block}.{tone}", **who), BODY
    for block in ("names", "how", "back"):
        yield text(f"cover.{block}.title"), SECTION
        yield text(f"cover.{block}.text", sheet=text("sheets.questions")), BODY


def _translated(form: Form) -> bool:
    return all(asked.question.text.given(form.language) is not None for asked in form.asked)


def _height(text: str, look: Font) -> float:
    """Room for a paragraph; the cover is not written in, so that its heights can be fixed."""
    if look is SECTION:
        return 34
    if not text:
        return 10
    size = float(look.size)
    broad = size * _BOLD if look.bold else size
    return lines_needed(text, _WIDTH, broad) * size * 1.3 + (10 if look is TITLE else 2)
