"""Filled forms of a real sector: made by the form writer, typed in as suppliers do, and copied for other suppliers."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import escape, unescape
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from duediligence.forms.wording import option_text, state_text
from duediligence.forms.write import briefs_of, write_forms
from duediligence.i18n.texts import translate
from duediligence.model.content import SectorContent
from duediligence.model.form import Stamp
from duediligence.model.questionnaire import Question, QuestionType, Respondent
from duediligence.model.response import AnswerState, Supplier
from duediligence.model.workspace import Company
from tests.benchmarks.generate import ORDINARY, suppliers

DIFFERENT = 40
"""So many forms are typed in; the others are copies with the stamp of another supplier: typing takes long."""
DAY = date(2026, 9, 30)
LANGUAGE = "en"
_STAMP = re.compile(r"dd:form\?[^<]*")


def write_filled(content: SectorContent, folder: Path, count: int, seed: int = 1) -> list[Supplier]:
    """Writes `count` filled forms; returns the suppliers whose forms they are."""
    sites = suppliers(content, count, seed, ORDINARY)
    chance = random.Random(seed)
    briefs = briefs_of(content, sites[:DIFFERENT], Respondent.SUPPLIER, Company(id="bench", name="Bench"))
    forms = write_forms(briefs, [LANGUAGE], ["xlsx"])
    filled = [_filled(data, content, chance) for _, data in forms]
    folder.mkdir(parents=True, exist_ok=True)
    for index, site in enumerate(sites):
        form = filled[index % len(filled)]
        (folder / f"form-{index:05}.xlsx").write_bytes(form if index < len(filled) else _copied(form, site))
    return sites


def _copied(form: bytes, site: Supplier) -> bytes:
    """The form as if it had been made for another supplier."""

    def stamped(found: re.Match[str]) -> str:
        stamp, _ = Stamp.parse(unescape(found[0]))
        return escape(str(replace(stamp, supplier=site.id))) if stamp else found[0]

    written = BytesIO()
    with zipfile.ZipFile(BytesIO(form)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _STAMP.sub(stamped, part.decode()) if b"dd:form?" in part else part)
    return written.getvalue()


def _filled(form: bytes, content: SectorContent, chance: random.Random) -> bytes:
    book = load_workbook(BytesIO(form))
    for sheet in book.worksheets:
        head = [cell.value for cell in next(sheet.iter_rows(max_row=1))]
        if "dd:answer" not in head:
            continue
        rows = {str(row[head.index("dd:key")].value): row for row in sheet.iter_rows(min_row=2)}
        for key, value in _typed(list(rows), content, chance):
            rows[key][head.index("dd:answer")].value = value
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _typed(keys: list[str], content: SectorContent, chance: random.Random) -> Iterator[tuple[str, Any]]:
    for key in keys:
        question = content.questions.get(key.removeprefix("q:")) if key.startswith("q:") else None
        if question is not None:
            yield from ((k, v) for k, v in _cells(question, chance) if k in keys)
    if "form:date" in keys:
        yield "form:date", DAY


def _cells(question: Question, chance: random.Random) -> Iterator[tuple[str, Any]]:
    key = f"q:{question.id}"
    if chance.random() < 0.05:
        yield key, state_text(AnswerState.UNKNOWN, LANGUAGE)
    elif question.type is QuestionType.MULTI:
        yield f"{key}#{chance.choice(question.options).id}", translate("form.words.yes", LANGUAGE)
    elif question.type is QuestionType.MATRIX:
        yield f"{key}#rows", 2
        yield f"{key}#columns", 20
    elif question.type is QuestionType.CHOICE:
        yield key, option_text(chance.choice(question.options).text, LANGUAGE)
    elif question.type in (QuestionType.NUMBER, QuestionType.PERCENT):
        yield key, chance.choice([0, 5, 46, 55])
    elif question.type is QuestionType.TEXT:
        yield key, "See the attached page."
