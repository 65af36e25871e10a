"""The union's view: where workers are at risk and what is to be done, without the company's business or a trace of
one worker. What stands here is all that a union's page or workbook can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duediligence.model.assessment import Interval
from duediligence.model.base import Text
from duediligence.reporting.shared.parts import (
    AgreementView,
    Frame,
    IndicatorLine,
    NowItem,
    Thresholds,
    TierLine,
)
from duediligence.reporting.shared.rows import SharedAction, SharedMeasure


@dataclass(frozen=True, slots=True)
class UnionFinding:
    """An open concern, or a refusal; at a small site only the sign, for the rest could point to a worker."""

    kind: str
    indicator: Text
    strength: str
    critical: bool
    number: str
    question: Text | None
    answer: Text | None
    source: str
    day: date | None


@dataclass(frozen=True, slots=True)
class UnionSign:
    """One sign at one site."""

    name: Text
    established: float
    possible: float


@dataclass(frozen=True, slots=True)
class Provision:
    """How far a provision for workers, such as a complaints line, is shown, or only said by the supplier."""

    number: str
    question: Text
    state: str


@dataclass(frozen=True, slots=True)
class WorkerQuestion:
    """A question that only workers or their union can settle."""

    number: str
    text: Text


@dataclass(frozen=True, slots=True)
class SharedFact:
    """A fact of the register that a union may see, in words."""

    name: Text
    words: Text


@dataclass(frozen=True, slots=True)
class UnionSite:
    """One site; `small`: what could point to a worker was left out; `closed`: nobody is told who spoke there."""

    id: str
    name: str
    target: str
    rank: int
    tier: str
    assessed: bool
    urgent: bool
    gate: str
    established: float
    possible: float
    country: Text
    activity: Text
    small: bool
    closed: bool
    facts: tuple[SharedFact, ...]
    signs: tuple[Interval, ...]
    in_play: tuple[int, ...]
    open_signs: tuple[UnionSign, ...]
    why: tuple[Text, ...]
    findings: tuple[UnionFinding, ...]
    contradictions: tuple[Text, ...]
    representation: tuple[SharedFact, ...]
    access: tuple[Provision, ...]
    ask_workers: tuple[WorkerQuestion, ...]
    actions: tuple[SharedAction, ...]

    @property
    def open_actions(self) -> int:
        """How many actions are still to be done."""
        return sum(not a.closed for a in self.actions)

    @property
    def overdue(self) -> int:
        """How many of them should have been done already."""
        return sum(a.overdue for a in self.actions)

    @property
    def next_due(self) -> date | None:
        """The first date on which something must be done."""
        return min((a.due for a in self.actions if not a.closed), default=None)


@dataclass(frozen=True, slots=True)
class UnionView:
    """Everything that the union's page and workbook show."""

    frame: Frame
    now: tuple[NowItem, ...]
    lead: Text
    unknown: tuple[Text, ...]
    thresholds: Thresholds
    tiers: tuple[TierLine, ...]
    indicators: tuple[IndicatorLine, ...]
    sites: tuple[UnionSite, ...]
    measures: tuple[SharedMeasure, ...]
    agreements: tuple[AgreementView, ...]
    questions: tuple[WorkerQuestion, ...]
    full_text: bool
    details_up_to: int

    @property
    def others(self) -> tuple[UnionSite, ...]:
        """The sites of which only the outcome stands on the page."""
        return self.sites[self.details_up_to :]

    @property
    def detailed(self) -> tuple[UnionSite, ...]:
        """The sites that the page shows: the most urgent ones, where there are very many."""
        return self.sites[: self.details_up_to]
