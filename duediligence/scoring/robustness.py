"""How sure a tier is (method, section 7): the share of varied parameter sets under which a supplier keeps it.

The counts of `features.py` repeat over suppliers, so the draws are computed once for each distinct row of counts.
Within a matter the best source and the strongest sign are those of the scales as they stand.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import narwhals as nw

from duediligence.model.scales import Scales
from duediligence.scoring.bounds import (
    Parameters,
    base_parameters,
    indicator_bounds,
    parameter_table,
    supplier_bounds,
)
from duediligence.scoring.features import FEATURES
from duediligence.scoring.score import Scores
from duediligence.scoring.tiers import tier
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.expressions import flag

ROWS_AT_ONCE = 3_000_000
"""Counts times draws that are held at the same time; further draws come after."""


def robustness(engine: Engine, scores: Scores, seed: int) -> Frame:
    """supplier, robustness: the share of draws in 0..1 in which the supplier's tier is the one that it has."""
    at_risk = scores.indicators.filter((nw.col("inherent") > 0) | (nw.col("possible") > 0))
    counts = at_risk.select("supplier", *FEATURES)
    distinct = engine.keep(counts.select(*FEATURES).unique().with_row_index("profile", order_by=FEATURES))
    profiles = engine.keep(counts.join(distinct, on=FEATURES, how="inner").select("supplier", "profile"))
    (length,) = next(engine.tuples(profiles.select(nw.len().alias("rows")), "rows"))
    varied = draws(scores.content.scales, seed)
    size = max(1, ROWS_AT_ONCE // max(1, length))
    parts = [
        engine.keep(_kept(engine, scores, profiles, distinct, varied[first : first + size]))
        for first in range(0, len(varied), size)
    ]
    kept = nw.concat(parts, how="vertical").group_by("supplier").agg(nw.col("kept").sum())
    return kept.select("supplier", (nw.col("kept") / len(varied)).alias("robustness"))


def _kept(engine: Engine, scores: Scores, profiles: Frame, distinct: Frame, varied: Sequence[Parameters]) -> Frame:
    """In how many of these draws each supplier keeps its tier."""
    scales = scores.content.scales
    bounds = indicator_bounds(distinct, parameter_table(engine, varied))
    bounds = engine.keep(bounds.select("profile", "draw", "exponent", "established", "possible"))
    rows = supplier_bounds(profiles.join(bounds, on="profile", how="inner"), ["supplier", "draw"])
    fixed = scores.suppliers.select(
        "supplier", "critical", "received", "coverage", "gate", nw.col("tier").alias("own_tier")
    )
    tiers = rows.join(fixed, on="supplier", how="inner").with_columns(tier(scales).alias("tier"))
    same = flag(nw.col("tier") == nw.col("own_tier"))
    return tiers.group_by("supplier").agg(same.sum().alias("kept"))


def draws(scales: Scales, seed: int) -> list[Parameters]:
    """Parameter sets in which every level, strength and cap is scaled by a factor of its own, kept within 0..1."""
    chance = random.Random(seed)  # noqa: S311 (a repeatable simulation, no secret)
    rule = scales.robustness
    low, high = rule.lowest_factor.value, rule.highest_factor.value
    base = base_parameters(scales)
    varied: list[Parameters] = []
    for _ in range(rule.draws.value):
        row = {name: min(1.0, value * chance.uniform(low, high)) for name, value in sorted(base.items())}
        varied.append({**row, "exponent": chance.choice(rule.exponents.value)})
    return varied
