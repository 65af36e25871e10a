"""What an auditor works with: what each source says side by side, contradictions, prompts to look, gaps, history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from duediligence.findings import NOWHERE, Location
from duediligence.model.assessment import Interval
from duediligence.model.base import Text


@dataclass(frozen=True, slots=True)
class Statement:
    """What one answer of one source says about one sign; `state` is in the method's words, for this sign alone."""

    question: str
    matter: str
    source: str
    evidence: str
    independence: str
    date: date | None
    state: str
    strength: str = ""
    dimension: str = ""
    critical: bool = False
    counts: bool = True
    closed: bool = False
    keys: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    document: str = ""
    document_seen: bool = False
    comment: str = ""
    location: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """Everything that any source says about one sign at one site, with the bounds that follow from it."""

    supplier: str
    indicator: str
    bounds: Interval
    inherent: float
    statements: tuple[Statement, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Who speaks, each once."""
        return tuple(dict.fromkeys(s.source for s in self.statements))

    @property
    def independent(self) -> bool:
        """Whether anybody speaks who is neither the site nor paid by somebody with an interest."""
        return any(s.independence == "independent" for s in self.statements if s.counts)


@dataclass(frozen=True, slots=True)
class Clash:
    """One matter on which sources disagree, with the evidence that would settle it and a way to get it."""

    supplier: str
    matter: str
    indicator: str
    assuring: tuple[Statement, ...]
    objecting: tuple[Statement, ...]
    needed: str
    settlement: str
    way: Text
    ask: tuple[str, ...] = ()


class FlagKind(StrEnum):
    """A pattern that is a reason to look again, never a proof."""

    TOO_CLEAN = "too_clean"
    COPIED_TEXT = "copied_text"
    COPIED_ANSWERS = "copied_answers"
    REPEATED = "repeated"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Flag:
    """One such pattern: at which sites, on how many answers, where to begin to look, and what fills in its sentence."""

    kind: FlagKind
    suppliers: tuple[str, ...]
    count: int
    places: tuple[Location, ...] = ()
    params: Mapping[str, object] = field(default_factory=dict)


class GapKind(StrEnum):
    """Why something could not be established."""

    NOT_ASKED = "not_asked"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    OWN_WORD = "own_word"
    BY_PLACE = "by_place"


@dataclass(frozen=True, slots=True)
class Gap:
    """A sign that cannot be ruled out at a site, and why nobody knows; `matters` are the ones behind it."""

    kind: GapKind
    supplier: str
    indicator: str
    possible: float
    matters: tuple[str, ...] = ()


class EventKind(StrEnum):
    """What a statement did to the record."""

    OPENED = "opened"
    REPEATED = "repeated"
    REFUSED = "refused"
    ASSURED = "assured"
    CONTRADICTED = "contradicted"
    CLOSED = "closed"
    REPLACED = "replaced"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class Event:
    """Who said what about one sign, when and where it stands, and what that did to the concern."""

    kind: EventKind
    question: str
    source: str
    evidence: str
    date: date | None
    strength: str = ""
    place: str = ""
    round: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """The history of one concern: a matter and a sign at a site, from the first word to the last."""

    supplier: str
    matter: str
    indicator: str
    events: tuple[Event, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Triangulation:
    """The whole record as an auditor reads it; `recounted` are the sites whose numbers follow from their rows."""

    rows: tuple[RegisterRow, ...]
    clashes: tuple[Clash, ...]
    flags: tuple[Flag, ...]
    gaps: tuple[Gap, ...]
    threads: tuple[Thread, ...]
    recounted: tuple[str, ...]
    not_recounted: tuple[str, ...]
