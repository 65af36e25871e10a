"""What the auditor's report shows, finished and in both languages: renderers compute nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from duediligence.model.base import Text
from duediligence.model.manifest import Manifest
from duediligence.reporting.shared.parts import Block, SourceView


@dataclass(frozen=True, slots=True)
class AuditHead:
    """Whose report it is, and when it was true."""

    company: str
    sector: Text
    round: str
    assessed_on: date
    sites: int
    countries: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One kind of source at one class: how much it said, when, and where its limits are."""

    source: str
    evidence: str
    independence: str
    sites: int
    answers: int
    first: date | None
    last: date | None
    limits: Text


@dataclass(frozen=True, slots=True)
class StatementView:
    """What one answer says about one sign."""

    source: str
    evidence: str
    independence: str
    day: date | None
    question: Text
    answer: Text
    state: str
    strength: str
    critical: bool
    counts: bool
    document: str
    seen: bool
    place: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class SignRow:
    """One sign at one site with everything that was said about it."""

    name: Text
    established: float
    possible: float
    inherent: float
    statements: tuple[StatementView, ...]

    @property
    def older(self) -> int:
        """How many reassurances were replaced by newer answers: the page counts them, the workbook has them."""
        return sum(not said.counts and said.state not in ("concern", "closed", "refused") for said in self.statements)


@dataclass(frozen=True, slots=True)
class AuditSite:
    """One site: its result, and its row of the register."""

    id: str
    target: str
    name: str
    country: Text
    tier: str
    established: float
    possible: float
    gate: str
    coverage: float | None
    status: str
    workers: int | None
    independent: bool
    clashes: int
    flags: int
    gaps: int
    signs: tuple[SignRow, ...]


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A site's name and where it stands on the page."""

    id: str
    name: str
    target: str


@dataclass(frozen=True, slots=True)
class ClashView:
    """A contradiction with a proposed way to settle it."""

    site: SiteLink
    question: Text
    sign: Text
    objecting: tuple[StatementView, ...]
    assuring: tuple[StatementView, ...]
    needed: str
    way: Text
    ask: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class FlagView:
    """A prompt to look again; `places` are where to begin."""

    kind: str
    title: Text
    text: Text
    look: Text
    sites: tuple[SiteLink, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapView:
    """A sign that nobody can rule out, and why."""

    site: SiteLink
    sign: Text
    why: Text
    possible: float
    matters: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """One event in the history of a concern."""

    day: date | None
    source: str
    evidence: str
    what: Text
    strength: str
    place: str


@dataclass(frozen=True, slots=True)
class ThreadView:
    """The history of one concern."""

    site: SiteLink
    question: Text
    sign: Text
    open: bool
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class ChanceView:
    """One site of the frame with its probability."""

    site: SiteLink
    tier: str
    possible: float
    by_risk: float
    probability: float
    draw: Text


@dataclass(frozen=True, slots=True)
class DrawView:
    """How the sample was drawn, in sentences, and every site of the frame."""

    sentences: tuple[Text, ...]
    rules: tuple[tuple[Text, Text], ...]
    frame: tuple[ChanceView, ...]


@dataclass(frozen=True, slots=True)
class AuditorView:
    """The auditor's report."""

    head: AuditHead
    lead: Text
    scope: Text
    sources: tuple[SourceLine, ...]
    silent: Text | None
    sites: tuple[AuditSite, ...]
    details_up_to: int
    clashes: tuple[ClashView, ...]
    flags: tuple[FlagView, ...]
    gaps: tuple[GapView, ...]
    threads: tuple[ThreadView, ...]
    unread: tuple[tuple[str, Text], ...]
    draw: DrawView | None
    editions: Mapping[str, str]
    statement: tuple[Text, ...]
    manifest: Manifest
    method: Mapping[str, tuple[Block, ...]]
    bibliography: tuple[SourceView, ...]

    @property
    def detailed(self) -> tuple[AuditSite, ...]:
        """The sites that the page shows in full; the workbook has them all."""
        return self.sites[: self.details_up_to]

    @property
    def gaps_by_site(self) -> tuple[tuple[SiteLink, tuple[GapView, ...]], ...]:
        """The gaps under their sites, in the order of priority."""
        return tuple((site, tuple(gaps)) for site, gaps in groupby(self.gaps, key=lambda gap: gap.site))

    @property
    def left_out(self) -> int:
        """How many sites stand in the workbook only."""
        return max(0, len(self.sites) - self.details_up_to)


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of workers to speak with."""

    name: Text
    interviews: int
    workers: int | None
    basis: Text


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question that clears up much at a site."""

    text: Text
    respondent: str
    evidence: str
    points: float
    what: Text


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A paper to ask for, and why."""

    text: Text
    why: Text
    named: bool


@dataclass(frozen=True, slots=True)
class VisitView:
    """What to do at one site of the sample."""

    site: SiteLink
    country: Text
    tier: str
    established: float
    possible: float
    probability: float
    draw: Text
    why: Text
    interviews: Text
    total: int
    workers: int | None
    groups: tuple[GroupView, ...]
    questions: tuple[QuestionView, ...]
    documents: tuple[DocumentView, ...]
    unknown_facts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """The field pack, which travels: it can hold no answer of anybody, nor anything of sites outside the sample."""

    head: AuditHead
    chosen: int
    safety: tuple[Text, ...]
    visits: tuple[VisitView, ...]


@dataclass(frozen=True, slots=True)
class OfficeView:
    """What belongs to the field pack and never travels: who contradicts whom, what to look at again, the draw."""

    head: AuditHead
    clashes: tuple[ClashView, ...]
    flags: tuple[FlagView, ...]
    draw: DrawView
