"""The tables of the sector report: fixed for a year, so that no two reports can be subtracted by accident.

A table's `parts` add up, row by row, to its `total`: a column of its own, or a base that tables share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duediligence.aggregation.cells import Key
from duediligence.aggregation.contributions import (
    ALL,
    DUE,
    OTHER,
    REACHED,
    REST,
    TIER_GROUPS,
    TOTAL,
    UNKNOWN,
    WITH,
    WITHOUT,
    Bands,
)
from duediligence.aggregation.dataset import HORIZONS, LEADS, SIZES, STATES
from duediligence.model.aggregate import Unit
from duediligence.model.assessment import CommitmentState, Tier

BASE = "base"
GROUPS = tuple(dict.fromkeys(TIER_GROUPS.values()))
COMMITMENT_STATES = (CommitmentState.MET, CommitmentState.PARTLY, CommitmentState.NOT_MET, CommitmentState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it counts, its rows, the columns that add up, and how it must be protected.

    `findings` asks for the larger minimum of companies, save in the columns of `plain`; a zero in a column of `telling`
    says something about everybody; columns of `public` follow from what everybody knows. `shown` are the printed ones.
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

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column, printed or not."""
        return tuple(dict.fromkeys((*self.parts, *self.shown, *((self.total,) if self.total else ()))))

    def total_of(self, scope: str, row: str) -> Key:
        """The cell to which a row adds up."""
        return Key(scope, self.id, row, self.total) if self.total else Key(scope, BASE, ALL, self.base)


@dataclass(frozen=True, slots=True)
class Relation:
    """What any reader knows: the parts add up to the wholes, or (`within`) to no more than them."""

    wholes: tuple[Key, ...]
    parts: tuple[Key, ...]
    within: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one report: the rows that its tables have."""

    commitments: tuple[str, ...]
    measured: tuple[str, ...]
    indicators: tuple[str, ...]
    rows: Mapping[str, tuple[str, ...]]
    bands: Bands
    weighed: bool

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts by which sites are told apart, besides their country."""
        return tuple(name for name in self.rows if name != "country")


def tables(words: Vocabulary) -> tuple[Table, ...]:
    """Every table of the report, in the order in which it is printed."""
    companies, sites = Unit.COMPANIES, Unit.SITES
    tiers = tuple(tier.value for tier in Tier)
    score = (*Bands.names(words.bands.score), "not_scored")
    coverage = ("screened", *Bands.names(words.bands.coverage), "none_asked")
    levels, classes = ("established", "possible", "none"), tuple(f"E{number}" for number in range(7))
    each = (ALL,)
    found = [
        Table("size", companies, each, (*SIZES, UNKNOWN), (*SIZES, UNKNOWN), base="companies"),
        Table("score", companies, ("established", "possible"), score, score, base="companies", compare=True),
        *_commitment_tables(words),
        Table("tiers", sites, each, tiers, tiers, base="sites", findings=True, compare=True),
        Table(
            "tier_companies", companies, tiers, (WITH, WITHOUT), (WITH,), base="companies", findings=True, compare=True
        ),
        Table("indicators", sites, words.indicators, levels, levels, base="sites", findings=True),
        Table(
            "indicator_companies", companies, words.indicators, levels, levels, base="companies", findings=True,
            compare=True,
        ),
        Table(
            "countries", sites, _rows(words, "country"), GROUPS, (*GROUPS, TOTAL), TOTAL, findings=True, plain=(TOTAL,)
        ),
        Table(
            "country_indicators", sites, _rows(words, "country"), (), words.indicators, findings=True, adds_up=False
        ),
        *(
            Table(fact, sites, _rows(words, fact), GROUPS, (*GROUPS, TOTAL), TOTAL, findings=True, plain=(TOTAL,))
            for fact in words.facts
        ),
        Table("coverage", sites, each, coverage, coverage, base="sites"),
        Table("evidence", sites, each, classes, classes, base="sites"),
        Table("actions", Unit.ACTIONS, (*HORIZONS, ALL), STATES, (*STATES, TOTAL), TOTAL),
        Table("action_leads", Unit.ACTIONS, LEADS, STATES, (*STATES, TOTAL), TOTAL),
    ]  # fmt: skip
    return tuple(table for table in found if table.rows)


