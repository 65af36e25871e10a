"""The laws of the method (section 8), on random suppliers and answers of the mini sector.

Each law compares pairs of suppliers that differ in one thing; a run scores hundreds of pairs at once. Where the
method's own rules limit a law (a newer answer replaces an older one, the highest class decides on a control), the
law is stated with that limit.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.model.questionnaire import Question
from duediligence.model.response import Answer, AnswerState, SourceKind, Supplier
from duediligence.model.scales import LEVELS
from duediligence.model.sector import Driver
from duediligence.scoring.score import score
from duediligence.tables.facts import facts_table
from duediligence.tables.responses import response_table
from tests import mini

PAIRS = 60
NOISE = 1e-9
SEEDS = st.integers(min_value=0, max_value=10_000)
LAWFUL = settings(max_examples=6, deadline=None, derandomize=True)

Pair = tuple[mini.Bounds, mini.Bounds]
Change = Callable[[random.Random, Supplier, list[Answer]], list[Answer] | None]


def pairs(seed: int, change: Change) -> list[Pair]:
    """The bounds of random suppliers before and after a change; suppliers that it does not fit are left out."""
    chance = random.Random(seed)
    suppliers: list[Supplier] = []
    answers: list[Answer] = []
    for index in range(PAIRS):
        before = mini.random_supplier(chance, f"a{index:03}")
        given_answers = [mini.random_answer(chance, before.id) for _ in range(chance.choice([0, 1, 2, 4]))]
        changed = change(chance, before, given_answers)
        if changed is not None:
            after = replace(before, id=f"b{index:03}")
            suppliers += [before, after]
            answers += [*given_answers, *(replace(answer, supplier=after.id) for answer in changed)]
    bounds = mini.bounds_of(mini.assess(suppliers, answers))
    return [(bounds[s.id], bounds[f"b{s.id[1:]}"]) for s in suppliers if s.id.startswith("a")]


def never_lower(before: mini.Bounds, after: mini.Bounds, part: int) -> bool:
    return all(after.indicators[i][part] >= before.indicators[i][part] - NOISE for i in before.indicators)


@given(SEEDS)
@LAWFUL
def test_law_1_adding_a_concern_never_lowers_established_or_possible(seed: int) -> None:
    def add_concern(chance: random.Random, supplier: Supplier, answers: list[Answer]) -> list[Answer] | None:
        answer = pure(chance, supplier, answers, concern=True)
        return [*answers, answer] if answer else None

    for before, after in pairs(seed, add_concern):
        assert never_lower(before, after, part=0)
        assert never_lower(before, after, part=1)
        assert after.possible >= before.possible - NOISE


@given(SEEDS)
@LAWFUL
def test_law_2_an_assurance_in_place_of_silence_never_raises_possible(seed: int) -> None:
    def assure(chance: random.Random, supplier: Supplier, answers: list[Answer]) -> list[Answer] | None:
        answer = pure(chance, supplier, answers, concern=False)
        return [*answers, answer] if answer else None

    for before, after in pairs(seed, assure):
        assert never_lower(after, before, part=1)


@given(SEEDS)
@LAWFUL
def test_law_3_deleting_an_answer_never_lowers_possible_unless_it_objected(seed: int) -> None:
    def delete(chance: random.Random, supplier: Supplier, answers: list[Answer]) -> list[Answer] | None:
        plain = [answer for answer in once_each(answers) if is_plain(answer) and not objects(answer)]
        answers[:] = once_each(answers)
        return [answer for answer in answers if answer is not chance.choice(plain)] if plain else None

    for before, after in pairs(seed, delete):
        assert never_lower(before, after, part=1)


@given(SEEDS)
@LAWFUL
def test_law_4_a_critical_concern_stays_critical_until_it_is_closed(seed: int) -> None:
    def add_weak_evidence(chance: random.Random, supplier: Supplier, answers: list[Answer]) -> list[Answer] | None:
        answers.append(Answer(supplier.id, "papers", SourceKind.SUPPLIER, keys=("held",), date=date(2026, 1, 1)))
        later = replace(mini.random_answer(chance, supplier.id), source=SourceKind.ANNOUNCED_AUDIT)
        own_word = Answer(supplier.id, "papers", SourceKind.SUPPLIER, keys=("own",), date=date(2026, 3, 1))
        return [*(a for a in answers if a.source not in CLOSING or a.question == "papers"), later, own_word]

    for _, after in pairs(seed, add_weak_evidence):
        assert after.tier == "critical"


def test_law_4_only_strong_later_evidence_closes() -> None:
    held = Answer("s", "papers", SourceKind.SUPPLIER, keys=("held",), date=date(2026, 1, 1))
    visit = Answer("s", "sv_papers", SourceKind.UNANNOUNCED_AUDIT, keys=("own",), date=date(2026, 2, 1))
    workers = Answer("s", "wi_papers", SourceKind.WORKER_INTERVIEWS, keys=("own",), date=date(2026, 2, 1))
    early = replace(workers, date=date(2025, 12, 1))
    supplier = Supplier("s", "s", {"country": ("NO",), "workers": (30.0,)})

    def tier(*answers: Answer) -> str:
        return mini.bounds_of(mini.assess([supplier], answers))["s"].tier

    assert tier(held) == "critical"
    assert tier(held, visit) == "critical"
    assert tier(held, early) == "critical"
    assert tier(held, workers) != "critical"


@given(SEEDS)
@LAWFUL
def test_law_5_established_lies_below_possible_within_0_and_1(seed: int) -> None:
    for before, _ in pairs(seed, lambda chance, supplier, answers: answers):
        for established, possible in (*before.indicators.values(), (before.established, before.possible)):
            assert 0 <= established <= possible + NOISE <= 1 + 2 * NOISE


@given(SEEDS)
@LAWFUL
def test_law_6_order_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)
    suppliers = [mini.random_supplier(chance, f"s{index:03}") for index in range(PAIRS)]
    answers = [mini.random_answer(chance, s.id) for s in suppliers for _ in range(3)]
    first = mini.bounds_of(mini.assess(suppliers, answers))
    chance.shuffle(suppliers)
    chance.shuffle(answers)
    second = mini.bounds_of(mini.assess(suppliers, answers))
    for id, bounds in first.items():
        assert second[id].tier == bounds.tier
        assert second[id].possible == pytest.approx(bounds.possible, abs=NOISE)


@given(SEEDS)
@LAWFUL
def test_law_7_stronger_evidence_for_the_same_assurance_never_raises_possible(seed: int) -> None:
    def show_document(chance: random.Random, supplier: Supplier, answers: list[Answer]) -> list[Answer] | None:
        answer = pure(chance, supplier, answers, concern=False)
        if answer is None:
            return None
        own_word = replace(answer, source=SourceKind.SUPPLIER, document_seen=False)
        answers[:] = [a for a in answers if matter(a) != matter(answer) or a.source is not SourceKind.SUPPLIER]
        answers.append(own_word)
        return [*answers[:-1], replace(own_word, document_seen=True)]

    for before, after in pairs(seed, show_document):
        assert never_lower(after, before, part=1)


@given(SEEDS)
@LAWFUL
def test_law_8_raising_a_drivers_level_never_lowers_possible(seed: int) -> None:
    chance = random.Random(seed)
    suppliers = [mini.random_supplier(chance, f"s{index:03}") for index in range(PAIRS)]
    answers = [mini.random_answer(chance, s.id) for s in suppliers for _ in range(2)]
    raised = replace(mini.content(), drivers=tuple(_one_level_up(d) for d in mini.content().drivers))
    facts = facts_table(mini.ENGINE, suppliers, raised)
    higher = mini.bounds_of(score(mini.ENGINE, facts, response_table(mini.ENGINE, answers, raised), raised))
    for id, bounds in mini.bounds_of(mini.assess(suppliers, answers)).items():
        assert never_lower(bounds, higher[id], part=1)


CLOSING = (SourceKind.UNANNOUNCED_AUDIT, SourceKind.WORKER_INTERVIEWS, SourceKind.UNION_MONITORING)


def pure(chance: random.Random, supplier: Supplier, answers: Sequence[Answer], concern: bool) -> Answer | None:
    """An answer that only objects, or only assures, on a matter of which nobody has spoken yet."""
    spoken = {matter(answer) for answer in answers}
    found = [
        Answer(supplier.id, question.id, chance.choice(mini.SOURCES), keys=(key,), date=chance.choice(mini.DAYS))
        for question in mini.content().questions.values()
        if mini.content().matter_of[question.id] not in spoken and not feeds_a_condition(question)
        for key, effects in question.effects()
        if effects.credit is None and bool(effects.signals) is concern and bool(effects.no_concern) is not concern
    ]
    return chance.choice(found) if found else None


def feeds_a_condition(question: Question) -> bool:
    conditions = [q.ask_when for q in mini.content().questions.values() if q.ask_when]
    return any(question.id in condition.questions() for condition in conditions)


def once_each(answers: Sequence[Answer]) -> list[Answer]:
    """At most one answer of a kind of source on a matter, and no answer that leaves the sum."""
    first = {(matter(a), a.source): a for a in answers if a.state is not AnswerState.NOT_APPLICABLE}
    return list(first.values())


def is_plain(answer: Answer) -> bool:
    """Neither a control's answer nor one on which another question depends."""
    question = mini.content().questions[answer.question]
    credits = any(effects.credit is not None for _, effects in question.effects())
    return not credits and not feeds_a_condition(question)


def objects(answer: Answer) -> bool:
    effects = dict(mini.content().questions[answer.question].effects())
    return answer.state is AnswerState.REFUSED or any(effects[key].signals for key in answer.keys)


def matter(answer: Answer) -> str:
    return mini.content().matter_of[answer.question]


def _one_level_up(driver: Driver) -> Driver:
    raises = {i: LEVELS[min(LEVELS.index(level) + 1, 3)] for i, level in driver.raises.items()}
    return driver.model_copy(update={"raises": raises})
