"""`secretariat.yaml`: which agreement and round, who takes part, whose signatures count, last year's run."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from duediligence.model.base import Declared, Id, Text, Words

FILE = "secretariat.yaml"

JointState = Literal["planned", "started", "done", "dropped"]
LeavingReason = Literal["stopped", "merged", "out_of_scope", "withdrew", "expelled", "other"]


class Member(Declared):
    """A company that takes part, or took part."""

    id: Words
    name: Words = ""
    joined: date | None = None
    left: date | None = None
    left_because: LeavingReason | None = None

    def takes_part(self, day: date) -> bool:
        """Whether the company takes part on a day."""
        return (self.joined is None or self.joined <= day) and (self.left is None or self.left > day)


class Complaints(Declared):
    """How many complaints are in a state; the secretariat's own figures."""

    state: Literal["filed", "admissible", "dialogue", "justified", "partly_justified", "not_justified", "withdrawn"]
    count: int = Field(ge=0)


class MarketShare(Declared):
    """Which part of the market the members are together, and who says so."""

    share: float = Field(gt=0, le=1)
    of: Text
    source: Words


class Secretariat(Declared):
    """The settings of one sector report; `previous` is the folder of last year's run."""

    agreement: Id
    sector: Id
    round: Words
    reported_on: date
    languages: tuple[Words, ...] = ("nl", "en")
    packages: Words = "packages"
    reports: Words = "reports"
    content: Words | None = None
    previous: Words | None = None
    site_key: Words | None = None
    trusted_keys: Words | None = None
    signed: bool = False
    members: tuple[Member, ...] = ()
    market_share: MarketShare | None = None
    joint_actions: dict[Id, JointState] = Field(default_factory=dict)
    complaints: tuple[Complaints, ...] = ()

    def member(self, id: str) -> Member | None:
        """A member by id."""
        return next((member for member in self.members if member.id == id), None)
