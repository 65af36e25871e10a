"""Parts that union and NGO may both hold: no owner, note, evidence, price, comment or head-count has a place here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duediligence.model.base import Text


@dataclass(frozen=True, slots=True)
class SharedAction:
    """One action at one site, in the words of the content."""

    id: str
    measure: str
    measure_number: str
    subject: Text
    target: str
    text: Text
    type: str
    horizon: str
    due: date
    lead: str
    support: tuple[str, ...]
    closes_with: str
    state: str
    overdue: bool
    closed: bool
    returned: bool
    repayment: bool


@dataclass(frozen=True, slots=True)
class SharedMeasure:
    """One measure with the sites at which it is in the plan; without sites, in how many countries and at how many."""

    id: str
    number: str
    text: Text
    horizon: str
    lead: str
    support: tuple[str, ...]
    closes_with: str
    kpi: Text | None
    first_due: date
    count: int
    places: tuple[Text, ...]
    actions: tuple[SharedAction, ...]

    @property
    def overdue(self) -> bool:
        """Whether it should have been done already at one of the sites that are named."""
        return any(action.overdue for action in self.actions)


@dataclass(frozen=True, slots=True)
class PlaceSign:
    """At how many of the sites in one country a sign is established, and at how many more still possible."""

    name: Text
    established: int
    possible: int


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One country, or the countries with too few sites to show apart."""

    name: Text
    sites: int
    tiers: tuple[tuple[str, int], ...]
    signs: tuple[PlaceSign, ...]
