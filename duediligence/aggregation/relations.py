"""What any reader knows of the sector tables without seeing a number: which cells add up to which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duediligence.aggregation.cells import Key
from duediligence.aggregation.classes import (
    ALL,
    CRITICAL,
    DUE,
    ESTABLISHED,
    NOT_DUE,
    POSSIBLE,
    TOTAL,
    WITH,
    Detail,
    bands,
    members,
)
from duediligence.aggregation.contributions import PLACES
from duediligence.aggregation.design import BASE, Table
from duediligence.model.assessment import Tier
from duediligence.model.measure import HORIZONS, ROLES


@dataclass(frozen=True, slots=True)
class Relation:
    """The parts add up to the wholes, or (`within`) to no more than them."""

    wholes: tuple[Key, ...]
    parts: tuple[Key, ...]
    within: bool = False


def relations(found: Sequence[Table], detail: Detail, scope: str) -> Iterator[Relation]:
    """What adds up inside the tables of one scope, and between them."""
    by_id = {table.id: table for table in found}
    for table in found:
        for row in table.rows:
            if table.adds_up:
                parts = tuple(Key(scope, table.id, row, column) for column in table.parts)
                yield Relation((table.total_of(scope, row),), parts)
    yield from _of_commitments(by_id, scope)
    yield from _of_tiers(by_id, scope)
    yield from _of_signs(by_id, scope)
    for table in found:
        if f"{table.id}_indicators" in by_id:
            yield from _of_places(table, by_id, detail, scope)
    yield from _of_evidence(by_id, detail, scope)
    yield from _of_actions(by_id, scope)
    if "shared_critical" in by_id:
        yield Relation((Key(scope, "shared", ALL, WITH),), (Key(scope, "shared_critical", ALL, TOTAL),))


def _of_commitments(by_id: Mapping[str, Table], scope: str) -> Iterator[Relation]:
    """For every company a commitment is due or not."""
    if "commitments" in by_id:
        for row in by_id["commitments"].rows:
            both = (Key(scope, "commitments", row, DUE), Key(scope, "commitments", row, NOT_DUE))
            yield Relation((Key(scope, BASE, ALL, "companies"),), both)


def _of_tiers(by_id: Mapping[str, Table], scope: str) -> Iterator[Relation]:
    """A company with a site in a tier has at least one."""
    if {"tier_companies", "tiers"} <= by_id.keys():
        for tier in by_id["tier_companies"].rows:
            yield Relation((Key(scope, "tiers", ALL, tier),), (Key(scope, "tier_companies", tier, WITH),), within=True)


def _of_signs(by_id: Mapping[str, Table], scope: str) -> Iterator[Relation]:
    """A company at which a sign is at its gravest established, or possible, has at least one such site."""
    if {"indicators", "indicator_companies"} <= by_id.keys():
        for level in {ESTABLISHED, POSSIBLE} & set(by_id["indicator_companies"].parts):
            for sign in by_id["indicators"].rows:
                hit = (Key(scope, "indicator_companies", sign, level),)
                yield Relation((Key(scope, "indicators", sign, level),), hit, within=True)


def _of_places(table: Table, by_id: Mapping[str, Table], detail: Detail, scope: str) -> Iterator[Relation]:
    """Every site has one country, so countries add up to all sites; goods and processes a site may have several of."""
    several = table.id != PLACES
    for group in table.parts:
        tiers = tuple(Key(scope, "tiers", ALL, tier) for tier in members(detail.tiers, group))
        yield from _split(tiers, _column(table, group, scope), several)
    yield from _split((Key(scope, BASE, ALL, "sites"),), _column(table, TOTAL, scope), several)
    signed = by_id[f"{table.id}_indicators"]
    for sign in signed.shown:
        in_play = tuple(Key(scope, "indicators", sign, level) for level in (ESTABLISHED, POSSIBLE))
        cells = _column(signed, sign, scope)
        yield from _split(in_play, cells, several)
        for whole, part in zip(_column(table, TOTAL, scope), cells, strict=True):
            yield Relation((whole,), (part,), within=True)


def _column(table: Table, column: str, scope: str) -> tuple[Key, ...]:
    return tuple(Key(scope, table.id, row, column) for row in table.rows)


def _split(wholes: tuple[Key, ...], parts: tuple[Key, ...], several: bool) -> Iterator[Relation]:
    if several:
        yield from (Relation(wholes, (part,), within=True) for part in parts)
    else:
        yield Relation(wholes, parts)


def _of_evidence(by_id: Mapping[str, Table], detail: Detail, scope: str) -> Iterator[Relation]:
    """Who answered too little is not rateable unless critical; who answered nothing has no evidence."""
    if not {"coverage", "evidence", "tiers"} <= by_id.keys():
        return
    yield Relation((Key(scope, "evidence", ALL, "E0"),), (Key(scope, "coverage", ALL, "screened"),), within=True)
    if detail.rated_from in detail.coverage:
        low = bands(detail.coverage)[: detail.coverage.index(detail.rated_from) + 1]
        answered = tuple(Key(scope, "coverage", ALL, band) for band in low)
        unrated, critical = (Key(scope, "tiers", ALL, tier) for tier in (Tier.NOT_RATEABLE.value, CRITICAL))
        yield Relation(answered, (unrated,), within=True)
        yield Relation((unrated, critical), answered, within=True)


def _of_actions(by_id: Mapping[str, Table], scope: str) -> Iterator[Relation]:
    if "actions" not in by_id:
        return
    for column in by_id["actions"].shown:
        everything = (Key(scope, "actions", ALL, column),)
        yield Relation(everything, tuple(Key(scope, "actions", row, column) for row in HORIZONS))
        yield Relation(everything, tuple(Key(scope, "action_leads", row, column) for row in ROLES))
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
        yield Key(scope, "indicator_companies", sign, ESTABLISHED), Key(scope, "indicators", sign, ESTABLISHED)
