"""The actions and findings of the company's view."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from duediligence.model.assessment import AnswerRow, SupplierAssessment
from duediligence.model.base import Text
from duediligence.model.plan import Action, Reason
from duediligence.model.response import COMPANY
from duediligence.reporting.company.view import ActionView, FindingView, MeasureGroup
from duediligence.reporting.shared.labels import Labels, target
from duediligence.reporting.shared.ledger import answer_view, shown_state
from duediligence.reporting.shared.parts import Link, Round
from duediligence.reporting.shared.words import NOTHING, listed, plain, say, term

NAMED = 3
"""How many of the sites of one action are named; the rest is counted."""

TOLD = ("concern", "closed", "refused")
"""Answers that are findings of their own; what was never answered stands in the list of what to ask next."""


def action_views(round: Round, labels: Labels) -> tuple[ActionView, ...]:
    """All actions in the order of the plan."""
    by_id = {s.id: s for s in round.assessment.suppliers}
    names = {s.id: plain(s.supplier.name) for s in round.assessment.suppliers}
    today = round.assessment.assessed_on
    return tuple(_action(a, by_id.get(a.subject), today, names, labels) for a in round.plan.actions)


def by_subject(actions: Iterable[ActionView]) -> Mapping[str, tuple[ActionView, ...]]:
    """The actions of each supplier by date, those that the company does for many of them included."""
    gathered: dict[str, list[ActionView]] = defaultdict(list)
    for action in actions:
        for place in action.sites or (action.subject_id,):
            reasons = action.reasons_at.get(place, action.reasons)
            gathered[place].append(replace(action, reasons=reasons))
    return {subject: tuple(sorted(views, key=lambda action: action.due)) for subject, views in gathered.items()}


def measure_groups(actions: Iterable[ActionView]) -> tuple[MeasureGroup, ...]:
    """The actions gathered by measure, by the horizon and then the earliest date; finished ones at the end."""
    gathered: dict[str, list[ActionView]] = defaultdict(list)
    for action in actions:
        gathered[action.measure or action.id].append(action)
    groups = (_group(id, sorted(members, key=_by_date)) for id, members in gathered.items())
    return tuple(sorted(groups, key=lambda group: (_by_date(group.actions[0]), group.id)))


def finding_views(suppliers: Iterable[SupplierAssessment], labels: Labels) -> tuple[FindingView, ...]:
    """Concerns, refusals and contradictions of all suppliers, in their order of priority."""
    return tuple(view for s in suppliers for view in (*_findings(s, labels), *_contradictions(s, labels)))


def _action(
    a: Action, supplier: SupplierAssessment | None, today: date, names: Mapping[str, Text], labels: Labels
) -> ActionView:
    measure = labels.content.measures.get(a.measure)
    kpi = measure.kpi.text if measure and measure.kpi else None
    days_left = (a.due - today).days
    return ActionView(
        id=a.id,
        subject_id=a.subject,
        subject=_subject(a, supplier, names),
        sites=a.sites,
        where=tuple(Link(names[id], target(id)) for id in a.sites),
        target=target(a.subject) if supplier else "",
        tier=supplier.tier.value if supplier else "",
        measure=a.measure,
        measure_number=labels.measure_numbers.get(a.measure, ""),
        measure_target=f"p-{a.measure or a.id}",
        text=labels.action(a),
        type=measure.type if measure else "",
        reasons=(*_reasons(a.reasons, labels), *_not_at(a, names)),
        reasons_at={site: _reasons(a.reasons_at(site), labels) for site in a.sites},
        horizon=a.horizon,
        due=a.due,
        days_left=days_left,
        lead=a.lead,
        support=a.support,
        closes_with=a.closes_with,
        kpi=kpi,
        shares_cost=bool(measure and measure.buyer_cost_share),
        state=a.state.value,
        overdue=a.overdue(today),
        soon=not a.closed and 0 <= days_left <= labels.content.scales.soon_days.value,
        owner=a.owner,
        started=a.started,
        done=a.done,
        evidence=a.evidence,
        evidence_class=a.evidence_class,
        notes=a.notes,
        first_seen=a.first_seen,
        planned=a.planned,
        returned=a.returned,
        needed=a.needed,
        closed=a.closed,
        left=a.left(today),
    )


def _group(id: str, actions: list[ActionView]) -> MeasureGroup:
    first = actions[0]
    return MeasureGroup(
        id=id,
        number=first.measure_number,
        target=first.measure_target,
        text=first.text,
        type=first.type,
        horizon=first.horizon,
        lead=first.lead,
        support=first.support,
        closes_with=first.closes_with,
        kpi=first.kpi,
        shares_cost=first.shares_cost,
        actions=tuple(actions),
    )


def _by_date(action: ActionView) -> tuple[bool, date, str]:
    return action.closed, action.due, action.id


def _subject(a: Action, supplier: SupplierAssessment | None, names: Mapping[str, Text]) -> Text:
    if a.sites:
        return listed([names[id] for id in a.sites], NAMED)
    return say("own_company") if a.subject == COMPANY else plain(supplier.supplier.name if supplier else a.subject)


def _reasons(reasons: Iterable[Reason], labels: Labels) -> tuple[Text, ...]:
    unique = {(r.kind, r.ref): r for r in reasons}
    return tuple(labels.reason(reason) for reason in unique.values())


def _not_at(a: Action, names: Mapping[str, Text]) -> tuple[Text, ...]:
    """Where it must not be done, for everybody who reads no further than the row."""
    return (say("actions.not_at", names=listed([names[id] for id in a.not_at])),) if a.not_at else ()


def _findings(s: SupplierAssessment, labels: Labels) -> Iterable[FindingView]:
    for row in s.answers:
        if row.counts and shown_state(row) in TOLD:
            for indicator in _indicators(row, labels):
                yield _finding(s, row, indicator, labels)


def _indicators(row: AnswerRow, labels: Labels) -> tuple[str, ...]:
    if row.signals:
        return tuple(dict.fromkeys(signal.indicator for signal in row.signals))
    return tuple(sorted(labels.covers.get(row.question, ())))


def _finding(s: SupplierAssessment, row: AnswerRow, indicator: str, labels: Labels) -> FindingView:
    view = answer_view(row, labels, indicator)
    return FindingView(
        supplier=Link(plain(s.supplier.name), target(s.id)),
        supplier_id=s.id,
        tier=s.tier.value,
        kind=view.state,
        indicator=labels.indicator(indicator),
        strength=view.strength,
        critical=view.critical,
        question=view.question,
        answer=view.answer,
        source=row.source,
        evidence=row.evidence,
        day=row.date,
        place=view.place,
    )


def _contradictions(s: SupplierAssessment, labels: Labels) -> Iterable[FindingView]:
    for c in s.contradictions:
        yield FindingView(
            supplier=Link(plain(s.supplier.name), target(s.id)),
            supplier_id=s.id,
            tier=s.tier.value,
            kind="contradiction",
            indicator=labels.indicator(c.indicator),
            strength="",
            critical=False,
            question=labels.question(c.matter),
            answer=contradiction_text(c.assuring, c.objecting),
            source="",
            evidence="",
            day=None,
            place="",
        )


def contradiction_text(assuring: tuple[str, ...], objecting: tuple[str, ...]) -> Text:
    """Who assures, and who contradicts it."""
    calm, against = (listed(term("source", source) for source in group) for group in (assuring, objecting))
    return say("contradiction_of", assuring=calm, objecting=against) if assuring or objecting else NOTHING
