"""The company's view: everything, sorted by priority, each number with the rows from which it follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duediligence.model.assessment import Interval
from duediligence.model.base import Text
from duediligence.reporting.shared.evidence_rows import AnswerGroup, AskView, ContradictionView, FactView, SignLedger
from duediligence.reporting.shared.parts import (
    AgreementView,
    Frame,
    IndicatorLine,
    Link,
    NowItem,
    RegulationView,
    Thresholds,
    TierLine,
    TopicRow,
)


@dataclass(frozen=True, slots=True)
class ActionView:
    """One action with its reasons, and what people wrote about it."""

    id: str
    subject_id: str
    subject: Text
    sites: tuple[str, ...]
    where: tuple[Link, ...]
    reasons_at: Mapping[str, tuple[Text, ...]]
    target: str
    tier: str
    measure: str
    measure_number: str
    measure_target: str
    text: Text
    type: str
    reasons: tuple[Text, ...]
    horizon: str
    due: date
    days_left: int
    lead: str
    support: tuple[str, ...]
    closes_with: str
    kpi: Text | None
    shares_cost: bool
    state: str
    overdue: bool
    soon: bool
    owner: str
    started: date | None
    done: date | None
    evidence: str
    evidence_class: str
    notes: str
    first_seen: date | None
    planned: date | None
    returned: bool
    needed: bool
    closed: bool
    left: bool


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """One measure with everybody for whom it is in the plan, the earliest date first."""

    id: str
    number: str
    target: str
    text: Text
    type: str
    horizon: str
    lead: str
    support: tuple[str, ...]
    closes_with: str
    kpi: Text | None
    shares_cost: bool
    actions: tuple[ActionView, ...]

    @property
    def overdue(self) -> bool:
        """Whether it should have been done somewhere already."""
        return any(action.overdue for action in self.actions)

    @property
    def sites(self) -> int:
        """At how many suppliers, or for the company itself."""
        return len({place for action in self.actions for place in action.sites or (action.subject_id,)})


@dataclass(frozen=True, slots=True)
class FindingView:
    """One open or closed concern, refusal or contradiction: a row of the sheet of findings."""

    supplier: Link
    supplier_id: str
    tier: str
    kind: str
    indicator: Text
    strength: str
    critical: bool
    question: Text
    answer: Text
    source: str
    evidence: str
    day: date | None
    place: str


@dataclass(frozen=True, slots=True)
class SupplierDetail:
    """What unfolds under a supplier."""

    unknown_facts: tuple[Text, ...]
    ledger: tuple[SignLedger, ...]
    quiet: tuple[SignLedger, ...]
    groups: tuple[AnswerGroup, ...]
    quiet_answers: tuple[AnswerGroup, ...]
    contradictions: tuple[ContradictionView, ...]
    ask_next: tuple[AskView, ...]
    actions: tuple[ActionView, ...]


@dataclass(frozen=True, slots=True)
class SupplierView:
    """One supplier; `signs` are its indicators in the order of the view's."""

    id: str
    name: str
    target: str
    priority: int
    tier: str
    assessed: bool
    gate: str
    established: float
    possible: float
    severity: float
    coverage: float | None
    robustness: float | None
    country: Text
    country_code: str
    activity: Text
    workers: float | None
    facts: tuple[FactView, ...]
    signs: tuple[Interval, ...]
    in_play: tuple[int, ...]
    open_actions: int
    next_due: date | None
    overdue: int
    contradictions: int
    why: tuple[Text, ...]
    detail: SupplierDetail | None

    @property
    def denied(self) -> tuple[Text, ...]:
        """The names of the facts that the register says no to: one list of them instead of as many lines."""
        return tuple(fact.name for fact in self.facts if fact.denied)


@dataclass(frozen=True, slots=True)
class TierFlow:
    """How many suppliers went from one tier to another."""

    old: str
    new: str
    count: int


@dataclass(frozen=True, slots=True)
class MovementView:
    """What changed since the last round, with its denominators."""

    old_date: date
    new_date: date
    matched: int
    flows: tuple[TierFlow, ...]
    sentences: tuple[Text, ...]
    cautions: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A problem in a file, with its place and remedy."""

    place: str
    problem: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class CompanyView:
    """Everything that the company's page and workbook show."""

    frame: Frame
    now: tuple[NowItem, ...]
    lead: Text
    unknown: tuple[Text, ...]
    thresholds: Thresholds
    tiers: tuple[TierLine, ...]
    indicators: tuple[IndicatorLine, ...]
    suppliers: tuple[SupplierView, ...]
    findings: tuple[FindingView, ...]
    actions: tuple[ActionView, ...]
    measures: tuple[MeasureGroup, ...]
    agreements: tuple[AgreementView, ...]
    regulations: tuple[RegulationView, ...]
    topics: tuple[TopicRow, ...]
    movement: MovementView | None
    problems: tuple[ProblemView, ...]
    questions: tuple[tuple[str, Text], ...]
    drivers: tuple[tuple[str, Text], ...]
    full_text: bool
    ledger_up_to: int

    @property
    def others(self) -> tuple[SupplierView, ...]:
        """The suppliers of which only the outcome stands on the page."""
        return tuple(s for s in self.suppliers if not s.detail)

    @property
    def detailed(self) -> tuple[SupplierView, ...]:
        """The suppliers that are shown with their ledger: the most urgent ones, where there are very many."""
        return tuple(s for s in self.suppliers if s.detail)
