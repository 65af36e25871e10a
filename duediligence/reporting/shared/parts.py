"""Parts that every audience's view may hold: nothing here speaks about one supplier's private facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duediligence.findings import Finding, in_order
from duediligence.model.assessment import Assessment, Interval
from duediligence.model.base import Text
from duediligence.model.content import SectorContent
from duediligence.model.manifest import Manifest
from duediligence.model.movement import Movement
from duediligence.model.plan import ActionPlan
from duediligence.model.workspace import Workspace
from duediligence.reporting.shared.audience import Withheld


@dataclass(frozen=True, slots=True)
class Round:
    """Everything from which a view is made; no renderer ever sees it."""

    assessment: Assessment
    plan: ActionPlan
    content: SectorContent
    workspace: Workspace
    manifest: Manifest
    movement: Movement | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every problem: of what was read, and of what people typed in the last plan."""
        return in_order((*self.assessment.findings, *self.plan.findings))


@dataclass(frozen=True, slots=True)
class Head:
    """Whose report it is, for whom, and when it was true."""

    audience: str
    audience_name: Text
    intro: Text
    company: str
    sector: Text
    round: str
    assessed_on: date
    suppliers: int
    countries: int


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a place on the same page (no target: just words)."""

    text: Text
    target: str = ""


@dataclass(frozen=True, slots=True)
class NowItem:
    """One thing that must happen now; `kind` chooses its mark."""

    kind: str
    title: Text
    text: Text
    links: tuple[Link, ...] = ()
    target: str = ""
    step: Text | None = None

    @property
    def sentences(self) -> bool:
        """Whether the links are whole sentences, which are read one below the other."""
        return self.kind in ("led", "joint", "commitment")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where `possible` makes a tier high, and from where a sign asks for measures."""

    high: float
    in_play: float


@dataclass(frozen=True, slots=True)
class TierLine:
    """How many suppliers are in a tier, and how many were at the last round (None: no last round)."""

    tier: str
    count: int
    share: float
    before: int | None = None


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """At how many suppliers one sign is established, and at how many more it cannot be ruled out."""

    id: str
    name: Text
    established: int
    possible: int


@dataclass(frozen=True, slots=True)
class Step:
    """What a commitment asks in one year of participation; None: not published."""

    year: int
    threshold: float | None
    current: bool


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """A commitment with where the company stands; `private` says that the result may not be shown here."""

    id: str
    text: Text
    party: str
    kind: str
    state: str
    mandatory: bool
    reference: Text
    threshold: float | None
    not_published: bool
    year: int | None
    steps: tuple[Step, ...]
    value: float | None
    possible_value: float | None
    numerator: float | None
    denominator: float | None
    suppliers: tuple[Link, ...]
    private: bool = False


@dataclass(frozen=True, slots=True)
class PartyView:
    """Who signed on one side."""

    side: str
    names: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement with its status and dates, which stand beside every score."""

    id: str
    name: Text
    kind: str
    state: str
    starts: date | None
    ends: date | None
    checked: date | None
    note: Text | None
    standing: Text | None
    joined: date | None
    score: Interval | None
    parties: tuple[PartyView, ...]
    tally: tuple[tuple[str, int], ...]
    commitments: tuple[CommitmentView, ...]

    @property
    def measured(self) -> tuple[CommitmentView, ...]:
        """The commitments that have a number to draw."""
        return tuple(c for c in self.commitments if c.value is not None and not c.private)


@dataclass(frozen=True, slots=True)
class RegulationView:
    """One law or standard, with where it stands and when."""

    id: str
    name: Text
    short: str
    status: Text
    as_of: date
    dates: tuple[tuple[date, Text], ...]


@dataclass(frozen=True, slots=True)
class AskedBy:
    """A law that asks something on a topic, and where it says so."""

    law: str
    short: str
    reference: str


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic with the evidence of this round, and the laws that ask for it by how strongly they do."""

    topic: str
    evidence: tuple[Text, ...]
    demands: tuple[tuple[str, tuple[AskedBy, ...]], ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """One entry of the bibliography."""

    id: str
    title: Text
    publisher: str
    year: int | None
    url: str
    checked: date | None
    mark: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list or table of the explained method."""

    kind: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the results in every pack: whose it is, how it was made, what it leaves out."""

    head: Head
    sections: tuple[str, ...]
    sheets: tuple[str, ...]
    method: Mapping[str, tuple[Block, ...]]
    sources: tuple[SourceView, ...]
    withheld: tuple[Withheld, ...]
    manifest: Manifest

    @property
    def source_numbers(self) -> Mapping[str, int]:
        """The numbers by which the report refers to its sources."""
        return {source.id: index for index, source in enumerate(self.sources, 1)}