def _commitment_tables(words: Vocabulary) -> Iterator[Table]:
    states = tuple(state.value for state in COMMITMENT_STATES)
    not_due, met = CommitmentState.NOT_DUE.value, (CommitmentState.MET.value,)
    shown, public = (*states, not_due, DUE), (not_due, DUE)  # when a commitment is due follows from the day of joining
    yield Table(
        "commitments", Unit.COMPANIES, words.commitments, states, shown, DUE, compare=True, telling=met, public=public
    )
    if words.weighed:
        yield Table(
            "commitments_weight", Unit.WEIGHT, words.commitments, states, states, DUE, telling=met, public=(DUE,)
        )
    yield Table(
        "commitments_measured", Unit.MEASURED, words.measured, (REACHED, REST), (REACHED,), TOTAL, public=(TOTAL,)
    )


def _rows(words: Vocabulary, name: str) -> tuple[str, ...]:
    kept = words.rows.get(name, ())
    return (*kept, OTHER) if name == "country" or kept else ()


def relations(found: Sequence[Table], scope: str) -> Iterator[Relation]:
    """What adds up inside the tables of one scope, and between them."""
    by_id = {table.id: table for table in found}
    for table in found:
        for row in table.rows:
            if table.adds_up:
                parts = tuple(Key(scope, table.id, row, column) for column in table.parts)
                yield Relation((table.total_of(scope, row),), parts)
    yield from _between(by_id, scope)


def _between(by_id: Mapping[str, Table], scope: str) -> Iterator[Relation]:
    if "tier_companies" in by_id and "tiers" in by_id:
        for tier in by_id["tier_companies"].rows:
            with_tier = (Key(scope, "tier_companies", tier, WITH),)
            yield Relation((Key(scope, "tiers", ALL, tier),), with_tier, within=True)
    if "countries" in by_id:
        yield from _by_place(by_id, scope)
    for fact in sorted(by_id.keys() - _KNOWN):
        for row in by_id[fact].rows:
            for group in GROUPS:
                yield Relation(_of_group(scope, group), (Key(scope, fact, row, group),), within=True)
            yield Relation((Key(scope, BASE, ALL, "sites"),), (Key(scope, fact, row, TOTAL),), within=True)
    if "actions" in by_id:
        yield from _of_actions(by_id, scope)


_KNOWN = frozenset(
    (
        "size", "score", "commitments", "commitments_weight", "commitments_measured", "tiers", "tier_companies",
        "indicators", "indicator_companies", "countries", "country_indicators", "coverage", "evidence", "actions",
        "action_leads",
    )
)  # fmt: skip


def _by_place(by_id: Mapping[str, Table], scope: str) -> Iterator[Relation]:
    places = by_id["countries"].rows
    for group in GROUPS:
        yield Relation(_of_group(scope, group), tuple(Key(scope, "countries", place, group) for place in places))
    totals = tuple(Key(scope, "countries", place, TOTAL) for place in places)
    yield Relation((Key(scope, BASE, ALL, "sites"),), totals)
    for sign in by_id["indicators"].rows if "indicators" in by_id else ():
        in_play = tuple(Key(scope, "indicators", sign, level) for level in ("established", "possible"))
        yield Relation(in_play, tuple(Key(scope, "country_indicators", place, sign) for place in places))
        for place, total in zip(places, totals, strict=True):
            yield Relation((total,), (Key(scope, "country_indicators", place, sign),), within=True)
        hit = (Key(scope, "indicator_companies", sign, "established"),)
        yield Relation((Key(scope, "indicators", sign, "established"),), hit, within=True)


def _of_group(scope: str, group: str) -> tuple[Key, ...]:
    return tuple(Key(scope, "tiers", ALL, tier) for tier, of in TIER_GROUPS.items() if of == group)


def _of_actions(by_id: Mapping[str, Table], scope: str) -> Iterator[Relation]:
    for column in by_id["actions"].shown:
        everything = (Key(scope, "actions", ALL, column),)
        yield Relation(everything, tuple(Key(scope, "actions", row, column) for row in HORIZONS))
        yield Relation(everything, tuple(Key(scope, "action_leads", row, column) for row in LEADS))
    yield Relation((Key(scope, BASE, ALL, "actions"),), (Key(scope, "actions", ALL, TOTAL),))


def twins(found: Sequence[Table], scope: str) -> Iterator[tuple[Key, Key]]:
    """Cells that are zero together: where one is withheld, the other would say whether anything is there."""
    ids = {table.id: table for table in found}
    if "commitments_weight" in ids:
        for row in ids["commitments_weight"].rows:
            for column in ids["commitments_weight"].shown:
                yield Key(scope, "commitments", row, column), Key(scope, "commitments_weight", row, column)
    for tier in ids["tier_companies"].rows:
        yield Key(scope, "tier_companies", tier, WITH), Key(scope, "tiers", ALL, tier)
    for sign in ids["indicators"].rows if "indicators" in ids else ():
        yield Key(scope, "indicator_companies", sign, "established"), Key(scope, "indicators", sign, "established")
