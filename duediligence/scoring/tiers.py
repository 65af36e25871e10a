"""Gate, severity, coverage and tier of every supplier (method, section 6)."""

from __future__ import annotations

from functools import reduce
from operator import or_

import narwhals as nw

from duediligence.model.assessment import DECIMALS, Gate, Tier
from duediligence.model.scales import GateRule, Scales
from duediligence.model.sector import Dimension
from duediligence.scoring.judgements import is_open
from duediligence.tables.conditions import FACT
from duediligence.tables.engine import Frame
from duediligence.tables.expressions import flag

STRENGTH_RANKS = (1, 2, 3)
"""weak, medium, strong"""
CONCERNS = (*(f"{dimension.value}_{rank}" for dimension in Dimension for rank in STRENGTH_RANKS), "critical_concerns")


def concerns(signals: Frame) -> Frame:
    """How many open concerns there are by dimension and strength (`coercion_3`: strong ones), and critical ones.

    Each matter counts once in a dimension, at its highest strength.
    """
    by_matter = signals.filter(is_open()).group_by(["supplier", "dimension", "matter"])
    matters = by_matter.agg(nw.col("strength").max(), nw.col("critical").max())
    counts = [_count(dimension, rank) for dimension in Dimension for rank in STRENGTH_RANKS]
    return matters.group_by("supplier").agg(*counts, nw.col("critical").sum().alias("critical_concerns"))


def gravest(scales: Scales) -> nw.Expr:
    """Of a supplier's indicators: the gravity of the gravest that is established or well possible; null where none."""
    in_play = (nw.col("established").round(DECIMALS) > 0) | (
        nw.col("possible").round(DECIMALS) >= scales.severity_from_possible.value
    )
    gravity = nw.max_horizontal(nw.col("scale"), nw.col("irremediable"))
    return nw.when(in_play).then(gravity).max().alias("gravest")


def severity() -> nw.Expr:
    """The gravest of what is in play, and the scope where anything is; from columns gravest and scope."""
    graver = nw.max_horizontal(nw.col("gravest"), nw.col("scope"))
    return nw.when(nw.col("gravest").is_null()).then(nw.lit(0.0)).otherwise(graver)


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


def gate(scales: Scales) -> nw.Expr:
    """The gate's name from the counts of `concerns`."""
    involuntary, coerced = _positive(Dimension.INVOLUNTARINESS, scales), _positive(Dimension.COERCION, scales)
    one = nw.when(coerced).then(nw.lit(Gate.COERCION.value)).otherwise(nw.lit(Gate.NONE.value))
    either = nw.when(involuntary).then(nw.lit(Gate.INVOLUNTARINESS.value)).otherwise(one)
    return nw.when(involuntary & coerced).then(nw.lit(Gate.BOTH.value)).otherwise(either)


def _count(dimension: Dimension, rank: int) -> nw.Expr:
    found = (nw.col("dimension") == dimension.value) & (nw.col("strength") == rank)
    return flag(found).sum().alias(f"{dimension.value}_{rank}")


def _positive(dimension: Dimension, scales: Scales) -> nw.Expr:
    return reduce(or_, [_rule(dimension, rule) for rule in scales.gate.value])


def _rule(dimension: Dimension, rule: GateRule) -> nw.Expr:
    weak, medium, strong = (nw.col(f"{dimension.value}_{rank}") for rank in STRENGTH_RANKS)
    beyond = strong + medium + weak - rule.strong
    return (strong >= rule.strong) & (medium >= rule.medium) & (weak >= rule.weak) & (beyond >= rule.other)


def scope(scales: Scales) -> nw.Expr:
    """How many people can be concerned, from the number of workers."""
    workers = nw.col(f"{FACT}workers")
    found: nw.Expr = nw.lit(scales.scope_unknown.value)
    for band in reversed(scales.scope.value):
        if band.below is None:
            found = nw.when(workers.is_null()).then(found).otherwise(nw.lit(band.value))
        else:
            found = nw.when(workers < band.below).then(nw.lit(band.value)).otherwise(found)
    return found
