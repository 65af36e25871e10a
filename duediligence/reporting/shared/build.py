"""Builds the parts that union and NGO may hold, from actions and content; nothing that people typed is copied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from duediligence.model.assessment import SupplierAssessment
from duediligence.model.base import Text
from duediligence.model.plan import Action
from duediligence.reporting.shared.audience import WorkerSide
from duediligence.reporting.shared.labels import Labels, target
from duediligence.reporting.shared.parts import Round
from duediligence.reporting.shared.rows import SharedAction, SharedMeasure
from duediligence.reporting.shared.words import plain


def shared_actions(
    round: Round, side: WorkerSide, wanted: Callable[[Action], bool], labels: Labels
) -> tuple[SharedAction, ...]:
    """The wanted actions at suppliers, one for each site; people's own actions are their own words, and stay out."""
    suppliers = {s.id: s for s in round.assessment.suppliers}
    return tuple(
        _action(a, suppliers[place], round, side, labels)
        for a in round.plan.actions
        if a.measure in round.content.measures and not a.own_text and wanted(a)
        for place in a.places
        if place in suppliers
    )


def shared_measures(
    actions: Iterable[SharedAction], places: dict[str, Text], with_sites: bool, labels: Labels
) -> tuple[SharedMeasure, ...]:
    """The actions by measure, the first date on top; without sites only where they are and how many."""
    gathered: dict[str, list[SharedAction]] = defaultdict(list)
    for action in actions:
        if not action.closed:
            gathered[action.measure].append(action)
    measures = (_measure(id, members, places, with_sites, labels) for id, members in gathered.items())
    return tuple(sorted(measures, key=lambda m: (m.first_due, m.id)))


def _measure(
    id: str, actions: Sequence[SharedAction], places: dict[str, Text], with_sites: bool, labels: Labels
) -> SharedMeasure:
    declared = labels.content.measures[id]
    where = {places[a.target].en: places[a.target] for a in actions if a.target in places}
    return SharedMeasure(
        id=id,
        number=labels.measure_numbers.get(id, ""),
        text=declared.text,
        horizon=declared.horizon,
        lead=declared.lead,
        support=declared.support,
        closes_with=declared.closes_with,
        kpi=declared.kpi.text if declared.kpi else None,
        first_due=min(a.due for a in actions),
        count=len(actions),
        places=tuple(where[name] for name in sorted(where)),
        actions=tuple(sorted(actions, key=lambda a: (a.due, a.id))) if with_sites else (),
    )


def _action(a: Action, s: SupplierAssessment, round: Round, side: WorkerSide, labels: Labels) -> SharedAction:
    measure = round.content.measures[a.measure]
    return SharedAction(
        id=a.id,
        measure=a.measure,
        measure_number=labels.measure_numbers.get(a.measure, ""),
        subject=plain(s.supplier.name),
        target=target(s.id),
        text=measure.text,
        type=measure.type,
        horizon=a.horizon,
        due=a.due,
        lead=measure.lead,
        support=measure.support,
        closes_with=measure.closes_with,
        state=a.state.value,
        overdue=a.overdue(round.assessment.assessed_on),
        closed=a.closed,
        returned=a.returned,
        repayment=measure.repays and _owed(s, set(side.repayment).intersection(measure.purpose.indicators)),
    )


def _owed(s: SupplierAssessment, signs: Iterable[str]) -> bool:
    """Whether it is established that workers there are owed money; that it may be so is no debt yet."""
    return any(s.indicators[id].established > 0 for id in signs if id in s.indicators)
