"""The tables of the sector report: fixed for a year, so that no two reports can be subtracted by accident.

A table's `parts` add up, row by row, to its `total`: a column of its own, or a base that tables share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from duediligence.aggregation.cells import Key
from duediligence.aggregation.classes import (
    ALL,
    CRITICAL,
    DUE,
    MET,
    NONE,
    NOT_CRITICAL,
    NOT_DUE,
    REACHED,
    REST,
    SERIOUS,
    SIGNS,
    TOTAL,
    UNKNOWN,
    WITH,
    WITHOUT,
    Classes,
    Detail,
    bands,
    members,
    names,
)
from duediligence.aggregation.values import SIZES, STATES
from duediligence.model.aggregate import Unit
from duediligence.model.assessment import Tier
from duediligence.model.measure import HORIZONS, ROLES

BASE = "base"
TIERS = tuple(tier.value for tier in Tier)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it counts, its rows, the columns that add up, and how it must be protected.

    `findings` asks for the larger minimum of companies, save in the columns of `plain`; a zero in a column of `telling`
    says something about everybody; columns of `public` follow from what everybody knows, in all rows but `private`.
    `shown` are the printed columns.
    """

    id: str
    unit: Unit
    rows: tuple[str, ...]
    parts: tuple[str, ...]
    shown: tuple[str, ...]
    total: str = ""
    base: str = ""
    findings: bool = False
    compare: bool = False
    plain: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    adds_up: bool = True
    public: tuple[str, ...] = ()
    private: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column, printed or not."""
        return tuple(dict.fromkeys((*self.parts, *self.shown, *((self.total,) if self.total else ()))))

    def total_of(self, scope: str, row: str) -> Key:
        """The cell to which a row adds up."""
        return Key(scope, self.id, row, self.total) if self.total else Key(scope, BASE, ALL, self.base)

    def base_of(self, scope: str, row: str, column: str) -> Key | None:
        """The cell that a cell is a part of, if there is one in which all companies of the row are."""
        if not self.adds_up:
            return Key(scope, self.id.removesuffix("_indicators"), row, TOTAL)
        if column in self.parts:
            return self.total_of(scope, row)
        return Key(scope, BASE, ALL, self.base) if self.base else None

    def is_public(self, row: str, column: str) -> bool:
        """Whether everybody knows this number anyway."""
        return column in self.public and row not in self.private


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one report: the rows that its tables have.

    `places` are the rows of the tables by country, goods, ...; `dated` are the commitments of which the day of joining
    says when they are due.
    """

    commitments: tuple[str, ...]
    dated: frozenset[str]
    measured: tuple[str, ...]
    indicators: tuple[str, ...]
    places: Mapping[str, tuple[str, ...]]
    detail: Detail
    weighed: bool


def tables(words: Vocabulary) -> tuple[Table, ...]:
    """Every table of the report, in the order in which it is printed."""
    companies, sites, each, detail = Unit.COMPANIES, Unit.SITES, (ALL,), words.detail
    score = (*bands(detail.score), "not_scored")
    coverage = ("screened", *bands(detail.coverage), "none_asked")
    signs, levels, classes = names(detail.signs), tuple(SIGNS), tuple(f"E{number}" for number in range(7))
    found = [
        Table("size", companies, each, (*SIZES, UNKNOWN), (*SIZES, UNKNOWN), base="companies"),
        Table("score", companies, ("established", "possible"), score, score, base="companies", compare=True),
        *_commitment_tables(words),
        Table(
            "tiers", sites, each, TIERS, TIERS, base="sites", findings=True, compare=True, plain=(Tier.LOW.value,)
        ),
        Table(
            "tier_companies", companies, TIERS, (WITH, WITHOUT), (WITH,), base="companies", findings=True, compare=True,
            plain=(WITHOUT,),
        ),
        Table("indicators", sites, words.indicators, levels, levels, base="sites", findings=True, plain=(NONE,)),
        Table(
            "indicator_companies", companies, words.indicators, signs, signs, base="companies", findings=True,
            compare=True, plain=(detail.signs[NONE],),
        ),
        *(table for name in words.places for table in _place_tables(name, words)),
        Table("coverage", sites, each, coverage, coverage, base="sites"),
        Table("evidence", sites, each, classes, classes, base="sites"),
        Table("actions", Unit.ACTIONS, (*HORIZONS, ALL), STATES, (*STATES, TOTAL), TOTAL),
        Table("action_leads", Unit.ACTIONS, ROLES, STATES, (*STATES, TOTAL), TOTAL),
        Table("shared", sites, each, (WITH, WITHOUT), (WITH,), base="sites"),
        Table(
            "shared_critical", sites, each, (CRITICAL, NOT_CRITICAL), (CRITICAL,), TOTAL, findings=True,
            plain=(NOT_CRITICAL, TOTAL),
        ),
    ]  # fmt: skip
    return tuple(table for table in found if table.rows)


def _commitment_tables(words: Vocabulary) -> Iterator[Table]:
    states, met = names(words.detail.states), (MET,)
    yield Table(
        "commitments", Unit.COMPANIES, words.commitments, states, (*states, NOT_DUE, DUE), DUE, base="companies",
        compare=True, telling=met, public=(NOT_DUE, DUE),
        private=tuple(id for id in words.commitments if id not in words.dated),
    )  # fmt: skip
    if words.weighed:
        yield Table(
            "commitments_weight", Unit.WEIGHT, words.commitments, states, states, DUE, telling=met, public=(DUE,)
        )
    yield Table(
        "commitments_measured", Unit.MEASURED, words.measured, (REACHED, REST), (REACHED,), TOTAL, public=(TOTAL,)
    )


def _place_tables(name: str, words: Vocabulary) -> Iterator[Table]:
    """Sites by country, by goods, ...: in groups of tiers, and by sign."""
    rows, groups, detail = words.places[name], names(words.detail.tiers), words.detail
    plain = (*_without(detail.tiers, *SERIOUS), TOTAL)
    yield Table(name, Unit.SITES, rows, groups, (*groups, TOTAL), TOTAL, findings=True, plain=plain)
    yield Table(f"{name}_indicators", Unit.SITES, rows, (), words.indicators, findings=True, adds_up=False)


def _without(classes: Classes, *words: str) -> tuple[str, ...]:
    """The classes under which none of these words is counted."""
    return tuple(name for name in names(classes) if not set(words) & set(members(classes, name)))
