"""Gate, severity, coverage and tier of every supplier (method, section 6)."""

from __future__ import annotations

from functools import reduce
from operator import or_

import narwhals as nw

from duediligence.model.assessment import Gate, Tier
from duediligence.model.scales import GateRule, Scales
from duediligence.model.sector import Dimension
from duediligence.scoring.judgements import Judgements
from duediligence.tables.conditions import FACT
from duediligence.tables.engine import Frame

DECIMALS = 9
"""Thresholds are compared on values rounded here, so that the order of a sum decides nothing."""


def gates(judgements: Judgements, scales: Scales) -> Frame:
    """`involuntariness` and `coercion` (1: positive) of every supplier with open concerns."""
    is_open = (nw.col("counts") == 1) & (nw.col("closed") == 0)
    of_dimension = ["supplier", "dimension"]
    matters = judgements.signals.filter(is_open).group_by([*of_dimension, "matter"]).agg(nw.col("strength").max())
    names = ("weak", "medium", "strong")
    counts = matters.group_by(of_dimension).agg(*(_count(rank, name) for rank, name in enumerate(names, 1)))
    holds = reduce(or_, [_rule(rule) for rule in scales.gate.value])
    positive = counts.filter(holds)
    return positive.group_by("supplier").agg(*(_is(dimension) for dimension in Dimension))


def severities(bounds: Frame, facts: Frame, scales: Scales) -> Frame:
    """`severity`: the gravest of what is established or well possible, and the scope where anything is."""
    in_play = (nw.col("established").round(DECIMALS) > 0) | (
        nw.col("possible").round(DECIMALS) >= scales.severity_from_possible.value
    )
    gravest = (
        bounds.filter(in_play)
        .group_by("supplier")
        .agg(nw.max_horizontal(nw.col("scale"), nw.col("irremediable")).max().alias("gravest"))
    )
    rows = gravest.join(facts.select("supplier", _scope(scales).alias("scope")), on="supplier", how="inner")
    return rows.select("supplier", nw.max_horizontal(nw.col("gravest"), nw.col("scope")).alias("severity"))


def criticals(judgements: Judgements, drivers: Frame) -> Frame:
    """`critical` 1 for suppliers with an open critical concern, or a critical driver that is known to hold."""
    concerns = judgements.signals.filter((nw.col("critical") == 1) & (nw.col("closed") == 0)).select("supplier")
    places = drivers.filter((nw.col("critical") == 1) & (nw.col("known") == 1)).select("supplier")
    both = nw.concat([concerns, places], how="vertical").unique()
    return both.with_columns(nw.lit(1).cast(nw.Int64).alias("critical"))


def tier(scales: Scales) -> nw.Expr:
    """The first tier that holds, from columns critical, received, coverage, gate, established and possible."""
    limits = scales.tiers
    established, possible = nw.col("established").round(DECIMALS), nw.col("possible").round(DECIMALS)
    uncovered = (nw.col("received") == 1) & (nw.col("coverage").fill_null(1.0) < scales.coverage_floor.value)
    high = (
        (nw.col("gate") != Gate.NONE.value)
        | (established >= limits.high_established.value)
        | (possible >= limits.high_possible.value)
    )
    medium = (established >= limits.medium_established.value) | (possible >= limits.medium_possible.value)
    lower = nw.when(medium).then(nw.lit(Tier.MEDIUM.value)).otherwise(nw.lit(Tier.LOW.value))
    rated = nw.when(high).then(nw.lit(Tier.HIGH.value)).otherwise(lower)
    unless_unrated = nw.when(uncovered).then(nw.lit(Tier.NOT_RATEABLE.value)).otherwise(rated)
    return nw.when(nw.col("critical") == 1).then(nw.lit(Tier.CRITICAL.value)).otherwise(unless_unrated)


def gate() -> nw.Expr:
    """The gate's name from the columns of `gates` (null: not positive)."""
    involuntary = nw.col(Dimension.INVOLUNTARINESS.value).fill_null(0) == 1
    coerced = nw.col(Dimension.COERCION.value).fill_null(0) == 1
    one = nw.when(coerced).then(nw.lit(Gate.COERCION.value)).otherwise(nw.lit(Gate.NONE.value))
    either = nw.when(involuntary).then(nw.lit(Gate.INVOLUNTARINESS.value)).otherwise(one)
    return nw.when(involuntary & coerced).then(nw.lit(Gate.BOTH.value)).otherwise(either)


def _count(rank: int, name: str) -> nw.Expr:
    return nw.when(nw.col("strength") == rank).then(nw.lit(1)).otherwise(nw.lit(0)).sum().alias(name)


def _rule(rule: GateRule) -> nw.Expr:
    strong, medium, weak = nw.col("strong"), nw.col("medium"), nw.col("weak")
    beyond = strong + medium + weak - rule.strong
    return (strong >= rule.strong) & (medium >= rule.medium) & (weak >= rule.weak) & (beyond >= rule.other)


def _is(dimension: Dimension) -> nw.Expr:
    found = nw.when(nw.col("dimension") == dimension.value).then(nw.lit(1)).otherwise(nw.lit(0))
    return found.max().alias(dimension.value)


def _scope(scales: Scales) -> nw.Expr:
    workers = nw.col(f"{FACT}workers")
    scope: nw.Expr = nw.lit(scales.scope_unknown.value)
    for band in reversed(scales.scope.value):
        if band.below is None:
            scope = nw.when(workers.is_null()).then(scope).otherwise(nw.lit(band.value))
        else:
            scope = nw.when(workers < band.below).then(nw.lit(band.value)).otherwise(scope)
    return scope
