"""The sector report: tables whose cells are shown or withheld with a reason. No single company's value fits in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from duediligence.model.base import Text

SCHEMA = "duediligence.sector_report/1"
"""The format of `sector-report.json`; it changes when a reader would have to change."""


class Unit(StrEnum):
    """What a table counts; `WEIGHT` is a share of the companies' weight (volume), `MEASURED` a share of a total."""

    COMPANIES = "companies"
    SITES = "sites"
    ACTIONS = "actions"
    WEIGHT = "weight"
    MEASURED = "measured"


class Scope(StrEnum):
    """Which companies a table is about; the matched ones handed in both this year and last year."""

    ALL = "all"
    MATCHED = "matched"
    BEFORE = "before"


class Why(StrEnum):
    """Why a cell is withheld, as far as readers are told.

    One reason stands for every rule of protection: to say which rule it was would itself narrow the number down.
    """

    PROTECTED = "protected"
    NOT_HANDED_IN = "not_handed_in"


@dataclass(frozen=True, slots=True)
class Shown:
    """A published number, rounded; weights and measured shares are shares of 0..1."""

    value: float


@dataclass(frozen=True, slots=True)
class Withheld:
    """A number that is not published, and why."""

    reason: Why


Cell: TypeAlias = Shown | Withheld


@dataclass(frozen=True, slots=True)
class AggregateTable:
    """One table of the report; `breaks` name the editions that make it not comparable with last year."""

    id: str
    unit: Unit
    scope: Scope
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    breaks: tuple[str, ...] = ()

    def cell(self, row: str, column: str) -> Cell:
        """One cell."""
        return self.cells[row, column]


@dataclass(frozen=True, slots=True)
class MarketShare:
    """Which part of the market the members are together, as the secretariat declares it."""

    share: float
    of: Text
    source: str


@dataclass(frozen=True, slots=True)
class Participation:
    """Who takes part, as counts: membership is public. Why members left is not: "" stands for all reasons together."""

    members: int | None
    handed_in: int
    joined: int | None
    left: int | None
    matched: int | None
    sites: Cell
    left_because: Mapping[str, Cell] = field(default_factory=dict)
    market_share: MarketShare | None = None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a commitment asks this year: the lowest and highest threshold among the companies (None: not published)."""

    lowest: float | None
    highest: float | None
    schedule: Mapping[int, float | None]
    not_published: bool


@dataclass(frozen=True, slots=True)
class JointAction:
    """A joint commitment of the parties, with its state ("" where the secretariat recorded none)."""

    commitment: str
    party: str
    state: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of protection with its value and reason, as the scales have it."""

    id: str
    value: float
    why: Text | None
    sources: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class SectorReport:
    """Everything that leaves the secretariat in the sector report."""

    agreement: str
    sector: str
    round: str
    reported_on: date
    tool: str
    editions: Mapping[str, str]
    content: Mapping[str, str]
    participation: Participation
    tables: tuple[AggregateTable, ...]
    thresholds: Mapping[str, Thresholds]
    joint: tuple[JointAction, ...]
    complaints: Mapping[str, int]
    rules: tuple[Rule, ...]
    verified: bool
    coarse: bool = False
    corrected: int = 0
    previous_round: str = ""
    breaks: tuple[str, ...] = ()
    schema: str = field(default=SCHEMA)

    @property
    def share_withheld(self) -> float:
        """Which part of the cells is not shown."""
        cells = [cell for table in self.tables for cell in table.cells.values()]
        return sum(isinstance(cell, Withheld) for cell in cells) / max(1, len(cells))

    def table(self, id: str, scope: Scope = Scope.ALL) -> AggregateTable | None:
        """One table by id and scope."""
        return next((table for table in self.tables if (table.id, table.scope) == (id, scope)), None)
