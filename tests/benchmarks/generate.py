"""Seeded suppliers and answers of a real sector, in any number."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from duediligence.model.conditions import Scalar
from duediligence.model.content import SectorContent
from duediligence.model.facts import Fact, FactType
from duediligence.model.questionnaire import Question, QuestionType, Respondent
from duediligence.model.response import Answer, AnswerState, SourceKind, Supplier

COUNTRIES = ("NL", "TR", "IN", "BD", "CN", "PK", "PT", "VN", "RO", "MA", "TN", "KH")
LAST_DAY = date(2026, 10, 1)


def suppliers(content: SectorContent, count: int, seed: int = 1) -> list[Supplier]:
    """Suppliers of whom about a third of the facts is unknown."""
    chance = random.Random(seed)
    facts = [fact for fact in content.facts.values() if fact.id not in ("id", "name")]
    return [
        Supplier(f"s{index:07}", f"Site {index}", dict(_facts(chance, content, facts))) for index in range(count)
    ]


def _facts(
    chance: random.Random, content: SectorContent, facts: Sequence[Fact]
) -> Iterator[tuple[str, tuple[Scalar, ...]]]:
    for fact in facts:
        value = _value(chance, content, fact)
        if value is not None and (fact.id == "country" or chance.random() < 0.65):
            yield fact.id, value


def _value(chance: random.Random, content: SectorContent, fact: Fact) -> tuple[Scalar, ...] | None:
    if fact.id == "country":
        return (chance.choice(COUNTRIES),)
    if fact.id in ("goods", "processes"):
        return (chance.choice(getattr(content.profile.scope, fact.id)),)
    if fact.type is FactType.NUMBER:
        return (float(chance.choice([8, 40, 180, 900])),)
    if fact.type is FactType.SHARE:
        return (chance.choice([0.0, 0.1, 0.4, 0.8]),)
    if fact.type is FactType.FLAG:
        return (chance.random() < 0.2,)
    return None


def answers(content: SectorContent, sites: Sequence[Supplier], each: int, seed: int = 1) -> list[Answer]:
    """So many answers a supplier: most of its own, some of auditors and workers."""
    chance = random.Random(seed)
    own = [q for use in content.uses(Respondent.SUPPLIER) for q in content.questionnaires[use.id].questions()]
    others = [
        (question, source)
        for respondent, source in (
            (Respondent.WORKERS, SourceKind.WORKER_INTERVIEWS),
            (Respondent.AUDITOR, SourceKind.ANNOUNCED_AUDIT),
        )
        for use in content.uses(respondent)
        for question in content.questionnaires[use.id].questions()
    ]
    asked = [(question, SourceKind.SUPPLIER) for question in own]
    made = []
    for site in sites:
        chosen = asked[:each] + chance.sample(others, max(0, each - len(asked)))
        made += [_answer(chance, site.id, question, source) for question, source in chosen]
    return made


def _answer(chance: random.Random, site: str, question: Question, source: SourceKind) -> Answer:
    day = LAST_DAY - timedelta(days=chance.randrange(400))
    if chance.random() < 0.1:
        state = chance.choice([AnswerState.UNKNOWN, AnswerState.REFUSED, AnswerState.NO_ANSWER])
        return Answer(site, question.id, source, state, date=day)
    keys, numbers = _choice(chance, question)
    return Answer(site, question.id, source, keys=keys, numbers=numbers, date=day)


def _choice(chance: random.Random, question: Question) -> tuple[tuple[str, ...], tuple[float, ...]]:
    good = [key for key, effects in question.effects() if not effects.signals]
    keys = [key for key, _ in question.effects()]
    if question.type in (QuestionType.CHOICE, QuestionType.MULTI):
        return (chance.choice(good if good and chance.random() < 0.85 else keys),), ()
    if question.type is QuestionType.MATRIX:
        return (question.key_of(2.0, 20.0) or "",), (2.0, 20.0)
    number = float(chance.choice([0, 5, 46, 55, 70]))
    key = question.key_of(number) if question.bands else None
    return ((key,) if key else ()), (number,)
