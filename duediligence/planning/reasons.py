"""Which measures a supplier or the company needs, and why (method, section 10, steps 1 to 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from duediligence.model.agreement import AnswerMeasure, Commitment
from duediligence.model.assessment import DECIMALS, CommitmentResult, CommitmentState
from duediligence.model.conditions import holds
from duediligence.model.content import SectorContent
from duediligence.model.measure import Measure
from duediligence.model.plan import Reason
from duediligence.planning.readers import facts_and_results
from duediligence.planning.record import Record

Chosen: TypeAlias = tuple[Measure, Reason]

FINDING_OUT = ("information", "governance")
"""Types of measure that settle what is unknown. Where nobody knows whether a commitment is met, practice may be in
order; what is missing is knowledge, so that changing the practice waits until somebody has looked."""

NO_ACCESS = "no_access"
"""The gap where a visit or a talk would put people in danger."""

UNSURE_ACCESS = "unsure_access"
"""The gap where nobody has ruled that out: what sends people waits until it is found out from outside."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The measures by what they are for."""

    by_indicator: Mapping[str, tuple[Measure, ...]]
    preventive: Mapping[str, tuple[Measure, ...]]
    by_gap: Mapping[str, tuple[Measure, ...]]
    by_commitment: Mapping[str, tuple[Measure, ...]]
    by_topic: Mapping[str, tuple[Measure, ...]]


def catalogue(content: SectorContent) -> Catalogue:
    """Sorts the sector's measures by purpose; by topic only those that the company itself leads."""
    measures = [content.measures[id] for id in sorted(content.measures)]
    return Catalogue(
        by_indicator=_by(measures, lambda m: m.purpose.indicators),
        preventive=_by([m for m in measures if m.preventive], lambda m: m.purpose.indicators),
        by_gap=_by(measures, lambda m: m.purpose.gaps),
        by_commitment=_by(measures, lambda m: m.purpose.commitments),
        by_topic=_by([m for m in measures if m.lead == "company"], lambda m: m.purpose.topics),
    )


def for_supplier(record: Record, content: SectorContent, measures: Catalogue, asked: bool) -> Iterator[Chosen]:
    """Everything that one supplier's indicators and gaps ask for; `asked`: it is known that it was sent a form.

    A measure with a condition on facts is left out where the condition is known to fail; where a fact is unknown it is
    chosen for a concern, not for a risk alone. Where nobody may be sent, only what can be done from outside is chosen.
    """
    chosen = _chosen(record, content, measures, asked)
    return _from_outside(list(chosen), record, measures) if record.supplier.spared else chosen


def _chosen(record: Record, content: SectorContent, measures: Catalogue, asked: bool) -> Iterator[Chosen]:
    fact = facts_and_results(record.supplier, content)
    fits = {m.id: holds(m.condition, fact) for m in content.measures.values() if m.condition is not None}
    yield from (pair for pair in _for_concerns(record, measures) if fits.get(pair[0].id, True) is not False)
    yield from (pair for pair in _for_risks(record, content, measures) if fits.get(pair[0].id, True))
    for reason in _gaps(record, content, asked):
        for measure in measures.by_gap.get(reason.ref, ()):
            if fits.get(measure.id, True) is not False:
                yield measure, reason


def _from_outside(chosen: Sequence[Chosen], record: Record, measures: Catalogue) -> Iterator[Chosen]:
    """What can be done without endangering anybody; a sign whose measures give way has those for such a site."""
    access = NO_ACCESS if record.supplier.closed_by else UNSURE_ACCESS
    outside = [(measure, reason) for measure, reason in chosen if measure.from_outside]
    answered = {reason.ref for _, reason in outside if reason.kind == "indicator"}
    yield from outside
    for reason in dict.fromkeys(reason for _, reason in chosen):
        established = reason.kind == "indicator" and record.supplier.indicators[reason.ref].established > 0
        if established and reason.ref not in answered:
            yield from ((measure, reason) for measure in measures.by_gap.get(access, ()))


