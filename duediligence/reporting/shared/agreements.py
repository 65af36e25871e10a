"""Agreements and commitments with where the company stands, and laws with the evidence that this round holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from duediligence.model.agreement import Agreement, AgreementKind, Commitment
from duediligence.model.assessment import AgreementResult, Assessment, CommitmentResult, CommitmentState
from duediligence.model.base import Text
from duediligence.model.content import SectorContent
from duediligence.model.measure import Regulation
from duediligence.model.plan import ActionPlan, ActionState
from duediligence.model.questionnaire import Topic
from duediligence.reporting.shared.labels import target
from duediligence.reporting.shared.parts import (
    AgreementView,
    AskedBy,
    CommitmentView,
    Link,
    PartyView,
    RegulationView,
    Round,
    Step,
    TopicRow,
)
from duediligence.reporting.shared.words import as_text, counted, plain, say

SIDES = ("government", "companies", "unions", "ngos")
DEMANDS = ("required", "expected")
NOT_YET = ("negotiating", "future")
YARDSTICK = "yardstick"
"""What a commitment is to a company that it never bound: something to measure by."""


def agreement_views(round: Round) -> tuple[AgreementView, ...]:
    """Every agreement of the sector that was measured, with all its commitments."""
    names = {s.id: s.supplier.name for s in round.assessment.suppliers}
    declared = round.content.agreements
    return tuple(
        _agreement(declared[result.id], result, names)
        for result in round.assessment.agreements
        if result.id in declared
    )


def regulation_views(round: Round) -> tuple[RegulationView, ...]:
    """Every law of the crosswalk."""
    return tuple(_regulation(law) for law in round.content.regulations)


def topic_rows(round: Round) -> tuple[TopicRow, ...]:
    """What this round shows on each topic, once, with all laws that ask for it."""
    evidence = topic_evidence(round.assessment, round.plan, round.content)
    topics = dict.fromkeys(topic for law in round.content.regulations for topic in law.topics)
    rows = (TopicRow(str(t), evidence[str(t)], tuple(_demands(t, round.content.regulations))) for t in topics)
    return tuple(row for row in rows if row.demands)


def topic_evidence(assessment: Assessment, plan: ActionPlan, content: SectorContent) -> Mapping[str, tuple[Text, ...]]:
    """What this round holds per topic: the company's answers, controls at sites, commitments and actions."""
    topics = {str(topic) for law in content.regulations for topic in law.topics}
    return {topic: tuple(_evidence(topic, assessment, plan, content)) for topic in sorted(topics)}


def _agreement(agreement: Agreement, result: AgreementResult, names: Mapping[str, str]) -> AgreementView:
    declared = {c.id: c for c in agreement.commitments}
    standing = _standing(agreement, result)
    views = (commitment_view(declared[c.id], c, names) for c in result.commitments if c.id in declared)
    commitments = tuple(_as_yardstick(view) if standing else view for view in views)
    parties = ((side, getattr(agreement.parties, side)) for side in SIDES)
    return AgreementView(
        id=agreement.id,
        name=agreement.name,
        kind=agreement.kind.value,
        state=agreement.status.state,
        starts=agreement.status.starts or agreement.status.signed,
        ends=agreement.status.ends,
        checked=agreement.status.checked,
        note=agreement.status.note,
        standing=standing,
        joined=result.joined,
        score=result.score,
        parties=tuple(PartyView(side, tuple(as_text(n) for n in members)) for side, members in parties if members),
        tally=tally(commitments),
        commitments=commitments,
    )


def _standing(agreement: Agreement, result: AgreementResult) -> Text | None:
    """What an agreement is to a company that never took part in it; None where it did, or may have to yet."""
    if result.joined is not None or agreement.kind is AgreementKind.STATUTE or agreement.status.state in NOT_YET:
        return None
    if result.ended:
        return say("commitments.ended_not_joined")
    return say("commitments.not_joined")


