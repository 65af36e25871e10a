"""The plan of one round: one action per subject and measure, with every reason for it (method, section 10)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import TypeAlias

from duediligence.model.assessment import Assessment
from duediligence.model.content import SectorContent
from duediligence.model.measure import Measure
from duediligence.model.plan import Action, ActionPlan, Reason
from duediligence.model.response import COMPANY, Supplier
from duediligence.planning.reasons import catalogue, for_company, for_supplier
from duediligence.planning.record import records

ASKED_FACT = "asked"
"""The fact of the register that says whether the supplier was sent a form."""

HORIZONS = ("immediate", "short", "long")
_KINDS = ("indicator", "commitment", "topic", "gap")
_ID_DIGITS = 10

Order: TypeAlias = tuple[bool, int, int, int, str]


def choose_plan(content: SectorContent, assessment: Assessment, asked: Collection[str] = ()) -> ActionPlan:
    """Every action that the assessment asks for, protection of people first; `asked`: who was sent a form.

    What the register says of that goes before `asked`; whoever is in neither is not said to have been silent.
    Agreements that have ended still ask for their measures: the commitment stands, and its agreement shows its end.
    """
    reasons: dict[tuple[str, str], set[Reason]] = {}
    for subject, measure, reason in _chosen(content, assessment, asked):
        reasons.setdefault((subject, measure.id), set()).add(reason)
    place = {supplier.id: supplier.priority for supplier in assessment.suppliers}
    actions = [
        _action(assessment, subject, content.measures[measure], why) for (subject, measure), why in reasons.items()
    ]
    return ActionPlan(assessment.assessed_on, tuple(sorted(actions, key=_order(content, place))))


def action_id(company: str, subject: str, measure: str) -> str:
    """The same for the same company, subject and measure, in every round and on every machine."""
    digest = sha256("\x1f".join((company, subject, measure)).encode()).hexdigest()
    return f"a{digest[:_ID_DIGITS]}"


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


def _action(assessment: Assessment, subject: str, measure: Measure, reasons: set[Reason]) -> Action:
    return Action(
        id=action_id(assessment.company, subject, measure.id),
        subject=subject,
        measure=measure.id,
        reasons=tuple(sorted(reasons, key=lambda r: (_KINDS.index(r.kind), r.ref, r.question))),
        horizon=measure.horizon,
        due=assessment.assessed_on + timedelta(days=measure.days),
        lead=measure.lead,
        support=measure.support,
        closes_with=measure.closes_with,
        first_seen=assessment.assessed_on,
        not_at=_closed(assessment) if subject == COMPANY and measure.sends_people else (),
    )


def _closed(assessment: Assessment) -> tuple[str, ...]:
    return tuple(supplier.id for supplier in assessment.suppliers if supplier.closed_by)


def _order(content: SectorContent, place: Mapping[str, int]) -> Callable[[Action], Order]:
    """What protects people now, then by the supplier's priority (the company after its suppliers) and horizon."""
    last = max(place.values(), default=0) + 1

    def key(action: Action) -> Order:
        days = content.measures[action.measure].days
        later = action.horizon != HORIZONS[0]
        return later, place.get(action.subject, last), HORIZONS.index(action.horizon), days, action.id

    return key
