"""What may leave the company: which facts, commitments and actions, and which sites are too small to speak of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from duediligence.model.agreement import Commitment, ShareMeasure
from duediligence.model.assessment import AgreementResult, SupplierAssessment
from duediligence.model.conditions import When
from duediligence.model.content import SectorContent
from duediligence.model.facts import Fact, FactType
from duediligence.reporting.shared.agreements import agreement_views, tally
from duediligence.reporting.shared.audience import AudienceSpec
from duediligence.reporting.shared.parts import AgreementView, CommitmentView, Round

HEAD_COUNTS = (FactType.NUMBER, FactType.SHARE)


def is_small(s: SupplierAssessment, content: SectorContent) -> bool:
    """Whether a site is so small that a number or a remark could point to a worker; an unknown size counts as small."""
    workers = s.supplier.number("workers")
    return workers is None or workers < content.scales.small_site_below.value


def shared_facts(content: SectorContent, spec: AudienceSpec) -> tuple[Fact, ...]:
    """The facts that an audience may see at all; the declaration of a fact is stronger than that of the audience."""
    hidden = {"union": ("company",), "ngo": ("company", "union")}[spec.id]
    listed = content.facts if spec.facts == "all" else [id for id in spec.facts if id in content.facts]
    return tuple(content.facts[id] for id in listed if content.facts[id].private not in hidden)


def safe_at_small_site(fact: Fact) -> bool:
    """Whether a fact is neither a number of people nor text that somebody typed."""
    return fact.type not in (*HEAD_COUNTS, FactType.TEXT) and bool(fact.choices or fact.type is not FactType.MULTI)


def rests_on_private(condition: When, content: SectorContent) -> bool:
    """Whether a condition looks at a fact that only the company may see, or that it shares with the union alone."""
    facts = (content.facts.get(content.fact_ids.get(name, name)) for name in condition.names())
    return any(fact is not None and fact.private for fact in facts)


def shared_agreements(round: Round) -> tuple[AgreementView, ...]:
    """Agreements with the commitments that may be published and joint actions; scores, which add up all, stay out."""
    views = agreement_views(replace(round, assessment=replace(round.assessment, agreements=tuple(_shared(round)))))
    return tuple(_without_score(view, round.content) for view in views)


def _without_score(view: AgreementView, content: SectorContent) -> AgreementView:
    commitments = tuple(_without_private(c, content.commitments[c.id], content) for c in view.commitments)
    return replace(view, score=None, commitments=commitments, tally=tally(commitments))


def _shared(round: Round) -> Iterable[AgreementResult]:
    declared = round.content.commitments
    for result in round.assessment.agreements:
        kept = tuple(c for c in result.commitments if c.id in declared and _may_be_shown(declared[c.id]))
        yield replace(result, commitments=kept)


def _may_be_shown(commitment: Commitment) -> bool:
    return commitment.publish == "public" or commitment.kind == "joint"


def _without_private(view: CommitmentView, declared: Commitment, content: SectorContent) -> CommitmentView:
    """Counts of people and names of suppliers stay out; where the result rests on private facts, all of it does."""
    bare = replace(view, suppliers=(), numerator=None, denominator=None)
    measure = declared.measure
    if not isinstance(measure, ShareMeasure):
        return bare
    private = rests_on_private(measure.where, content) or rests_on_private(measure.among, content)
    if measure.of == "volume" or private:
        return replace(bare, value=None, possible_value=None, state="private", private=True)
    return bare if measure.of == "workers" else replace(bare, numerator=view.numerator, denominator=view.denominator)
