"""The fast roads give what the plain rivals give on the same data; times are for `python -m tests.benchmarks`."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook

from duediligence.intake.responses import read_responses
from duediligence.model.questionnaire import QuestionType, Respondent
from duediligence.model.response import AnswerState, SourceKind
from duediligence.reporting.workbook.workbook import write_book
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.scoring_files import Files, score_files
from tests.benchmarks import rival_duckdb, rival_pandas
from tests.benchmarks.generate_forms import write_filled
from tests.benchmarks.generate_large import write_large
from tests.benchmarks.plans import company_book
from tests.benchmarks.rival_forms import Said, read_forms
from tests.benchmarks.rival_workbooks import with_openpyxl, with_xlsxwriter
from tests.benchmarks.works import content

SUPPLIERS = 400
TOLERANCE = 1e-9
Result = tuple[Any, ...]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the benchmark measures: own answers, and a fifth of the suppliers visited."""
    folder = tmp_path_factory.mktemp("clean")
    write_large(content(), folder, SUPPLIERS, 40)
    return folder


@pytest.fixture(scope="module")
def tangled(tmp_path_factory: pytest.TempPathFactory, clean: Path) -> Path:
    """The same suppliers with answers of every source in every state, several on one matter, some on one day."""
    folder = tmp_path_factory.mktemp("tangled")
    register = pl.read_parquet(clean / "register.parquet")
    register.write_parquet(folder / "register.parquet")
    chance = random.Random(5)
    rows = [row for id in register["id"] for row in _answers(id, chance, chance.choice([0, 3, 30, 120]))]
    columns = ["supplier", "source", "date", "question", "answer"]
    pl.DataFrame(rows, schema=columns, orient="row").write_parquet(folder / "answers.parquet")
    return folder


def _answers(supplier: str, chance: random.Random, count: int) -> list[tuple[str, ...]]:
    told = content()
    states = [s.value for s in AnswerState if s not in (AnswerState.ANSWERED, AnswerState.NOT_APPLICABLE)]
    about_sites = [q for q in told.questions.values() if told.form_of[q.id].respondent is not Respondent.COMPANY]
    choices = [q for q in about_sites if q.type in (QuestionType.CHOICE, QuestionType.MULTI)]
    sources = [kind.value for kind in SourceKind]
    rows: list[tuple[str, ...]] = []
    for _ in range(count):
        question = chance.choice(choices)
        ids = [option.id for option in question.options]
        several = question.type is QuestionType.MULTI and len(ids) > 1
        said = ";".join(chance.sample(ids, 2)) if several else chance.choice(ids)
        said = said if chance.random() < 0.8 else chance.choice(states)
        rows.append((supplier, chance.choice(sources), f"2026-01-0{chance.randint(1, 4)}", question.id, said))
    return rows


def ours(folder: Path) -> list[Result]:
    files = Files(folder / "register.parquet", folder / "answers.parquet", folder / "scores")
    score_files(PolarsEngine(), "garments", files, at_once=150)
    return pl.read_parquet(files.to / "suppliers.parquet").sort("supplier").rows()


def assert_same(found: Sequence[Result], expected: Sequence[Result]) -> None:
    assert len(found) == len(expected) == SUPPLIERS
    for one, other in zip(found, expected, strict=True):
        id, established, possible, gate, severity, coverage, tier = one
        assert (id, gate, tier) == (other[0], other[3], other[6])
        assert (established, possible, severity) == pytest.approx((other[1], other[2], other[4]), abs=TOLERANCE), id
        missing = coverage is None, other[5] is None or other[5] != other[5]
        assert missing == (True, True) or coverage == pytest.approx(other[5], abs=TOLERANCE), id


@pytest.mark.parametrize("name", ["clean", "tangled"])
def test_scores_are_those_of_duckdb(name: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(name)
    assert_same(rival_duckdb.score(folder / "register.parquet", folder / "answers.parquet", content()), ours(folder))


@pytest.mark.parametrize("name", ["clean", "tangled"])
def test_scores_are_those_of_pandas(name: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(name)
    assert_same(rival_pandas.score(folder / "register.parquet", folder / "answers.parquet", content()), ours(folder))


def test_the_tangled_answers_reach_every_tier_and_gate_that_matters(tangled: Path) -> None:
    found = ours(tangled)
    assert len({row[3] for row in found}) >= 3
    assert {"critical", "high", "not_rateable"} <= {row[6] for row in found}


@pytest.mark.parametrize("read_only", [False, True])
def test_forms_say_what_openpyxl_reads_in_them(tmp_path: Path, read_only: bool) -> None:
    sites = {site.id: site for site in write_filled(content(), tmp_path / "forms", 3)}
    reading = read_responses(tmp_path / "forms", content().questions, sites, date(2026, 11, 1), tmp_path)
    said: set[Said] = {
        (a.supplier, a.question, a.state.value, a.keys, a.numbers, a.date)
        for a in reading.value
        if a.state is not AnswerState.NO_ANSWER
    }
    assert said == set(read_forms(tmp_path / "forms", content(), read_only))
    assert len(said) > 100


def test_the_workbook_holds_what_openpyxl_writes_cell_by_cell() -> None:
    book = company_book(content(), 8)
    written = cells(write_book(book))
    assert written == cells(with_openpyxl(book))
    assert sum(written.values()) > 1000


def test_the_workbook_holds_what_xlsxwriter_writes() -> None:
    book = company_book(content(), 8)
    assert cells(write_book(book)) == cells(with_xlsxwriter(book))


def cells(workbook: bytes) -> Counter[tuple[str, object]]:
    """Every filled cell by sheet and value; the list of choices is our own way of making dropdowns."""
    book = load_workbook(BytesIO(workbook))
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return Counter(
        (sheet.title, value)
        for sheet in sheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value not in (None, "")
    )
