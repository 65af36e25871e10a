"""The plan of one round: one action per subject and measure, with every reason for it (method, section 10)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TypeAlias

from duediligence.model.assessment import Assessment
from duediligence.model.content import SectorContent
from duediligence.model.measure import HORIZONS, Measure
from duediligence.model.plan import Action, ActionPlan, Reason
from duediligence.model.response import COMPANY, Supplier
from duediligence.planning.ids import action_id
from duediligence.planning.reasons import NO_ACCESS, UNSURE_ACCESS, catalogue, for_company, for_supplier
from duediligence.planning.record import records
from duediligence.planning.together import Need, gathered

ASKED_FACT = "asked"
"""The fact of the register that says whether the supplier was sent a form."""

_KINDS = ("indicator", "commitment", "topic", "gap")

Order: TypeAlias = tuple[bool, int, int, int, bool, float, str]
Turn: TypeAlias = tuple[int, int]
FIRST: Turn = (0, 1)


def choose_plan(
    content: SectorContent, assessment: Assessment, asked: Collection[str] = (), apart: Collection[str] = ()
) -> ActionPlan:
    """Every action that the assessment asks for, protection of people first; `asked`: who was sent a form.

    What the register says of that goes before `asked`; whoever is in neither is not said to have been silent.
    Agreements that have ended still ask for their measures: the commitment stands, and its agreement shows its end.
    Actions whose ids are in `apart` stay with their own site, though others do the same in one go.
    """
    wanted: dict[tuple[str, str], set[Reason]] = {}
    for subject, measure, reason in _chosen(content, assessment, asked):
        wanted.setdefault((subject, measure.id), set()).add(reason)
    needs = gathered(wanted, content, assessment, apart)
    turns = _turns(needs)
    actions = [_action(assessment, content, need, turns.get((need.subject, need.measure), FIRST)) for need in needs]
    place = {supplier.id: supplier.priority for supplier in assessment.suppliers}
    return ActionPlan(assessment.assessed_on, tuple(sorted(actions, key=_order(content, place))))


def _turns(needs: Iterable[Need]) -> Mapping[tuple[str, str], Turn]:
    """By supplier and measure at which turn, of how many; needs come in the order of the suppliers' priority."""
    queues: dict[str, list[str]] = {}
    for need in needs:
        if need.subject != COMPANY:
            queues.setdefault(need.measure, []).append(need.subject)
    return {(site, id): (turn, len(queue)) for id, queue in queues.items() for turn, site in enumerate(queue)}


def _chosen(
    content: SectorContent, assessment: Assessment, asked: Collection[str]
) -> Iterator[tuple[str, Measure, Reason]]:
    measures = catalogue(content)
    for record in records(content, assessment.suppliers):
        for measure, reason in for_supplier(record, content, measures, _was_asked(record.supplier.supplier, asked)):
            yield record.id, measure, reason
    for agreement in assessment.agreements:
        for measure, reason in for_company(agreement.commitments, content, measures):
            yield COMPANY, measure, reason


def _was_asked(supplier: Supplier, asked: Collection[str]) -> bool:
    said = supplier.facts.get(ASKED_FACT)
    return bool(said[0]) if said else supplier.id in asked


def _action(assessment: Assessment, content: SectorContent, need: Need, turn: Turn) -> Action:
    measure = content.measures[need.measure]
    due = assessment.assessed_on + timedelta(days=_days(measure, content, *turn))
    return Action(
        id=action_id(assessment.company, need.subject, measure.id),
        subject=need.subject,
        measure=measure.id,
        reasons=_sorted(need.reasons),
        horizon=measure.horizon,
        due=due,
        lead=measure.lead,
        support=measure.support,
        closes_with=measure.closes_with,
        first_seen=assessment.assessed_on,
        not_at=_spared(assessment) if need.subject == COMPANY and not need.sites and measure.sends_people else (),
        sites=tuple(need.sites),
        site_reasons=tuple(map(_sorted, need.sites.values())),
        planned=due,
    )


def _sorted(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda r: (_KINDS.index(r.kind), r.ref, r.question)))


def _days(measure: Measure, content: SectorContent, turn: int, times: int) -> int:
    """Days until a measure is due at the site whose turn it is: its own number first, the last of its horizon last.

    What protects people now is not spread: it is due everywhere at once.
    """
    latest = content.scales.latest_days.get(measure.horizon)
    room = max(0, latest.value - measure.days) if latest else 0
    return measure.days + room * turn // times


def _spared(assessment: Assessment) -> tuple[str, ...]:
    return tuple(supplier.id for supplier in assessment.suppliers if supplier.spared)


def _order(content: SectorContent, place: Mapping[str, int]) -> Callable[[Action], Order]:
    """What protects people now, then by the supplier's priority (the company after its suppliers) and horizon.

    Of what is due on the same day, what keeps people away from where they bring danger comes first, then what answers
    the gravest sign: papers before overtime.
    """
    last = max(place.values(), default=0) + 1

    def key(action: Action) -> Order:
        days = content.measures[action.measure].days
        later = action.horizon != HORIZONS[0]
        return (
            later,
            min(place.get(id, last) for id in action.places),
            HORIZONS.index(action.horizon),
            days,
            not any(reason.ref in (NO_ACCESS, UNSURE_ACCESS) for reason in action.reasons if reason.kind == "gap"),
            -max((content.indicators[r.ref].scale for r in action.reasons if r.kind == "indicator"), default=0.0),
            action.id,
        )

    return key