def for_company(results: Iterable[CommitmentResult], content: SectorContent, measures: Catalogue) -> Iterator[Chosen]:
    """The company's own measures for its commitments that are due and not met, partly met or unknown."""
    for result in results:
        commitment = content.commitments.get(result.id)
        if commitment is not None and commitment.party == "company":
            yield from _for_commitment(commitment, result.state, measures)


def _for_concerns(record: Record, measures: Catalogue) -> Iterator[Chosen]:
    """Step 1: what is established at all asks for every measure for it; protection comes first by its horizon."""
    for indicator, interval in record.supplier.indicators.items():
        if not interval.established > 0:
            continue
        told = indicator in record.told_by_others
        for question in record.concerns.get(indicator, ("",)):
            reason = Reason("indicator", indicator, question)
            for measure in measures.by_indicator.get(indicator, ()):
                if told or not measure.told_by_others:
                    yield measure, reason


def _for_risks(record: Record, content: SectorContent, measures: Catalogue) -> Iterator[Chosen]:
    """Steps 2 and 4: risk without a concern; a critical driver that is known to hold is risk enough at any level."""
    settling = _settling_questions(record, content)
    critical = {row.indicator for row in record.supplier.drivers if row.critical and not row.unknown_facts}
    for indicator, interval in record.supplier.indicators.items():
        at_risk = content.scales.asks_prevention(interval.possible) or indicator in critical
        if interval.established > 0 or indicator in record.concerns or not at_risk:
            continue
        reason = Reason("indicator", indicator, settling.get(indicator, ""))
        for measure in measures.preventive.get(indicator, ()):
            yield measure, reason


def _settling_questions(record: Record, content: SectorContent) -> dict[str, str]:
    """By indicator the question that would narrow the supplier's bounds most."""
    found: dict[str, str] = {}
    for ask in record.supplier.ask_next:
        matter = content.matter_of.get(ask.question, ask.question)
        for indicator in record.put.get(matter, ()):
            found.setdefault(indicator, ask.question)
    return found


def _gaps(record: Record, content: SectorContent, asked: bool) -> Iterator[Reason]:
    supplier, floor = record.supplier, content.scales.coverage_floor.value
    if supplier.closed_by:
        yield Reason("gap", NO_ACCESS)
    elif supplier.doubted_by:
        yield Reason("gap", UNSURE_ACCESS)
    silent = not supplier.assessed and supplier.answer_by is None
    if silent and not supplier.closed_by:  # where the state imposes the labour, whoever answers may be in danger
        yield Reason("gap", "no_response" if asked else "not_asked")
    if supplier.assessed and supplier.coverage is not None and round(supplier.coverage, DECIMALS) < floor:
        yield Reason("gap", "low_coverage")
    for question in record.refused:
        yield Reason("gap", "refused", question)
    for contradiction in supplier.contradictions:
        yield Reason("gap", "contradiction", contradiction.matter)
    for fact in supplier.unknown_facts:
        yield Reason("gap", "unknown_facts", fact)


def _for_commitment(commitment: Commitment, state: CommitmentState, measures: Catalogue) -> Iterator[Chosen]:
    """Step 3: measures that name the commitment, and those that name a topic of it."""
    if state in (CommitmentState.MET, CommitmentState.NOT_DUE):
        return
    question = commitment.measure.question if isinstance(commitment.measure, AnswerMeasure) else ""
    named = measures.by_commitment.get(commitment.id, ())
    reason = Reason("commitment", commitment.id, question)
    chosen: list[Chosen] = [(measure, reason) for measure in named]
    for topic in sorted(commitment.topics):
        for measure in measures.by_topic.get(topic, ()):
            chosen += [(measure, reason), (measure, Reason("topic", topic.value))]
    unknown = state is CommitmentState.UNKNOWN
    yield from (pair for pair in chosen if not unknown or pair[0].type in FINDING_OUT)


def _by(measures: Iterable[Measure], purpose: Callable[[Measure], Iterable[str]]) -> dict[str, tuple[Measure, ...]]:
    found: dict[str, list[Measure]] = {}
    for measure in measures:
        for key in dict.fromkeys(purpose(measure)):
            found.setdefault(str(key), []).append(measure)
    return {key: tuple(values) for key, values in found.items()}
