"""One file of answers comes to the same scores by the road of a workspace and by the road of large files."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import date
from itertools import product
from operator import itemgetter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.intake.register import read_register
from duediligence.intake.responses import read_responses
from duediligence.model.questionnaire import Question, QuestionType
from duediligence.model.response import AnswerState, SourceKind, Supplier
from duediligence.scoring.large import read_large
from duediligence.tables.bulk import bulk_facts, unreadable_facts
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.engines import open_engine
from duediligence.tables.facts import facts_table
from duediligence.tables.wordings import STATES
from tests import mini

HEADER = ("supplier", "source", "date", "question", "answer", "reason", "document", "document_seen")
DAYS = ("", "2025-03-01", "2026-01-01", "2026-02-01")
SITES = 60
Row = tuple[str, ...]
Result = tuple[object, ...]


def row(question: str, said: str, day: str, source: str = "supplier", supplier: str = "s1") -> Row:
    reason = "does not apply here" if said == AnswerState.NOT_APPLICABLE else ""
    return (supplier, source, day, question, said, reason, "", "")


def test_a_later_row_that_says_nothing_does_not_take_the_place_of_a_concern(tmp_path: Path) -> None:
    """Blank, said to be no answer, or not to be read; after a concern with a day, or without one."""
    cases = [(f"s{n}", *case) for n, case in enumerate(product(("", "no_answer", "perhaps"), ("", "2025-03-01")))]
    rows = [row("pay", "never", day, supplier=id) for id, _, day in cases]
    rows += [row("pay", silence, "2026-01-01", supplier=id) for id, silence, _ in cases]
    for result in both_roads(tmp_path, [Supplier(id, id) for id, _, _ in cases], rows):
        assert {id: result[id, "wages"][0] for id, _, _ in cases} == {id: 0.8 for id, _, _ in cases}


def test_nor_where_it_answers_another_question_on_the_same_matter(tmp_path: Path) -> None:
    """An auditor's blank line about pay stands beside what an auditor wrote on the supplier's own form."""
    audit = SourceKind.ANNOUNCED_AUDIT
    rows = [row("pay", "never", "2025-03-01", audit), row("sv_pay", "", "2026-01-01", audit)]
    for result in both_roads(tmp_path, [Supplier("s1", "s1")], rows):
        assert result["s1", "wages"][:1] == (0.8,)


@pytest.mark.parametrize("said", ["ok", "unknown", ""])
def test_what_nobody_knows_who_said_takes_the_place_of_no_concern(tmp_path: Path, said: str) -> None:
    rows = [row("pay", "never", "2025-03-01"), row("pay", said, "2026-01-01", source="")]
    for result in both_roads(tmp_path, [Supplier("s1", "s1")], rows):
        assert result["s1", "wages"][:1] == (0.8,)


def test_silence_takes_away_an_older_assurance(tmp_path: Path) -> None:
    assured, silent = Supplier("s1", "s1", {"country": ("IN",)}), Supplier("s2", "s2", {"country": ("IN",)})
    visit = SourceKind.UNANNOUNCED_AUDIT
    rows = [row("papers", "own", "2025-03-01", visit, s.id) for s in (assured, silent)]
    rows.append(row("papers", "", "2026-01-01", visit, "s2"))
    for result in both_roads(tmp_path, [assured, silent], rows):
        assert result["s1", "documents"][1] < result["s2", "documents"][1]  # type: ignore[operator]


CELLS = {
    "country": ["", "IN", "XX", "?", "NO;IN"],
    "subdivision": ["", "IN-TN", "Nowhere", "IN-TN;IN-KA"],
    "goods": ["", "cotton", "cotton;fish", " cotton ; fish ", "cotton;", "wool", "cotton;wool", "unknown"],
    "processes": ["", "spinning", "spinnning", "dyeing;spinning"],
    "workers": ["", "40", "12.5", "-3", "many"],
    "migrant_share": ["", "0.2", "1", "-0.1", "some"],
}


@pytest.mark.parametrize("engine", ["polars", pytest.param("spark", marks=pytest.mark.spark)])
def test_both_roads_read_the_same_facts(tmp_path: Path, engine: str) -> None:
    """What is no choice, no country or no possible number is unknown on both, and never known to be something else."""
    chance, tables = random.Random(2), open_engine(engine)
    rows = [
        {"id": f"s{n:03}", "name": f"Site {n}", **{f: chance.choice(v) for f, v in CELLS.items()}} for n in range(80)
    ]
    file = tmp_path / "register.csv"
    with file.open("w", newline="") as handle:
        table = csv.DictWriter(handle, rows[0].keys())
        table.writeheader()
        table.writerows(rows)
    sites = read_register(file, mini.content().facts, file.name).value
    assert len(sites) == len(rows)
    one_by_one = tables.rows(facts_table(tables, sites, mini.content()))
    large = tables.rows(bulk_facts(tables.scan(file), mini.content()))
    assert sorted(large, key=itemgetter("supplier")) == sorted(one_by_one, key=itemgetter("supplier"))


def test_a_fact_that_cannot_be_read_is_counted(tmp_path: Path) -> None:
    columns = ("id", "country", "processes", "migrant_share")
    rows = [("s1", "Norway", "spinnning", "0.35"), ("s2", "NO", "", "35")]
    register = mini.ENGINE.table(rows, dict.fromkeys(columns, str))
    counted = unreadable_facts(mini.ENGINE, register, mini.content())
    assert dict(counted) == {("unreadable_fact", fact): 1 for fact in columns[1:]}


@given(st.integers(min_value=0, max_value=10_000))
@settings(max_examples=10, deadline=None, derandomize=True)
def test_both_roads_give_the_same_scores(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    chance = random.Random(seed)
    sites = [mini.random_supplier(chance, f"s{index:03}") for index in range(SITES)]
    rows = [random_row(chance, site.id) for site in sites for _ in range(chance.choice([1, 2, 6, 20]))]
    one_by_one, large = both_roads(tmp_path_factory.mktemp("roads"), sites, rows)
    assert large == {key: pytest.approx(values, abs=1e-9) for key, values in one_by_one.items()}


@pytest.mark.spark
def test_both_roads_give_the_same_scores_on_apache_spark(tmp_path: Path) -> None:
    chance = random.Random(3)
    sites = [mini.random_supplier(chance, f"s{index:03}") for index in range(SITES)]
    rows = [random_row(chance, site.id) for site in sites for _ in range(chance.choice([1, 2, 6, 20]))]
    one_by_one, large = both_roads(tmp_path, sites, rows, open_engine("spark"))
    assert large == {key: pytest.approx(values, abs=1e-9) for key, values in one_by_one.items()}


def random_row(chance: random.Random, supplier: str) -> Row:
    """Any question answered by any source, in words that can be read, in part, or not at all."""
    question = chance.choice(sorted(mini.content().questions.values(), key=lambda q: q.id))
    said = random_answer(chance, question)
    reason = chance.choice(["", "does not apply here"])
    seen = (chance.choice(["", "contract.pdf"]), chance.choice(["", "yes", "no"]))
    return (supplier, chance.choice(["", *mini.SOURCES]), chance.choice(DAYS), question.id, said, reason, *seen)


def random_answer(chance: random.Random, question: Question) -> str:
    drawn = chance.random()
    if drawn < 0.35:
        return chance.choice(["", *STATES])
    if drawn < 0.45:
        return "perhaps"
    if question.type is QuestionType.NUMBER:
        return chance.choice(["40", "50", "70", "-3"])
    if question.type is QuestionType.MATRIX:
        return chance.choice(["0; 5", "3; 20", "9; 20", "-1; 5", "3"])
    ids = [option.id for option in question.options]
    return chance.choice(ids) if drawn < 0.75 else ";".join(chance.sample([*ids, "perhaps", "refused"], 2))


def both_roads(
    folder: Path, sites: Sequence[Supplier], rows: Sequence[Row], engine: Engine = mini.ENGINE
) -> tuple[dict[tuple[str, str], Result], dict[tuple[str, str], Result]]:
    """The results of one file of answers, read one by one and read as columns."""
    file = folder / "answers.csv"
    with file.open("w", newline="") as handle:
        csv.writer(handle).writerows([HEADER, *rows])
    read = read_responses(file, mini.content().questions, {s.id: s for s in sites}, date(2026, 11, 1), folder)
    scores = mini.assess(sites, read.value)
    register = engine.scan(mini.write_register(folder / "register.csv", sites))
    (part,) = read_large(engine, register, engine.scan(file), mini.content()).parts(None)
    return results(mini.ENGINE, scores.suppliers, scores.indicators), results(engine, part.suppliers, part.indicators)


def results(engine: Engine, suppliers: Frame, indicators: Frame) -> dict[tuple[str, str], Result]:
    """Established and possible of every indicator, and what each supplier comes to."""
    bounds = {(r["supplier"], r["indicator"]): (r["established"], r["possible"]) for r in engine.rows(indicators)}
    names = ("established", "possible", "severity", "coverage")
    totals = {(r["supplier"], "all"): tuple(r[name] for name in names) for r in engine.rows(suppliers)}
    words = {(r["supplier"], f"{r['tier']} {r['gate']}"): () for r in engine.rows(suppliers)}
    return {**bounds, **totals, **words}
