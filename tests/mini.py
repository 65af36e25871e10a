"""The small invented sector of `tests/content/mini`, with random suppliers and answers for laws and comparisons."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from duediligence.declarations.library import Library, Root
from duediligence.declarations.sector import load_sector
from duediligence.model.conditions import Scalar, written
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Question, QuestionType
from duediligence.model.response import Answer, AnswerState, SourceKind, Supplier
from duediligence.scoring.score import Scores, score
from duediligence.tables.engine import PolarsEngine
from duediligence.tables.facts import facts_table
from duediligence.tables.responses import response_table
from duediligence.tables.wordings import STATES

FOLDER = Path(__file__).parent / "content" / "mini"
ENGINE = PolarsEngine()
SOURCES = [kind for kind in SourceKind if kind is not SourceKind.COMPANY]
DAYS = [None, date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]


@cache
def content() -> SectorContent:
    """The mini sector, loaded as any sector is."""
    return load_sector(Library([Root(FOLDER)]), "x")


def assess(suppliers: Sequence[Supplier], answers: Sequence[Answer]) -> Scores:
    """The tables of the engine for these suppliers and answers."""
    facts = facts_table(ENGINE, suppliers, content())
    return score(ENGINE, facts, response_table(ENGINE, answers, content()), content())


@dataclass(frozen=True)
class Bounds:
    """What the laws speak about, for one supplier."""

    tier: str
    established: float
    possible: float
    indicators: dict[str, tuple[float, float]]


def bounds_of(scores: Scores) -> dict[str, Bounds]:
    """The bounds of every supplier."""
    by_supplier: dict[str, dict[str, tuple[float, float]]] = {}
    for row in ENGINE.rows(scores.indicators):
        by_supplier.setdefault(row["supplier"], {})[row["indicator"]] = (row["established"], row["possible"])
    return {
        row["supplier"]: Bounds(row["tier"], row["established"], row["possible"], by_supplier[row["supplier"]])
        for row in ENGINE.rows(scores.suppliers)
    }


def random_supplier(chance: random.Random, id: str) -> Supplier:
    """A supplier of whom some facts are unknown."""
    options: dict[str, list[Any]] = {
        "country": ["NO", "IN", "CN", "TM"],
        "goods": ["cotton", "fish"],
        "processes": ["spinning", "dyeing"],
        "workers": [5.0, 30.0, 100.0, 900.0, 9000.0],
        "migrant_share": [0.0, 0.05, 0.5],
    }
    facts: dict[str, tuple[Scalar, ...]] = {
        name: (chance.choice(values),) for name, values in options.items() if chance.random() < 0.8
    }
    if chance.random() < 0.2:
        facts["goods"] = ("cotton", "fish")
    return Supplier(id, id, facts)


def random_answer(chance: random.Random, supplier: str) -> Answer:
    """An answer of any source to any question, in any state."""
    question = chance.choice(sorted(content().questions.values(), key=lambda q: q.id))
    state = (
        AnswerState.ANSWERED
        if chance.random() < 0.7
        else chance.choice([AnswerState.ANSWERED, *map(AnswerState, STATES)])
    )
    keys, numbers = random_choice(chance, question) if state is AnswerState.ANSWERED else ((), ())
    return Answer(
        supplier=supplier,
        question=question.id,
        source=chance.choice(SOURCES),
        state=state,
        keys=keys,
        numbers=numbers,
        date=chance.choice(DAYS),
        document_seen=chance.random() < 0.3,
    )


def random_choice(chance: random.Random, question: Question) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """An answer's keys and the numbers behind them."""
    if question.type is QuestionType.NUMBER:
        number = chance.choice([40.0, 50.0, 70.0])
        return (question.key_of(number) or "",), (number,)
    if question.type is QuestionType.MATRIX:
        pair = (chance.choice([0.0, 3.0, 9.0]), chance.choice([5.0, 20.0]))
        return (question.key_of(*pair) or "",), pair
    ids = [option.id for option in question.options]
    if question.type is QuestionType.MULTI:
        return tuple(sorted(chance.sample(ids, chance.randint(1, len(ids))))), ()
    return (chance.choice(ids),), ()


def write_register(file: Path, suppliers: Sequence[Supplier]) -> Path:
    """A csv of the facts that `random_supplier` draws."""
    names = ["country", "goods", "processes", "workers", "migrant_share"]
    with file.open("w", newline="") as handle:
        rows = csv.writer(handle)
        rows.writerow(["id", *names])
        for supplier in suppliers:
            rows.writerow([supplier.id, *(";".join(map(written, supplier.facts.get(name, ()))) for name in names)])
    return file
