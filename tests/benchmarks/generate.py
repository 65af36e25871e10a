"""Seeded suppliers and answers of a real sector, in any number."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from duediligence.model.conditions import Scalar
from duediligence.model.content import SectorContent
from duediligence.model.facts import Fact, FactType
from duediligence.model.questionnaire import Question, QuestionType, Respondent
from duediligence.model.response import Answer, AnswerState, SourceKind, Supplier

COUNTRIES = ("NL", "TR", "IN", "BD", "CN", "PK", "PT", "VN", "RO", "MA", "TN", "KH")
CALMER = ("NL", "DE", "PT", "IT", "ES", "FR", "RO", "TR", "IN", "VN")
NUMBERS = (0.0, 5.0, 46.0, 55.0, 70.0)
LAST_DAY = date(2026, 10, 1)


@dataclass(frozen=True)
class Mix:
    """How much is known of suppliers, how many answers worry or say nothing, how often a risk is there, and where."""

    known: float = 0.65
    worry: float = 0.15
    silent: float = 0.1
    risk: float = 0.2
    shares: Sequence[float] = (0.0, 0.1, 0.4, 0.8)
    countries: Sequence[str] = COUNTRIES


HARSH = Mix()
"""Many unknown facts and many concerns: some forty actions a supplier."""
ORDINARY = Mix(known=0.95, worry=0.01, silent=0.03, risk=0.03, shares=(0.0, 0.0, 0.0, 0.05, 0.2), countries=CALMER)
"""What a company of some years in an agreement gets back: mostly good answers, most sites in Europe."""


def suppliers(content: SectorContent, count: int, seed: int = 1, mix: Mix = HARSH) -> list[Supplier]:
    """Suppliers with as many known facts as the mix says; a site's country is always known."""
    chance = random.Random(seed)
    facts = [fact for fact in content.facts.values() if fact.id not in ("id", "name")]
    return [
        Supplier(f"s{index:07}", f"Site {index}", dict(_facts(chance, content, facts, mix))) for index in range(count)
    ]


def _facts(
    chance: random.Random, content: SectorContent, facts: Sequence[Fact], mix: Mix
) -> Iterator[tuple[str, tuple[Scalar, ...]]]:
    for fact in facts:
        value = _value(chance, content, fact, mix)
        if value is not None and (fact.id == "country" or chance.random() < mix.known):
            yield fact.id, value


def _value(chance: random.Random, content: SectorContent, fact: Fact, mix: Mix) -> tuple[Scalar, ...] | None:
    if fact.id == "country":
        return (chance.choice(mix.countries),)
    if fact.id in ("goods", "processes"):
        return (chance.choice(getattr(content.profile.scope, fact.id)),)
    if fact.type is FactType.NUMBER:
        return (float(chance.choice([8, 40, 180, 900])),)
    if fact.type is FactType.SHARE:
        return (chance.choice(mix.shares),)
    if fact.type is FactType.FLAG:
        return (chance.random() < mix.risk,)
    return None


def answers(
    content: SectorContent, sites: Sequence[Supplier], each: int, seed: int = 1, mix: Mix = HARSH
) -> list[Answer]:
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
        made += [_answer(chance, site.id, question, source, mix) for question, source in chosen]
    return made


def _answer(chance: random.Random, site: str, question: Question, source: SourceKind, mix: Mix) -> Answer:
    day = LAST_DAY - timedelta(days=chance.randrange(400))
    if chance.random() < mix.silent:
        state = chance.choice([AnswerState.UNKNOWN, AnswerState.REFUSED, AnswerState.NO_ANSWER])
        return Answer(site, question.id, source, state, date=day)
    keys, numbers = _choice(chance, question, mix)
    return Answer(site, question.id, source, keys=keys, numbers=numbers, date=day)


def _choice(chance: random.Random, question: Question, mix: Mix) -> tuple[tuple[str, ...], tuple[float, ...]]:
    good = [key for key, effects in question.effects() if not effects.signals]
    keys = [key for key, _ in question.effects()]
    if question.type in (QuestionType.CHOICE, QuestionType.MULTI):
        return (chance.choice(good if good and chance.random() >= mix.worry else keys),), ()
    if question.type is QuestionType.MATRIX:
        pair = (0.0, 5.0) if question.key_of(0.0, 5.0) in good else (2.0, 20.0)
        return (question.key_of(*pair) or "",), pair
    fine = [number for number in NUMBERS if question.bands and question.key_of(number) in good]
    number = chance.choice(fine if fine and chance.random() >= mix.worry else NUMBERS)
    key = question.key_of(number) if question.bands else None
    return ((key,) if key else ()), (number,)
