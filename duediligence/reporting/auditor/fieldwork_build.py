"""From a drawn sample to the field pack in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duediligence.i18n.formats import show_number, show_score
from duediligence.i18n.texts import LANGUAGES
from duediligence.model.assessment import AskNext, Gate, SupplierAssessment
from duediligence.model.audit import Clash
from duediligence.model.audit_sample import Chance, DocumentAsk, Draw, Fieldwork, GroupQuota, Interviews, SiteVisit
from duediligence.model.base import Text
from duediligence.model.sampling import SamplingRules
from duediligence.reporting.auditor.rows import AuditLabels
from duediligence.reporting.auditor.view import (
    AuditHead,
    ChanceView,
    DocumentView,
    DrawView,
    FieldView,
    GroupView,
    OfficeView,
    QuestionView,
    VisitView,
)
from duediligence.reporting.auditor.words import audit_text
from duediligence.reporting.shared.parts import Round
from duediligence.reporting.shared.words import NOTHING, listed, percent, plain, term

LEAST_DROP = 0.005
"""A drop that shows in whole points."""


def field_view(round: Round, head: AuditHead, fieldwork: Fieldwork, rules: SamplingRules) -> FieldView:
    """The field pack of one sample."""
    suppliers = {s.id: s for s in round.assessment.suppliers}
    labels = AuditLabels.of(round)
    return FieldView(
        head=head,
        chosen=fieldwork.sample.size,
        safety=fieldwork.safety,
        visits=tuple(_visit(visit, suppliers[visit.chance.supplier], rules, labels) for visit in fieldwork.visits),
    )


def office_view(round: Round, head: AuditHead, fieldwork: Fieldwork, rules: SamplingRules) -> OfficeView:
    """What to read before leaving; a prompt that concerns several sites of the sample stands there once."""
    labels = AuditLabels.of(round)
    return OfficeView(
        head=head,
        clashes=tuple(labels.clash(clash) for visit in fieldwork.visits for clash in visit.clashes),
        flags=tuple(dict.fromkeys(labels.flag(flag) for visit in fieldwork.visits for flag in visit.flags)),
        draw=draw_view(fieldwork, rules, labels),
    )


def draw_view(fieldwork: Fieldwork, rules: SamplingRules, labels: AuditLabels) -> DrawView:
    """How the draw was made, and the probability of every site."""
    sample = fieldwork.sample
    counts = {"certain": sample.certain, "risk": sample.by_risk, "random": sample.by_chance}
    total = sum(chance.probability for chance in sample.frame)
    sentences = (
        audit_text("sample.how", sites=len(sample.frame), size=sample.size, **counts),
        audit_text("sample.adds_up", sum=_decimals(total, 3)),
        audit_text("sample.seed", seed=str(sample.seed)),
        *_draws(fieldwork),
        audit_text("sample.frame", digest=fieldwork.frame_digest),
        *_spared(fieldwork, labels),
    )
    frame = tuple(_chance(chance, labels) for chance in sample.frame)
    return DrawView(sentences, tuple(_rules(rules)), frame)


def _draws(fieldwork: Fieldwork) -> Iterator[Text]:
    """Who gave the number and when, and whether somebody drew more than once."""
    draws, chosen = fieldwork.draws_of_frame, {chance.supplier for chance in fieldwork.sample.chosen}
    made = [draw for draw in draws if draw.seed == fieldwork.sample.seed and set(draw.sites) == chosen]
    for draw in made:
        key = "sample.given_by" if draw.given_by else "sample.given_by_nobody"
        yield audit_text(key, who=draw.given_by, day=draw.on)
    outcomes = dict.fromkeys((draw.seed, draw.sites) for draw in draws)
    if len(outcomes) > 1:
        numbers = listed([plain(str(number)) for number, _ in outcomes])
        yield audit_text("sample.drawn_again", count=len(outcomes), numbers=numbers)


def _spared(fieldwork: Fieldwork, labels: AuditLabels) -> Iterator[Text]:
    if fieldwork.spared:
        yield audit_text("sample.spared", sites=listed([plain(labels.site(id).name) for id in fieldwork.spared]))


def _rules(rules: SamplingRules) -> Iterator[tuple[Text, Text]]:
    """Every rule with its reason; none is hidden in code."""
    sites, talks = rules.sites, rules.interviews
    tiers = listed([term("tier", tier) for tier in sites.certain_tiers.value])
    yield audit_text("sample.rule_certain", tiers=tiers), sites.certain_tiers.why or NOTHING
    size = audit_text("sample.rule_size", exponent=_decimals(sites.size_exponent.value, 2))
    yield size, sites.size_exponent.why or NOTHING
    share = audit_text("sample.rule_random", share=percent(sites.random_share.value))
    yield share, sites.random_share.why or NOTHING
    chance, affected = percent(talks.chance.value), percent(talks.affected_share.value)
    yield audit_text("sample.rule_interviews", chance=chance, share=affected), talks.affected_share.why or NOTHING
    weight = _decimals(talks.risk_weight.value, 1)
    group = audit_text("sample.rule_group", least=talks.least_in_group.value, weight=weight)
    yield group, talks.least_in_group.why or NOTHING


def _chance(chance: Chance, labels: AuditLabels) -> ChanceView:
    draw = audit_text(f"sample.{chance.draw.value if chance.draw else 'out'}")
    return ChanceView(
        labels.site(chance.supplier), chance.tier, chance.possible, chance.by_risk, chance.probability, draw
    )


def _visit(visit: SiteVisit, s: SupplierAssessment, rules: SamplingRules, labels: AuditLabels) -> VisitView:
    chance, content = visit.chance, labels.labels
    assert chance.draw is not None  # only chosen sites are visited
    talks = visit.interviews
    return VisitView(
        site=labels.site(s.id),
        country=content.known(s.supplier, "country"),
        tier=chance.tier,
        established=s.established,
        possible=s.possible,
        probability=chance.probability,
        draw=audit_text(f"sample.{chance.draw.value}"),
        why=_why(chance, chance.draw),
        interviews=_interviews(talks),
        total=talks.total,
        workers=talks.workers,
        groups=tuple(_group(quota, rules, labels) for quota in talks.groups),
        questions=(*_asked_again(visit.clashes, labels), *(_question(ask, labels) for ask in visit.questions)),
        documents=tuple(_document(ask, labels) for ask in visit.documents),
        unknown_facts=tuple(map(content.fact, visit.unknown_facts)),
    )


def _why(chance: Chance, draw: Draw) -> Text:
    if draw is Draw.CERTAIN:
        tier, both = term("tier", chance.tier), chance.gate == Gate.BOTH.value
        if both:
            return audit_text("sample.why_gate", gate=term("gate_long", chance.gate))
        return audit_text("sample.why_certain", tier=Text(nl=tier.nl.lower(), en=tier.en.lower()))
    shown = {"possible": show_score(chance.possible), "probability": percent(chance.probability)}
    return audit_text(f"sample.why_{draw.value}", **shown)


def _interviews(talks: Interviews) -> Text:
    if talks.workers is None:
        return audit_text("visit.interviews_unknown", total=talks.total)
    key = "visit.interviews_small" if talks.small else "visit.interviews"
    return audit_text(key, total=talks.total, workers=talks.workers)


def _group(quota: GroupQuota, rules: SamplingRules, labels: AuditLabels) -> GroupView:
    basis = audit_text(f"visit.{quota.basis}")
    fact = next((group.spread for group in rules.groups if group.id == quota.group), None)
    if quota.spread and fact and quota.interviews:
        places = labels.labels.values(labels.labels.content.facts.get(fact), quota.spread)
        spread = audit_text("visit.spread", places=places)
        basis = Text(nl=f"{basis.nl}; {spread.nl}", en=f"{basis.en}; {spread.en}")
    return GroupView(quota.name, quota.interviews, quota.workers, basis)


def _question(ask: AskNext, labels: AuditLabels) -> QuestionView:
    """Where several matters keep a sign open, answering one drops nothing yet: then its own drop is told."""
    now = ask.drop >= LEAST_DROP
    points = (ask.drop if now else ask.potential) * 100
    what = audit_text(f"visit.{'drop' if now else 'later'}", points=str(max(1, round(points))))
    return QuestionView(labels.labels.question(ask.question), ask.respondent, ask.evidence, points, what)


def _asked_again(clashes: Iterable[Clash], labels: AuditLabels) -> Iterator[QuestionView]:
    """The questions on which sources contradict each other, among the others and without saying so."""
    content = labels.labels.content
    for question, evidence in {id: clash.needed for clash in clashes for id in clash.ask}.items():
        respondent = content.form_of[question].respondent.value
        yield QuestionView(labels.labels.question(question), respondent, evidence, 0.0, NOTHING)


def _document(ask: DocumentAsk, labels: AuditLabels) -> DocumentView:
    if ask.named:
        return DocumentView(ask.text, audit_text("visit.named"), named=True)
    signs = [labels.labels.indicator(id) for id in ask.indicators]
    why = audit_text("visit.for_signs", signs=listed(signs, 4)) if signs else NOTHING
    return DocumentView(ask.text, why, named=False)


def _decimals(value: float, decimals: int) -> Text:
    """A number without zeros that say nothing."""
    shown = [show_number(value, language, decimals).rstrip("0").rstrip(".,") for language in LANGUAGES]
    return Text(nl=shown[0], en=shown[1]) if decimals else plain(str(round(value)))
