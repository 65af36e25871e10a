"""The declarations that scoring joins with: what each question covers and what each answer to it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Question
from duediligence.model.scales import LEVELS, STRENGTHS
from duediligence.tables.engine import Code, Engine, Frame


def strength_rank(strength: str) -> int:
    """1 weak, 2 medium, 3 strong; 0 stands for no signal."""
    return STRENGTHS.index(strength) + 1


def level_rank(level: str) -> int:
    """1 low to 4 severe."""
    return LEVELS.index(level) + 1


@dataclass(frozen=True, slots=True)
class Declared:
    """Long tables of one sector's content.

    questions: question, matter; covers: question, matter, indicator, ceiling (strongest signal it could raise);
    signals: question, key, indicator, dimension, strength, critical; clears: question, key, indicator;
    credits: question, key, credit; controls and matters: matter, indicator; indicators: indicator and its numbers.
    """

    questions: Frame
    covers: Frame
    signals: Frame
    clears: Frame
    credits: Frame
    controls: Frame
    matters: Frame
    indicators: Frame


def declared_tables(engine: Engine, content: SectorContent) -> Declared:
    """Builds the tables; everything outside the profile's indicators is left out."""
    questions = list(content.questions.values())
    matter = content.matter_of
    covers = [(q.id, matter[q.id], i, _ceiling(q, i)) for q in questions for i in _known(content, q.covers())]
    controls = sorted({(matter[q.id], i) for q in questions for i in _known(content, q.controls)})
    matters = sorted({(m, i) for _, m, i, _ in covers})
    numbers = [(i.id, i.scale, i.irremediable, int(i.reducible)) for i in content.indicators.values()]
    pair: dict[str, type] = {"matter": Code, "indicator": Code}
    return Declared(
        questions=engine.table([(q.id, matter[q.id]) for q in questions], {"question": Code, "matter": Code}),
        covers=engine.table(covers, {"question": Code, "matter": Code, "indicator": Code, "ceiling": int}),
        signals=engine.table(
            (row for q in questions for row in _signals(content, q)),
            {"question": Code, "key": Code, "indicator": Code, "dimension": Code, "strength": int, "critical": int},
        ),
        clears=engine.table(
            [(q.id, key, i) for q in questions for key, e in q.effects() for i in _known(content, e.no_concern)],
            {"question": Code, "key": Code, "indicator": Code},
        ),
        credits=engine.table(
            [(q.id, key, e.credit) for q in questions for key, e in q.effects() if e.credit is not None],
            {"question": Code, "key": Code, "credit": float},
        ),
        controls=engine.table(controls, pair),
        matters=engine.table(matters, pair),
        indicators=engine.table(numbers, {"indicator": Code, "scale": float, "irremediable": float, "reducible": int}),
    )


def _known(content: SectorContent, indicators: frozenset[str] | tuple[str, ...]) -> list[str]:
    return sorted(set(indicators) & content.indicators.keys())


def _ceiling(question: Question, indicator: str) -> int:
    ranks = [strength_rank(s.strength) for _, e in question.effects() for s in e.signals if s.indicator == indicator]
    return max(ranks, default=0)


def _signals(content: SectorContent, question: Question) -> Iterator[tuple[object, ...]]:
    for key, effects in question.effects():
        for signal in effects.signals:
            if signal.indicator in content.indicators:
                dimension = signal.dimension or content.indicators[signal.indicator].dimension
                rank = strength_rank(signal.strength)
                yield question.id, key, signal.indicator, dimension.value, rank, int(effects.critical)
