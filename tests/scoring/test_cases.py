"""Judging each case once gives every supplier the same counts as judging its own answers one by one."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from duediligence.scoring.controls import blocked_controls, control_features
from duediligence.scoring.features import COUNTS, PAIR, cell_counts
from duediligence.scoring.reasons import reasons
from duediligence.scoring.score import Scores, score
from duediligence.tables.engine import Engine
from duediligence.tables.engines import open_engine
from duediligence.tables.facts import facts_table
from duediligence.tables.responses import response_table
from tests import mini

Counts = dict[tuple[str, str], Counter[str]]


@pytest.mark.parametrize("seed", range(4))
def test_the_sums_over_cases_are_the_counts_of_the_suppliers_own_cells(seed: int) -> None:
    scores = mini.assess(*some(random.Random(seed)))
    told = reasons(mini.ENGINE, scores).details
    expected: Counts = {}
    for table in (
        cell_counts(told.cells),
        control_features(told.matters, told.credit, scores.declared),
        blocked_controls(told.judgements, scores.declared),
    ):
        for row in mini.ENGINE.rows(table):
            expected.setdefault((row["supplier"], row["indicator"]), Counter()).update(positive(row))
    found = {(row["supplier"], row["indicator"]): positive(row) for row in mini.ENGINE.rows(scores.indicators)}
    levels = {f"level_{rank}" for rank in range(1, 5)}
    assert {pair: Counter({n: v for n, v in row.items() if n not in levels}) for pair, row in found.items()} == {
        pair: expected.get(pair, Counter()) for pair in found
    }


@pytest.mark.spark
def test_apache_spark_gives_the_same_results_to_1e_9() -> None:
    suppliers, answers = some(random.Random(11))
    spark = open_engine("spark")
    facts, responses = facts_table(spark, suppliers, mini.content()), response_table(spark, answers, mini.content())
    scores = score(spark, facts, responses, mini.content())
    expected = mini.assess(suppliers, answers)
    assert results(spark, scores) == {
        id: pytest.approx(row, abs=1e-9) for id, row in results(mini.ENGINE, expected).items()
    }
    assert tiers(spark, scores) == tiers(mini.ENGINE, expected)


def some(chance: random.Random) -> tuple[list[Any], list[Any]]:
    """Suppliers of whom some have one answer on a matter, some two, some many, and some none at all."""
    suppliers = [mini.random_supplier(chance, f"s{index:03}") for index in range(80)]
    return suppliers, [
        mini.random_answer(chance, s.id) for s in suppliers for _ in range(chance.choice([0, 1, 3, 9, 25]))
    ]


def positive(row: dict[str, Any]) -> Counter[str]:
    """The counts of a row that are not 0."""
    return Counter({name: row[name] for name in COUNTS if row.get(name)})


def results(engine: Engine, scores: Scores) -> dict[tuple[str, str], list[float]]:
    """The numbers of every supplier and indicator."""
    names = ("inherent", "established", "possible")
    return {tuple(row[name] for name in PAIR): [row[name] for name in names] for row in engine.rows(scores.indicators)}


def tiers(engine: Engine, scores: Scores) -> dict[str, tuple[object, ...]]:
    """What each supplier comes to."""
    return {r["supplier"]: (r["tier"], r["gate"], r["received"], r["critical"]) for r in engine.rows(scores.suppliers)}
