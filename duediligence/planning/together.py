"""One action for many sites: so that a plan of two dozen sites is one that people can act on.

What was found at a site is answered at that site. Two kinds of measure are gathered into one action of the company,
with the sites named in it: those that are done once for all by nature (`together` in the content: a training, a
purchasing rule, a round of calls), and prevention where nothing was found. Whoever worked on such a measure at one
site already keeps that action (`apart`), so that nothing that was typed changes its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from duediligence.model.assessment import Assessment, SupplierAssessment
from duediligence.model.content import SectorContent
from duediligence.model.plan import Reason
from duediligence.model.response import COMPANY
from duediligence.planning.ids import action_id

Wanted: TypeAlias = Mapping[tuple[str, str], Collection[Reason]]


@dataclass(slots=True)
class Need:
    """A measure that one subject needs; `sites` are those for which the company does it in one go, and why."""

    subject: str
    measure: str
    reasons: set[Reason] = field(default_factory=set)
    sites: dict[str, Collection[Reason]] = field(default_factory=dict)


def gathered(
    wanted: Wanted, content: SectorContent, assessment: Assessment, apart: Collection[str] = ()
) -> tuple[Need, ...]:
    """The needs of all subjects in the order in which they are wanted, those of many sites as one."""
    suppliers = {supplier.id: supplier for supplier in assessment.suppliers}
    needs: dict[tuple[str, str], Need] = {}
    for (subject, measure), reasons in wanted.items():
        joint = subject != COMPANY and action_id(assessment.company, subject, measure) not in apart
        joint = joint and (content.measures[measure].together or _by_risk_alone(suppliers[subject], reasons))
        whose = COMPANY if joint else subject
        need = needs.setdefault((whose, measure), Need(whose, measure))
        need.reasons.update(reasons)
        need.sites |= {subject: reasons} if joint else {}
    return tuple(needs.values())


def _by_risk_alone(supplier: SupplierAssessment, reasons: Iterable[Reason]) -> bool:
    """Whether nothing was found behind it; a place or programme that is critical by itself counts as found."""
    critical = {row.indicator for row in supplier.drivers if row.critical and not row.unknown_facts}
    return all(
        reason.kind == "indicator"
        and reason.ref not in critical
        and not supplier.indicators[reason.ref].established > 0
        for reason in reasons
    )
