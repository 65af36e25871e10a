"""One file of answers comes to the same scores by the road of a workspace and by the road of large files."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.intake.responses import read_responses
from duediligence.model.questionnaire import Question, QuestionType
from duediligence.model.response import AnswerState, SourceKind, Supplier
from duediligence.scoring.large import read_large
from duediligence.scoring.score import score
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.engines import open_engine
from duediligence.tables.facts import facts_table
from duediligence.tables.responses import response_table
from tests import mini

HEADER = ("supplier", "source", "date", "question", "answer", "reason", "document", "document_seen")
DAYS = ("", "2025-03-01", "2026-01-01", "2026-02-01")
SITES = 60
Row = tuple[str, ...]
Result = tuple[object, ...]


def row(question: str, said: str, day: str, source: str = "supplier", supplier: str = "s1") -> Row:
    reason = "does not apply here" if said == AnswerState.NOT_APPLICABLE else ""
    return (supplier, source, day, question, said, reason, "", "")


@pytest.mark.parametrize("silence", ["", "no_answer", "perhaps"])
@pytest.mark.parametrize("day", ["", "2025-03-01"])
def test_a_later_row_that_says_nothing_does_not_take_the_place_of_a_concern(
    tmp_path: Path, silence: str, day: str
) -> None:
    rows = [row("pay", "never", day), row("pay", silence, "2026-01-01")]
    for result in both_roads(tmp_path, [Supplier("s1", "s1")], rows):
        assert result["s1", "wages"][:1] == (0.8,)


def test_nor_where_it_answers_another_question_on_the_same_matter(tmp_path: Path) -> None:
    """An auditor's blank line about pay stands beside what an auditor wrote on the supplier's own form."""
    audit = SourceKind.ANNOUNCED_AUDIT
    rows = [row("pay", "never", "2025-03-01", audit), row("sv_pay", "", "2026-01-01", audit)]
    for result in both_roads(tmp_path, [Supplier("s1", "s1")], rows):
        assert result["s1", "wages"][:1] == (0.8,)


def test_silence_takes_away_an_older_assurance(tmp_path: Path) -> None:
    assured, silent = Supplier("s1", "s1", {"country": ("IN",)}), Supplier("s2", "s2", {"country": ("IN",)})
    visit = SourceKind.UNANNOUNCED_AUDIT
    rows = [row("papers", "own", "2025-03-01", visit, s.id) for s in (assured, silent)]
    rows.append(row("papers", "", "2026-01-01", visit, "s2"))
    for result in both_roads(tmp_path, [assured, silent], rows):
        assert result["s1", "documents"][1] < result["s2", "documents"][1]  # type: ignore[operator]


@given(st.integers(min_value=0, max_value=10_000))
@settings(max_examples=5, deadline=None, derandomize=True)
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
        return chance.choice(["", *(state.value for state in AnswerState if state is not AnswerState.ANSWERED)])
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
    facts = facts_table(engine, sites, mini.content())
    scores = score(engine, facts, response_table(engine, read.value, mini.content()), mini.content())
    register = engine.scan(mini.write_register(folder / "register.csv", sites))
    (part,) = read_large(engine, register, engine.scan(file), mini.content()).parts(None)
    return results(engine, scores.suppliers, scores.indicators), results(engine, part.suppliers, part.indicators)


def results(engine: Engine, suppliers: Frame, indicators: Frame) -> dict[tuple[str, str], Result]:
    """Established and possible of every indicator, and what each supplier comes to."""
    bounds = {(r["supplier"], r["indicator"]): (r["established"], r["possible"]) for r in engine.rows(indicators)}
    names = ("established", "possible", "severity", "coverage")
    totals = {(r["supplier"], "all"): tuple(r[name] for name in names) for r in engine.rows(suppliers)}
    words = {(r["supplier"], f"{r['tier']} {r['gate']}"): () for r in engine.rows(suppliers)}
    return {**bounds, **totals, **words}