def _as_yardstick(view: CommitmentView) -> CommitmentView:
    """Nothing becomes due in an agreement in which the company takes no part."""
    return replace(view, state=YARDSTICK) if view.state == CommitmentState.NOT_DUE.value else view


def tally(commitments: Iterable[CommitmentView]) -> tuple[tuple[str, int], ...]:
    """How many commitments are in each state, without those that nobody is in."""
    counts = Counter(c.state for c in commitments)
    return tuple(
        (state, counts[state]) for state in (*map(str, CommitmentState), YARDSTICK, "private") if counts[state]
    )


def commitment_view(declared: Commitment, result: CommitmentResult, names: Mapping[str, str]) -> CommitmentView:
    """One commitment with its measured value and the suppliers behind it."""
    steps = tuple(Step(year, value, year == result.year) for year, value in sorted(result.schedule.items()))
    return CommitmentView(
        id=declared.id,
        text=declared.text,
        party=declared.party,
        kind=declared.kind,
        state=result.state.value,
        mandatory=declared.mandatory,
        reference=as_text(declared.reference.text),
        threshold=result.threshold,
        not_published=declared.not_published,
        year=result.year,
        steps=steps,
        value=result.value,
        possible_value=result.possible_value,
        numerator=result.numerator,
        denominator=result.denominator,
        suppliers=tuple(Link(plain(names.get(id, id)), target(id)) for id in result.suppliers),
    )


def _demands(topic: Topic, laws: Iterable[Regulation]) -> Iterable[tuple[str, tuple[AskedBy, ...]]]:
    for demand in DEMANDS:
        asked = (law for law in laws if law.topics.get(topic) == demand)
        found = tuple(AskedBy(law.id, law.short, str(law.references.get(topic, ""))) for law in asked)
        if found:
            yield demand, found


def _regulation(law: Regulation) -> RegulationView:
    return RegulationView(
        id=law.id,
        name=law.name,
        short=law.short,
        status=law.status,
        as_of=law.as_of,
        dates=tuple((moment.date, moment.event) for moment in law.dates),
    )


def _evidence(topic: str, assessment: Assessment, plan: ActionPlan, content: SectorContent) -> Iterable[Text]:
    if topic == "mapping":
        yield counted("evidence.register", len(assessment.suppliers))
    if topic == "risk":
        assessed = sum(s.assessed for s in assessment.suppliers)
        yield say("evidence.assessed", count=assessed, total=len(assessment.suppliers))
    about = {id for id, question in content.questions.items() if str(question.topic or "") == topic}
    answered = [row for row in assessment.company_answers if row.question in about]
    if answered:
        yield say("evidence.company", count=sum(row.state == "answered" for row in answered), total=len(answered))
    sites = [s for s in assessment.suppliers if any(c.question in about for c in s.controls)]
    if sites:
        shown = sum(any(c.credit > 0 and c.question in about for c in s.controls) for s in sites)
        yield say("evidence.controls", count=shown, total=len(sites))
    yield from _commitment_evidence(topic, assessment, content)
    yield from _action_evidence(topic, plan, content)


def _commitment_evidence(topic: str, assessment: Assessment, content: SectorContent) -> Iterable[Text]:
    results = [r for a in assessment.agreements for r in a.commitments if r.id in content.commitments]
    about = [r for r in results if topic in map(str, content.commitments[r.id].topics)]
    if about:
        yield say("evidence.commitments", count=sum(r.state is CommitmentState.MET for r in about), total=len(about))


def _action_evidence(topic: str, plan: ActionPlan, content: SectorContent) -> Iterable[Text]:
    measures = {m.id for m in content.measures.values() if topic in map(str, m.purpose.topics) or topic == m.type}
    about = [a for a in plan.actions if a.measure in measures]
    if about:
        yield say("evidence.actions", count=sum(a.state is ActionState.DONE for a in about), total=len(about))
