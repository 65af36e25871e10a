"""Builds the NGO's view from one round: counts by country, published commitments, and what joint action needs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from duediligence.model.assessment import SupplierAssessment
from duediligence.model.base import Text
from duediligence.reporting.ngo.view import NgoView, PublicSite
from duediligence.reporting.shared.audience import AudienceSpec
from duediligence.reporting.shared.build import shared_actions, shared_measures
from duediligence.reporting.shared.counts import indicator_lines, is_urgent, shown_tiers, tier_lines
from duediligence.reporting.shared.disclosure import is_small, shared_agreements
from duediligence.reporting.shared.frame import frame
from duediligence.reporting.shared.labels import Labels, target
from duediligence.reporting.shared.led import NAMED, led_items
from duediligence.reporting.shared.parts import Link, NowItem, Round
from duediligence.reporting.shared.rows import PlaceLine, PlaceSign, SharedMeasure
from duediligence.reporting.shared.unknown import is_silent, unknown_sentences
from duediligence.reporting.shared.words import counted, country, listed, placed, say, term, without_stop

ROLE = "ngo"


def ngo_view(round: Round, spec: AudienceSpec) -> NgoView:
    """What may be published, and the joint actions."""
    labels = Labels(round.content)
    ranked = round.assessment.ranked
    published = round.workspace.company.publishes_sites
    groups = _groups(ranked, spec.smallest_group)
    places = {target(s.id): name for name, members in groups for s in members}
    joint = shared_actions(round, spec.worker_side, lambda a: ROLE in (a.lead, *a.support), labels)
    measures = shared_measures(joint, places, with_sites=published, labels=labels)
    agreements = shared_agreements(round)
    sites = tuple(_site(s, labels) for s in ranked) if published else ()
    return NgoView(
        frame=frame(round, spec, round.manifest.without_inputs()),
        now=tuple(_now(sites, ranked, measures, round)),
        lead=_lead(ranked, measures, round),
        unknown=unknown_sentences(ranked, agreements, round.content.scales),
        tiers=tier_lines(ranked, None),
        indicators=indicator_lines(ranked, labels),
        places=tuple(_place(name, members, labels) for name, members in groups),
        sites=sites,
        measures=measures,
        agreements=agreements,
    )


def _groups(suppliers: Sequence[SupplierAssessment], least: int) -> list[tuple[Text, list[SupplierAssessment]]]:
    """Suppliers by country. Countries with too few of them go together; so does one more, if what goes together
    would still be too few, since what was left out must not follow from the total."""
    by_code: dict[str, list[SupplierAssessment]] = defaultdict(list)
    for s in suppliers:
        by_code[(s.supplier.words("country") or ("",))[0]].append(s)
    largest_first = sorted(by_code.items(), key=lambda item: (-len(item[1]), item[0]))
    shown = [(code, members) for code, members in largest_first if len(members) >= least and code]
    rest = [s for code, members in largest_first if (code, members) not in shown for s in members]
    while rest and len(rest) < least and shown:
        rest += shown.pop()[1]
    groups = [(country(code), members) for code, members in shown]
    return [*groups, (say("other_countries"), rest)] if len(rest) >= least else groups


def _place(name: Text, members: Sequence[SupplierAssessment], labels: Labels) -> PlaceLine:
    counts = Counter(s.tier for s in members)
    lines = indicator_lines(members, labels)
    signs = (
        PlaceSign(line.name, line.established, line.possible) for line in lines if line.established or line.possible
    )
    return PlaceLine(
        name=name,
        sites=len(members),
        tiers=tuple((tier.value, counts[tier]) for tier in shown_tiers() if counts[tier]),
        signs=tuple(sorted(signs, key=lambda sign: (-sign.established, -sign.possible, sign.name.en))),
    )


def _site(s: SupplierAssessment, labels: Labels) -> PublicSite:
    small = is_small(s, labels.content)
    open_signs = [(bounds, id) for id, bounds in s.indicators.items() if labels.content.scales.in_play(bounds)]
    strongest = sorted(open_signs, key=lambda sign: (-sign[0].established, -sign[0].possible, sign[1]))
    signs = [labels.indicator(id) for _, id in strongest]
    return PublicSite(
        id=s.id,
        name=s.supplier.name,
        target=target(s.id),
        country=labels.known(s.supplier, "country"),
        activity=labels.known(s.supplier, "processes"),
        tier=s.tier.value,
        signs=() if small else tuple(signs),
    )


def _lead(suppliers: Sequence[SupplierAssessment], measures: Sequence[SharedMeasure], round: Round) -> Text:
    urgent = sum(is_urgent(s, round.content.scales) for s in suppliers)
    return say(
        "lead.urgent",
        sites=counted("lead.sites", urgent, total=len(suppliers)),
        actions=counted("lead.ngo_actions", len(measures), leading=sum(m.lead == ROLE for m in measures)),
    )


def _now(
    sites: Sequence[PublicSite],
    suppliers: Sequence[SupplierAssessment],
    measures: Sequence[SharedMeasure],
    round: Round,
) -> Iterable[NowItem]:
    """Sites of a published list that cannot wait, what the NGO leads, and in what it is needed soon."""
    urgent = [site for site in sites if site.tier == "critical"]
    for site in urgent[:NAMED]:
        why = say("why.possible_or_shown", signs=listed(site.signs, 3)) if site.signs else term("tier_long", site.tier)
        yield NowItem("urgent", placed(site.name, site.country), why, target=site.target)
    yield from led_items(measures, ROLE, round.assessment.assessed_on)
    yield from _needed_soon(measures, round)
    silent = sum(is_silent(s) for s in suppliers)
    if silent:
        yield NowItem("silent", counted("now.silent", silent), say("now.silent_ngo"))


def _needed_soon(measures: Sequence[SharedMeasure], round: Round) -> Iterable[NowItem]:
    """The measures that others lead with the NGO at their side, as far as they are late or nearly due."""
    until = round.assessment.assessed_on + timedelta(days=round.content.scales.soon_days.value)
    soon = [m for m in measures if m.lead != ROLE and m.first_due <= until]
    if soon:
        links = tuple(Link(without_stop(measure.text), measure.number) for measure in soon[:NAMED])
        yield NowItem("joint", counted("now.joint", len(soon)), say("now.joint_text"), links, "joint")
