"""What an assessment found: frozen values in 0..1, each with the rows from which it follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from duediligence.findings import NOWHERE, Finding, Location
from duediligence.model.response import Day, Supplier

DECIMALS = 9
"""Results are compared with thresholds and written down rounded to these: the order of a sum decides nothing."""


class Tier(StrEnum):
    """How a supplier is handled; `NOT_RATEABLE` is handled as high until it answers."""

    CRITICAL = "critical"
    NOT_RATEABLE = "not_rateable"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Gate(StrEnum):
    """Which sides of the definition of forced labour the open concerns show. Never a legal finding."""

    BOTH = "both"
    INVOLUNTARINESS = "involuntariness"
    COERCION = "coercion"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Interval:
    """What the evidence already shows, and what it cannot rule out."""

    established: float
    possible: float


@dataclass(frozen=True, slots=True)
class DriverRow:
    """A driver that applies to one indicator; `unknown_facts` says which facts would settle it."""

    id: str
    indicator: str
    level: str
    value: float
    critical: bool = False
    unknown_facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignalRow:
    """What one answer says about one indicator; a closed signal stays in the record."""

    indicator: str
    strength: str
    dimension: str
    critical: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer in the ledger; `counts` is False where a newer answer of the same source replaced it.

    `record`: the day of the record that it is kept from, where it does not stand in the files any more.
    """

    question: str
    matter: str
    source: str
    evidence: str
    date: date | None
    state: str
    keys: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    signals: tuple[SignalRow, ...] = ()
    assures: tuple[str, ...] = ()
    counts: bool = True
    document: str = ""
    reason: str = ""
    comment: str = ""
    location: Location = NOWHERE
    record: Day | None = None

    @property
    def closed(self) -> bool:
        """Whether everything that worried in this answer was closed by later, stronger evidence."""
        return bool(self.signals) and all(signal.closed for signal in self.signals)

    @property
    def open_signals(self) -> tuple[SignalRow, ...]:
        """The signals that still count."""
        return tuple(s for s in self.signals if not s.closed) if self.counts and self.signals else ()


@dataclass(frozen=True, slots=True)
class MatterRow:
    """What one matter contributes to one indicator, with the rule by which it does."""

    matter: str
    indicator: str
    established: float
    possible: float
    rule: str
    put: bool


@dataclass(frozen=True, slots=True)
class ControlRow:
    """What a policy or system is credited with for one indicator."""

    question: str
    indicator: str
    credit: float
    evidence: str


@dataclass(frozen=True, slots=True)
class AskNext:
    """An answer that would narrow the interval, and by how much `possible` would drop."""

    question: str
    respondent: str
    evidence: str
    drop: float
    potential: float


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One matter on which one source assures what another contradicts."""

    matter: str
    indicator: str
    assuring: tuple[str, ...]
    objecting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupplierAssessment:
    """Everything that is known and not known about one supplier.

    `closed_by`: the drivers and questions (`driver:id`, `question:id`) because of which nobody may be sent there.
    `doubted_by`: the drivers that would close it too, and that nobody has ruled out.
    `answer_by`: the day, still to come, by which it was asked to answer; until then it is not silent.
    """

    supplier: Supplier
    assessed: bool
    tier: Tier
    tier_reasons: tuple[str, ...]
    gate: Gate
    severity: float
    coverage: float | None
    established: float
    possible: float
    priority: int
    indicators: Mapping[str, Interval]
    inherent: Mapping[str, float]
    control_effect: Mapping[str, float]
    drivers: tuple[DriverRow, ...] = ()
    answers: tuple[AnswerRow, ...] = ()
    matters: tuple[MatterRow, ...] = ()
    controls: tuple[ControlRow, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    ask_next: tuple[AskNext, ...] = ()
    robustness: float | None = None
    closed_by: tuple[str, ...] = ()
    doubted_by: tuple[str, ...] = ()
    answer_by: date | None = None

    @property
    def id(self) -> str:
        """The supplier's id in the register."""
        return self.supplier.id

    @property
    def status(self) -> str:
        """`screened` rests on facts alone; `assessed` rests on answers too."""
        return "assessed" if self.assessed else "screened"

    @property
    def spared(self) -> bool:
        """Whether nobody is sent there: a visit or a talk puts people in danger, or nobody has ruled that out."""
        return bool(self.closed_by or self.doubted_by)

    @property
    def unknown_facts(self) -> tuple[str, ...]:
        """The facts that the company should find out, because a driver hangs on them (not gaps of our own tables)."""
        return tuple(sorted({fact for row in self.drivers for fact in row.unknown_facts if "." not in fact}))


class CommitmentState(StrEnum):
    """Where the company stands on one commitment."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class CommitmentResult:
    """A commitment with its measured value; `suppliers` are the ones behind it."""

    agreement: str
    id: str
    state: CommitmentState
    value: float | None = None
    possible_value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    threshold: float | None = None
    year: int | None = None
    schedule: Mapping[int, float | None] = field(default_factory=dict)
    suppliers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementResult:
    """A company's score on one agreement, as a pair, with the state of the agreement beside it."""

    id: str
    ended: bool
    joined: date | None
    score: Interval | None
    commitments: tuple[CommitmentResult, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """One round of one company."""

    company: str
    company_name: str
    sector: str
    round: str
    assessed_on: date
    editions: Mapping[str, str]
    suppliers: tuple[SupplierAssessment, ...]
    agreements: tuple[AgreementResult, ...] = ()
    company_answers: tuple[AnswerRow, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def ranked(self) -> tuple[SupplierAssessment, ...]:
        """The suppliers in order of priority."""
        return tuple(sorted(self.suppliers, key=lambda s: (s.priority, s.id)))

    def supplier(self, id: str) -> SupplierAssessment | None:
        """One supplier's assessment by id."""
        return next((s for s in self.suppliers if s.id == id), None)
