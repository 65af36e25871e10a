"""All forms of a round: who gets which file under which name, and the same bytes every time."""

from __future__ import annotations

import json
import random
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from duediligence.forms.shorten import Screened
from duediligence.forms.write import briefs_of, write_forms
from duediligence.i18n.texts import exists
from duediligence.intake.forms.kobo_table import PARTS
from duediligence.model.form import RowKey, RowKind, Stamp, file_stem
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import Supplier
from tests.forms.bakery import BAKER, COMPANY, CORNER_SHOP, LAST_YEAR, content, form_for
from tests.forms.filled import TYPED, fill, read_back, sheet_of

ROUND = (BAKER, CORNER_SHOP)


def _names(
    suppliers: tuple[Supplier, ...] = ROUND, respondent: Respondent = Respondent.SUPPLIER, **more: object
) -> list[str]:
    files = write_forms(briefs_of(content(), suppliers, respondent, COMPANY), ("nl", "en"), **more)  # type: ignore[arg-type]
    return [name for name, _ in files]


def test_every_supplier_gets_a_workbook_and_a_page_and_all_share_an_interview_form() -> None:
    assert _names() == [
        *("s001_supplier_nl.xlsx", "s001_supplier_en.xlsx", "s001_supplier.html"),
        *("s002_supplier_nl.xlsx", "s002_supplier_en.xlsx", "s002_supplier.html"),
        "interview_supplier.xlsx",
    ]


def test_only_the_kinds_asked_for_are_made() -> None:
    assert _names(kinds=("html",)) == ["s001_supplier.html", "s002_supplier.html"]


def test_a_supplier_whose_language_is_known_gets_that_language_only() -> None:
    polish = Supplier("s003", "Piekarnia", {"language": ("PL",)})
    assert _names((polish,), kinds=("xlsx",)) == ["s003_supplier_pl.xlsx"]


def test_the_company_gets_its_own_form_once() -> None:
    assert _names(respondent=Respondent.COMPANY, kinds=("xlsx", "html")) == [
        "company_nl.xlsx",
        "company_en.xlsx",
        "company.html",
    ]


@pytest.mark.parametrize("respondent", [r for r in Respondent if content().uses(r)])
def test_the_same_round_gives_the_same_bytes(respondent: Respondent) -> None:
    briefs = briefs_of(content(), ROUND, respondent, COMPANY, LAST_YEAR, deadline=date(2026, 12, 1))
    once, again = (write_forms(briefs, ("nl",)) for _ in range(2))
    assert once == again


def test_a_low_risk_supplier_gets_the_short_form() -> None:
    limit = content().scales.short_form_questions.value
    low = {"s001": Screened({}, low=True)}
    briefs = briefs_of(content(), [BAKER], Respondent.SUPPLIER, COMPANY, screened=low)
    name, file = write_forms(briefs, ("nl",), ("xlsx",))[0]
    keys = [RowKey.parse(str(row[0].value)) for row in sheet_of(load_workbook(BytesIO(file))).iter_rows()]
    asked = {key.id for key in keys if key and key.kind is RowKind.QUESTION}
    assert name == "s001_supplier_nl.xlsx"
    assert 0 < len(asked) <= limit


def test_the_deadline_stands_on_the_cover() -> None:
    briefs = briefs_of(content(), [BAKER], Respondent.SUPPLIER, COMPANY, deadline=date(2026, 12, 15))
    files = write_forms(briefs, ("nl",), ("xlsx",))
    cover = load_workbook(BytesIO(files[0][1])).worksheets[0]
    assert "Graag uiterlijk 15 dec 2026 terugsturen" in [cell.value for row in cover.iter_rows() for cell in row]


@given(st.text(max_size=90))
def test_a_file_name_is_taken_by_every_system(id: str) -> None:
    stem = file_stem(id)
    assert 0 < len(stem) <= 70
    assert set(stem.lower()) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_person_sees_in_the_file_name_whose_form_it_is() -> None:
    assert file_stem("s001") == "s001"
    assert file_stem("L-001").startswith("L-001-")


@given(st.sets(st.text(alphabet="aA.- /", min_size=1, max_size=4), min_size=2, max_size=8))
def test_two_suppliers_never_share_a_file_name(ids: set[str]) -> None:
    assert len({file_stem(id).lower() for id in ids}) == len(ids)


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=10))
def test_a_stamp_says_exactly_what_was_put_in(supplier: str, company: str, edition: str) -> None:
    stamp = Stamp((("bake_core", edition),), "supplier", supplier, "nl", company)
    assert Stamp.parse(str(stamp)) == (stamp, True)


def test_every_part_of_an_interview_answer_has_a_label() -> None:
    assert all(exists(f"form.interview.{part}") for part in PARTS if part not in ("rows", "columns"))


HOSTILE = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30),
    st.sampled_from(["dd:key", "q:fees", "q:nowhere#x", "dd:form?", "form:date", "Ja", "fact:workers", "=1+1", "#N/A"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, 10_000), HOSTILE), min_size=1, max_size=25), seed=st.integers(0, 99))
def test_whatever_stands_in_a_form_gives_findings_and_never_a_traceback(
    tmp_path: Path, changes: list[tuple[int, object]], seed: int
) -> None:
    book = fill(form_for())
    sheet = sheet_of(book)
    cells = [cell for row in sheet.iter_rows() for cell in row]
    for place, value in changes:
        cell = random.Random(seed + place).choice(cells)
        cell.value = value  # type: ignore[assignment]
    reading = read_back(book, tmp_path)
    assert all(exists(f"findings.{finding.code}.problem") for finding in reading.findings)
    assert {answer.question for answer in reading.value} <= set(content().questions)


ANY_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answers=ANY_JSON,
    facts=ANY_JSON,
    date_=ANY_JSON,
    extra=st.dictionaries(st.sampled_from(["answer", "date"]), ANY_JSON),
)
def test_whatever_stands_in_an_answer_file_gives_findings_and_never_a_traceback(
    tmp_path: Path, answers: object, facts: object, date_: object, extra: dict[str, object]
) -> None:
    records = [{"question": "fees", "answer": "nothing", **extra}, *(answers if isinstance(answers, list) else [])]
    data = {"format": "duediligence-answers", "form": str(form_for().stamp), "answers": records, "facts": facts}
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({**data, "date": date_}))
    reading = read_back(path, tmp_path)
    assert all(exists(f"findings.{finding.code}.problem") for finding in reading.findings)
    assert {answer.question for answer in reading.value} <= {"fees"}


def test_what_people_type_covers_every_kind_of_row() -> None:
    kinds = {RowKey.parse(key) for key in TYPED}
    assert None not in kinds
    assert {key.kind for key in kinds if key} == {RowKind.QUESTION, RowKind.FORM}
