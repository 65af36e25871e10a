"""A sample of sites and workers: who is chosen, by which draw, with which probability, and what to do there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from duediligence.model.assessment import AskNext
from duediligence.model.audit import Clash, Flag
from duediligence.model.base import Text


class Draw(StrEnum):
    """How a site came into the sample."""

    CERTAIN = "certain"
    RISK = "risk"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Chance:
    """One site of the frame: its tier, gate and possible risk, its probability, and how it was chosen, if it was."""

    supplier: str
    tier: str
    gate: str
    possible: float
    by_risk: float
    probability: float
    draw: Draw | None = None


@dataclass(frozen=True, slots=True)
class GroupQuota:
    """How many of the interviews are with one group; `workers` is its size where the register gives it.

    `basis` is share, present, unknown (find out first), always, or too_few (whoever speaks would be recognised).
    """

    group: str
    name: Text
    interviews: int
    basis: str
    workers: int | None = None
    spread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interviews:
    """How many workers to speak with, out of how many; at a small site everybody, away from the site."""

    total: int
    workers: int | None
    small: bool
    groups: tuple[GroupQuota, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentAsk:
    """A document to ask for: one that the site named and nobody saw, or a kind that fits the signs in play."""

    text: Text
    named: bool = False
    question: str = ""
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteVisit:
    """Everything to take along to one site."""

    chance: Chance
    interviews: Interviews
    questions: tuple[AskNext, ...] = ()
    documents: tuple[DocumentAsk, ...] = ()
    clashes: tuple[Clash, ...] = ()
    flags: tuple[Flag, ...] = ()
    unknown_facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteSample:
    """The draw: every site of the frame in the order of ids, and the numbers from which it follows."""

    seed: int
    certain: int
    by_risk: int
    by_chance: int
    frame: tuple[Chance, ...]

    @property
    def size(self) -> int:
        """How many sites are in the sample."""
        return self.certain + self.by_risk + self.by_chance

    @property
    def chosen(self) -> tuple[Chance, ...]:
        """The sites of the sample."""
        return tuple(chance for chance in self.frame if chance.draw is not None)


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """One draw that was made: its number, who gave that ("" where nobody said), when, from what, and the outcome."""

    seed: int
    given_by: str
    on: date
    frame_digest: str
    sites: tuple[str, ...]

    def is_same(self, other: DrawRecord) -> bool:
        """Whether this is the same draw made once more, on whatever day."""
        return replace(self, on=other.on) == other


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """A sample with what to do at each of its sites; `frame_digest` ties it to the register it was drawn from.

    `draws`: every draw that was made, this one too; `spared`: sites outside the frame, because a visit or a talk there
    puts people in danger or may do so.
    """

    sample: SiteSample
    visits: tuple[SiteVisit, ...]
    safety: tuple[Text, ...] = ()
    frame_digest: str = ""
    editions: Mapping[str, str] = field(default_factory=dict)
    spared: tuple[str, ...] = ()
    draws: tuple[DrawRecord, ...] = ()

    @property
    def draws_of_frame(self) -> tuple[DrawRecord, ...]:
        """The draws from the very same list of sites."""
        return tuple(draw for draw in self.draws if draw.frame_digest == self.frame_digest)
