"""The action plan: who does what by when, why, and what closes it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from duediligence.findings import Finding


class ActionState(StrEnum):
    """Where an action stands; `CLAIMED` is said to be done without the evidence that closes it."""

    OPEN = "open"
    STARTED = "started"
    CLAIMED = "claimed"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an action is in the plan: an indicator, a commitment, a topic or a gap (`kind`), which one (`ref`), and why.

    `question` is the question behind it: the one that raised the concern, or, where an indicator has risk without a
    concern, the one that would settle it. For the gap `unknown_facts` it is the id of the fact.
    """

    kind: str
    ref: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """One measure for one supplier, or for the company itself; the id is stable from round to round.

    `sites`: the suppliers for which the company does it in one go, most urgent first, with the reasons at each beside
    them. `planned`: the due date that the
    tool proposed; people may have moved `due`. `needed` is False where the reason is gone and the action is kept
    because people worked on it. `not_at`: suppliers at which it must not be done, because a visit or a talk there puts
    people in danger.
    """

    id: str
    subject: str
    measure: str
    reasons: tuple[Reason, ...]
    horizon: str
    due: date
    lead: str
    support: tuple[str, ...]
    closes_with: str
    state: ActionState = ActionState.OPEN
    owner: str = ""
    started: date | None = None
    done: date | None = None
    evidence: str = ""
    evidence_class: str = ""
    notes: str = ""
    first_seen: date | None = None
    returned: bool = False
    own_text: str = ""
    needed: bool = True
    not_at: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    planned: date | None = None
    site_reasons: tuple[tuple[Reason, ...], ...] = ()

    def reasons_at(self, site: str) -> tuple[Reason, ...]:
        """Why it is done at one of its sites: what is true of another is no reason there."""
        return next((r for place, r in zip(self.sites, self.site_reasons, strict=True) if place == site), self.reasons)

    def only_at(self, chosen: Collection[str]) -> Action:
        """The same action as far as it is about some of its sites; others are neither named nor a reason."""
        if not self.sites:
            return self
        kept = {site: self.reasons_at(site) for site in self.sites if site in chosen}
        reasons = tuple(dict.fromkeys(reason for why in kept.values() for reason in why))
        return replace(self, sites=tuple(kept), site_reasons=tuple(kept.values()), reasons=reasons)

    @property
    def places(self) -> tuple[str, ...]:
        """Every supplier that the action is for; the company itself where it is for none."""
        return self.sites or (self.subject,)

    @property
    def closed(self) -> bool:
        """Whether nothing more is to be done: done with evidence, dropped, or no longer needed."""
        return not self.needed or self.state in (ActionState.DONE, ActionState.DROPPED)

    def overdue(self, on: date) -> bool:
        """Whether the action should have been finished before this date."""
        return self.due < on and not self.closed

    def left(self, on: date) -> bool:
        """Whether it stood in an earlier plan and nobody took it up."""
        old = self.first_seen is not None and self.first_seen < on
        return (
            old and not self.closed and self.state is ActionState.OPEN and not self.owner and self.due == self.planned
        )


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """All actions of one round, in the order in which they should be taken up.

    `findings`: what people should know about what they typed in the last plan.
    """

    assessed_on: date
    actions: tuple[Action, ...]
    findings: tuple[Finding, ...] = ()
