"""Interview forms for KoboToolbox and ODK: one form for all sites, as a workbook that follows XLSForm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.forms.excel_style import BARE, HEAD, LABEL, TEXT, put, use_typeface
from duediligence.forms.languages import language
from duediligence.forms.select import Brief
from duediligence.forms.wording import harmless
from duediligence.forms.xlsform_relevance import Relevance
from duediligence.forms.xlsform_rows import Interview, InterviewRow, rows_of
from duediligence.i18n.texts import translate
from duediligence.model.form import LABEL_SIGN, SITE, Stamp, choice_of_site
from duediligence.model.questionnaire import Questionnaire
from duediligence.model.response import Supplier
from duediligence.model.workbook_bytes import with_fixed_times
from duediligence.model.workspace import Company

_WORDED = ("label", "hint", "constraint_message")
_PLAIN = ("relevant", "constraint", "calculation", "default", "required", "appearance")


def xlsform_of(briefs: Sequence[Brief], languages: Sequence[str]) -> bytes:
    """The interview form of a respondent, with every site to choose from; the same input gives the same bytes."""
    content, respondent, company = briefs[0].content, briefs[0].respondent, briefs[0].company
    forms = [content.questionnaires[use.id] for use in content.uses(respondent)]
    relevance = Relevance(briefs)
    stamp = Stamp(tuple((form.id, form.edition) for form in forms), respondent.value, "", languages[0], company.id)
    interview = Interview(forms, respondent, tuple(languages), stamp, relevance)
    book = Workbook()
    book.remove(book.worksheets[0])
    use_typeface(book)
    rows, choices = rows_of(interview)
    _write_survey(book.create_sheet("survey"), rows, languages)
    _write_choices(book.create_sheet("choices"), choices, [brief.supplier for brief in briefs], relevance, languages)
    _write_settings(book.create_sheet("settings"), forms, interview, company)
    written = BytesIO()
    book.save(written)
    return with_fixed_times(written.getvalue())


def _write_survey(sheet: Worksheet, rows: Iterable[InterviewRow], languages: Sequence[str]) -> None:
    worded = [f"{field}::{language(id).heading}" for field in _WORDED for id in languages]
    table: list[Sequence[str]] = [["type", "name", *worded, *_PLAIN]]
    for row in rows:
        texts = [getattr(row, field).get(id, "") for field in _WORDED for id in languages]
        table.append([row.type, row.name, *texts, *(getattr(row, field) for field in _PLAIN)])
    _write_table(sheet, table)


def _write_choices(
    sheet: Worksheet,
    choices: Iterable[tuple[str, str, dict[str, str]]],
    suppliers: Sequence[Supplier],
    relevance: Relevance,
    languages: Sequence[str],
) -> None:
    atoms = relevance.columns()
    labels = [f"label::{language(id).heading}" for id in languages]
    table: list[Sequence[str]] = [["list_name", "name", *labels, *atoms]]
    for list_name, name, label in choices:
        table.append([list_name, name, *(label[id] for id in languages), *("" for _ in atoms)])
    for index, supplier in enumerate(suppliers):
        shown = without_references(f"{supplier.name}{LABEL_SIGN}{supplier.id}")
        facts = [relevance.value(column, index) for column in atoms]
        table.append([f"{SITE}s", choice_of_site(supplier.id), *(shown for _ in languages), *facts])
    _write_table(sheet, table)


def _write_settings(sheet: Worksheet, forms: Sequence[Questionnaire], interview: Interview, company: Company) -> None:
    first = interview.languages[0]
    titles = [form.title.get(first) for form in forms[:1] if form.title] or [interview.respondent.value]
    title = translate("form.interview.title", first, title=titles[0], company=company.name)
    version = f"{'.'.join(form.edition for form in forms[:1])}.{interview.stamp.fingerprint[:8]}"
    table = [
        ["form_title", "form_id", "version", "default_language"],
        [without_references(title), f"duediligence_{interview.respondent.value}", version, language(first).heading],
    ]
    _write_table(sheet, table)


def _write_table(sheet: Worksheet, table: Sequence[Sequence[str]]) -> None:
    for row, values in enumerate(table, start=1):
        for column, value in enumerate(values, start=1):
            if value:
                look, frame = (LABEL, HEAD) if row == 1 else (TEXT, BARE)
                put(sheet.cell(row, column), value, look, frame=frame)
    for column, heading in enumerate(table[0], start=1):
        sheet.column_dimensions[get_column_letter(column)].width = 44 if "::" in heading else 24
    sheet.freeze_panes = "A2"


def without_references(text: str) -> str:
    """A text of people in which nothing is taken for a reference to a question or for markup."""
    return harmless(text).replace("${", "$ {").replace("<", "‹").replace("\n", " ")
