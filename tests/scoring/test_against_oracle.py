"""The engine and a plain reading of the method (`tests/oracle.py`), written apart from it, agree to 1e-9."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

import pytest

from duediligence.model.questionnaire import QuestionType
from duediligence.model.response import Answer, AnswerState, Supplier
from tests import mini, oracle

TOLERANCE = 1e-9
SUPPLIERS = 150


@pytest.mark.parametrize("seed", range(8))
def test_engine_and_oracle_agree(seed: int) -> None:
    chance = random.Random(seed)
    suppliers = [mini.random_supplier(chance, f"s{index:03}") for index in range(SUPPLIERS)]
    answers = [mini.random_answer(chance, s.id) for s in suppliers for _ in range(chance.choice([0, 1, 2, 4, 9]))]
    expected = oracle_results(suppliers, answers)
    scores = mini.assess(suppliers, answers)
    for row in mini.ENGINE.rows(scores.indicators):
        want = expected[row["supplier"]]
        for column in ("inherent", "established", "possible"):
            told = f"{row['supplier']} {row['indicator']} {column}"
            assert row[column] == pytest.approx(getattr(want, column)[row["indicator"]], abs=TOLERANCE), told
    for row in mini.ENGINE.rows(scores.suppliers):
        want = expected[row["supplier"]]
        assert row["established"] == pytest.approx(want.established_total, abs=TOLERANCE)
        assert row["possible"] == pytest.approx(want.possible_total, abs=TOLERANCE)
        assert row["severity"] == pytest.approx(want.severity, abs=TOLERANCE), row["supplier"]
        assert (
            row["coverage"] == pytest.approx(want.coverage, abs=TOLERANCE)
            if want.coverage is not None
            else (row["coverage"] is None)
        ), row["supplier"]
        assert (row["gate"], row["tier"]) == (want.gate, want.tier), row["supplier"]


def oracle_results(suppliers: Sequence[Supplier], answers: Sequence[Answer]) -> dict[str, oracle.SupplierResult]:
    """The same suppliers and answers, in the oracle's plain form."""
    multi = {"goods", "processes"}
    records: list[dict[str, object]] = [
        {"id": s.id, **{f: list(v) if f in multi else v[0] for f, v in s.facts.items()}} for s in suppliers
    ]
    given: list[dict[str, object]] = [
        {
            "supplier": answer.supplier,
            "source": answer.source.value,
            "date": answer.date.isoformat() if answer.date else None,
            "question": answer.question,
            "answer": _raw(answer),
            "document_seen": answer.document_seen,
        }
        for answer in answers
    ]
    return oracle.assess(oracle.load_content(mini.FOLDER), "x", records, given, date(2026, 11, 1))


def _raw(answer: Answer) -> object:
    if answer.state is not AnswerState.ANSWERED:
        return answer.state.value
    kind = mini.content().questions[answer.question].type
    if kind is QuestionType.NUMBER:
        return answer.numbers[0]
    if kind is QuestionType.MATRIX:
        return list(answer.numbers)
    return list(answer.keys) if kind is QuestionType.MULTI else answer.keys[0]
