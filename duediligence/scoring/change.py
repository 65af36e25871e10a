"""What would change a tier (method, section 7): the shortest list of answers that brings a supplier one tier down.

Works on one supplier's values; every row is one of its ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from duediligence.model.assessment import DECIMALS, Gate, SupplierAssessment, Tier
from duediligence.model.content import SectorContent
from duediligence.model.response import UNANSWERED
from duediligence.model.scales import Evidence


@dataclass(frozen=True, slots=True)
class Step:
    """One answer that is needed: on which matter, of which class at least, and why."""

    matter: str
    evidence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """The steps that bring a supplier to a lower tier; `blocked_by` names what no answer can change."""

    steps: tuple[Step, ...] = ()
    blocked_by: tuple[str, ...] = ()


def what_would_change(assessed: SupplierAssessment, content: SectorContent) -> Change:
    """The shortest list of answers after which the first rule that now holds no longer does.

    Where nobody is sent, no step asks for evidence for which somebody would have to go there.
    """
    change = _shortest(assessed, content)
    if not assessed.spared:
        return change
    steps = tuple(step for step in change.steps if not Evidence[step.evidence].on_site)
    return Change(steps, tuple(dict.fromkeys((*change.blocked_by, *_closing(assessed)))))


def _shortest(assessed: SupplierAssessment, content: SectorContent) -> Change:
    if assessed.tier is Tier.CRITICAL:
        return _critical(assessed, content)
    if assessed.tier is Tier.NOT_RATEABLE:
        return Change(tuple(_unanswered_core(assessed, content)))
    if assessed.tier is Tier.LOW:
        return Change()
    limits = content.scales.tiers
    if assessed.tier is Tier.HIGH:
        return _below(assessed, content, limits.high_established.value, limits.high_possible.value)
    return _below(assessed, content, limits.medium_established.value, limits.medium_possible.value)


def _critical(assessed: SupplierAssessment, content: SectorContent) -> Change:
    places = tuple(sorted({row.id for row in assessed.drivers if row.critical}))
    return Change(tuple(_closings(assessed, content, critical_only=True)), places)


def _closing(assessed: SupplierAssessment) -> Iterator[str]:
    """The drivers that close access or may do so, and what the answers that close it are signs of."""
    for reason in (*assessed.closed_by, *assessed.doubted_by):
        kind, _, id = reason.partition(":")
        if kind == "driver":
            yield id
        else:
            rows = (row for row in assessed.answers if row.question == id)
            yield from sorted({signal.indicator for row in rows for signal in row.open_signals})


def _closings(assessed: SupplierAssessment, content: SectorContent, critical_only: bool) -> Iterator[Step]:
    """The evidence that closes each open concern, the strongest class that any of its signals needs."""
    closing = content.scales.closing
    needed: dict[str, Evidence] = {}
    for row in assessed.answers:
        for signal in row.open_signals:
            if signal.critical or not critical_only:
                needed[row.matter] = max(closing.least(signal.dimension), needed.get(row.matter, Evidence.E0))
    for matter, evidence in sorted(needed.items()):
        yield Step(matter, evidence.name, "closes")


def _unanswered_core(assessed: SupplierAssessment, content: SectorContent) -> Iterator[Step]:
    """As many unanswered core questions as the coverage floor still asks for."""
    answered = {row.matter for row in assessed.answers if row.counts and row.state not in UNANSWERED}
    put = {row.matter for row in assessed.matters if row.put} | {row.question for row in assessed.controls}
    core = sorted(q.id for q in content.questions.values() if q.core and content.matter_of[q.id] in put)
    missing = [id for id in core if content.matter_of[id] not in answered]
    floor = content.scales.coverage_floor.value
    needed = next((n for n in range(len(missing) + 1) if len(core) - len(missing) + n >= floor * len(core)), 0)
    for id in missing[:needed]:
        yield Step(id, Evidence.E1.name, "answers_core")


def _below(assessed: SupplierAssessment, content: SectorContent, established: float, possible: float) -> Change:
    too_much = round(assessed.established, DECIMALS) >= established
    if too_much or assessed.gate is not Gate.NONE:
        return Change(tuple(_closings(assessed, content, critical_only=False)))
    return _fewest_answers(assessed, content, possible)


def _fewest_answers(assessed: SupplierAssessment, content: SectorContent, limit: float) -> Change:
    """Tries sets of indicators, the smallest lists of matters first; answers are needed on all matters of each."""
    floors = {i: _floor(assessed, i, content) for i in assessed.indicators}
    movable = [i for i in assessed.indicators if floors[i][0] < assessed.indicators[i].possible]
    best: tuple[int, tuple[Step, ...]] | None = None
    for size in range(1, len(movable) + 1):
        for chosen in combinations(movable, size):
            steps = _united(floors[i][1] for i in chosen)
            if best and len(steps) >= best[0]:
                continue
            values = {i: floors[i][0] if i in chosen else b.possible for i, b in assessed.indicators.items()}
            if round(_norm(values, content.scales.exponent.value), DECIMALS) < limit:
                best = (len(steps), steps)
    if best is None:
        return Change(blocked_by=tuple(sorted(i for i in assessed.indicators if assessed.inherent[i] >= limit)))
    return Change(best[1])


def _floor(assessed: SupplierAssessment, indicator: str, content: SectorContent) -> tuple[float, tuple[Step, ...]]:
    """How low an indicator could come by answers alone, and which answers that takes."""
    reach = _reach_by_matter(content, indicator)
    reducible = content.indicators[indicator].reducible
    rows = [row for row in assessed.matters if row.indicator == indicator and row.put]
    values, steps = [0.0], []
    for row in rows:
        evidence = reach.get(row.matter, Evidence.E0)
        cap = content.scales.caps[evidence.name].value if reducible else 0.0
        reached = (1 - cap) * assessed.inherent[indicator]
        if row.rule == "concern" or reached >= row.possible:
            values.append(row.possible)
        else:
            values.append(reached)
            steps.append(Step(row.matter, evidence.name, "assures"))
    open_value = max(values) if rows else assessed.inherent[indicator]
    floor = (1 - assessed.control_effect[indicator]) * open_value
    return max(floor, assessed.indicators[indicator].established), tuple(steps)


def _reach_by_matter(content: SectorContent, indicator: str) -> Mapping[str, Evidence]:
    found: dict[str, Evidence] = {}
    for question in content.questions.values():
        if any(indicator in effects.no_concern for _, effects in question.effects()):
            respondent = content.form_of[question.id].respondent.value
            evidence = Evidence[content.scales.reach[respondent].value]
            matter = content.matter_of[question.id]
            found[matter] = max(evidence, found.get(matter, Evidence.E0))
    return found


def _united(lists: Iterable[tuple[Step, ...]]) -> tuple[Step, ...]:
    steps: dict[str, Step] = {}
    for step in (step for part in lists for step in part):
        if step.matter not in steps or step.evidence > steps[step.matter].evidence:
            steps[step.matter] = step
    return tuple(steps[matter] for matter in sorted(steps))


def _norm(values: Mapping[str, float], exponent: float) -> float:
    return float(min(1.0, sum(value**exponent for value in values.values()) ** (1 / exponent)))
