"""Which questions a supplier's form holds when it may not take longer: the gravest, the core, the likeliest harm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

from duediligence.model.assessment import DECIMALS, SupplierAssessment, Tier
from duediligence.model.questionnaire import Question
from duediligence.model.scales import Scales

GRAVE, NEW_CORE, CORE, OTHER = range(4)
"""How much a form needs a question: an answer can put a supplier in the worst tier; coverage counts it, and it speaks
of an indicator that no core question before it speaks of; coverage counts it; neither."""

Rank: TypeAlias = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Screened:
    """What a supplier's facts say before anyone asks: how likely each indicator is, and whether the whole is low."""

    inherent: Mapping[str, float]
    low: bool = False

    @classmethod
    def of(cls, assessed: SupplierAssessment) -> Screened:
        """What an assessment on facts alone says."""
        return cls(assessed.inherent, assessed.tier is Tier.LOW)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that applies: what it takes to answer, what it hangs on, and what is known of it."""

    question: Question
    minutes: float
    hangs_on: Set[str] = frozenset()
    certain: bool = True
    """Whether it is known to apply; otherwise a fact that decides it is asked on the same form."""
    answered: bool = False


def shortened(candidates: Sequence[Candidate], screened: Screened, scales: Scales) -> Set[str]:
    """The questions that fit: so many minutes, or for a supplier of low risk so many questions.

    Whatever its length, a form holds every question of which an answer makes a supplier critical and, unless the risk
    is low, every core question, for without those nobody can be rated. What is left out comes in a next form, in which
    what was answered takes less time, for it is only confirmed.
    """
    cost = _cost(screened, scales)
    budget = scales.short_form_questions.value if screened.low else scales.form_minutes.value
    ranks = _ranks(candidates, screened, scales)
    needed = GRAVE if screened.low else CORE
    by_id = {candidate.question.id: candidate for candidate in candidates}
    kept: set[str] = set()
    left = float(budget)
    for candidate in sorted(candidates, key=lambda candidate: ranks[candidate.question.id]):
        more = _with_what_it_hangs_on(candidate, by_id) - kept
        price = sum(cost(by_id[id]) for id in more)
        if price <= left or ranks[candidate.question.id][0] <= needed:
            kept |= more
            left -= price
    return kept


def minutes_of(candidates: Iterable[Candidate], scales: Scales) -> float:
    """How long questions take: those that were answered before are only confirmed."""
    return sum(candidate.minutes * _share(candidate, scales) for candidate in candidates)


def _cost(screened: Screened, scales: Scales) -> Callable[[Candidate], float]:
    if screened.low:
        return lambda candidate: _share(candidate, scales)
    return lambda candidate: minutes_of([candidate], scales)


def _share(candidate: Candidate, scales: Scales) -> float:
    return scales.confirming_share.value if candidate.answered else 1.0


def _ranks(candidates: Sequence[Candidate], screened: Screened, scales: Scales) -> dict[str, Rank]:
    """What comes first: by need; of equals what stands first, and of what nothing needs as `_worth` says."""
    needs = _needs([candidate.question for candidate in candidates])
    worth = {c.question.id: _worth(c, screened, scales) for c in candidates if needs[c.question.id] == OTHER}
    return {id: (need, *worth.get(id, ())) for id, need in needs.items()}


def _worth(candidate: Candidate, screened: Screened, scales: Scales) -> Rank:
    """First what is new, then what is known to apply, then what can show the likeliest harm, then controls of it.

    Where the risk is low, no harm stands out, and the questionnaires' own order decides.
    """
    if screened.low:
        return (candidate.answered,)
    likeliest = _shown_by(candidate.question, screened, scales)
    controlled = _at_least_one(screened.inherent.get(indicator, 0.0) for indicator in candidate.question.controls)
    return candidate.answered, not candidate.certain, -likeliest, -controlled


def _needs(questions: Iterable[Question]) -> dict[str, int]:
    seen: set[str] = set()
    needs = {}
    for question in questions:
        new = bool(question.covers() - seen)
        needs[question.id] = GRAVE if _is_grave(question) else OTHER if not question.core else NEW_CORE if new else CORE
        seen |= question.covers() if question.core else frozenset()
    return needs


def _is_grave(question: Question) -> bool:
    """Whether an answer puts a supplier in the worst tier, or says that nobody can be sent there."""
    return any(effects.critical or effects.closes_access for _, effects in question.effects())


def _shown_by(question: Question, screened: Screened, scales: Scales) -> float:
    """How likely an answer shows harm: each indicator's own likelihood, as far as the strongest signal carries."""
    strongest: dict[str, float] = defaultdict(float)
    for signal in (signal for _, effects in question.effects() for signal in effects.signals):
        strength = scales.strengths[signal.strength].value
        strongest[signal.indicator] = max(strongest[signal.indicator], strength)
    return _at_least_one(screened.inherent.get(id, 0.0) * strength for id, strength in strongest.items())


def _at_least_one(chances: Iterable[float]) -> float:
    """Taken together as drivers are; what arithmetic leaves behind decides nothing."""
    return round(1 - prod(1 - chance for chance in chances), DECIMALS)


def _with_what_it_hangs_on(candidate: Candidate, by_id: Mapping[str, Candidate]) -> Set[str]:
    """The question and every question above it whose answer decides whether it is asked."""
    found: set[str] = set()
    ahead: list[str] = [candidate.question.id]
    while ahead:
        id = ahead.pop()
        if id in by_id and id not in found:
            found.add(id)
            ahead += by_id[id].hangs_on
    return found
