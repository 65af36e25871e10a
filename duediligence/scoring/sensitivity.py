"""Which numbers of the method matter for a supplier's tier: each is varied alone, all others as they stand.

Levels, strengths, caps and thresholds move within the range of the robustness rule, the exponent over its list. Told is
the smallest change, up or down, after which the tier is another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import narwhals as nw

from duediligence.model.assessment import Tier
from duediligence.model.scales import LEVELS, STRENGTHS, Scale, Scales
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

STEPS = 25
"""How finely a range is walked, on each side."""

THRESHOLDS = ("high_established", "high_possible", "medium_established", "medium_possible", "coverage_floor")


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A number of the method (`levels.high`) at whose value `at` the tier becomes another than with `value`."""

    parameter: str
    value: float
    at: float
    tier: Tier

    @property
    def change(self) -> float:
        """By which share the number changes."""
        return abs(self.at - self.value) / self.value if self.value else 1.0


def sensitivity(engine: Engine, scores: Scores, supplier: str) -> tuple[Sensitive, ...]:
    """The numbers that matter for one supplier's tier, the most delicate first; none where none moves it."""
    fixed = scores.suppliers.filter(nw.col("supplier") == supplier)
    rows = engine.rows(fixed.select("supplier", "tier"))
    if not rows:
        return ()
    own = Tier(rows[0]["tier"])
    found = [*_by_parameter(engine, scores, supplier, own), *_by_threshold(engine, scores.content.scales, fixed, own)]
    return tuple(sorted(found, key=lambda s: (s.change, s.parameter, s.at)))


def _by_parameter(engine: Engine, scores: Scores, supplier: str, own: Tier) -> Iterator[Sensitive]:
    """Levels, strengths, caps and exponent: one table with a row a variation."""
    base = base_parameters(scores.content.scales)
    varied = [(name, value) for name in sorted(base) for value in _values(name, base[name], scores.content.scales)]
    draws: list[Parameters] = [{**base, name: value} for name, value in varied]
    counts = scores.indicators.filter(nw.col("supplier") == supplier).select("supplier", *FEATURES)
    bounds = supplier_bounds(indicator_bounds(counts, parameter_table(engine, draws)), ["supplier", "draw"])
    tiers = _tiers(engine, bounds, scores.suppliers, scores.content.scales)
    outcomes = [(name, base[name], value, tiers[draw]) for draw, (name, value) in enumerate(varied) if draw in tiers]
    yield from _nearest(((_name(name), value, at, found) for name, value, at, found in outcomes), own)


def _tiers(engine: Engine, bounds: Frame, suppliers: Frame, scales: Scales) -> dict[int, Tier]:
    fixed = suppliers.select("supplier", "critical", "received", "coverage", "gate")
    rows = bounds.join(fixed, on="supplier", how="inner").with_columns(tier(scales).alias("tier"))
    return {row["draw"]: Tier(row["tier"]) for row in engine.rows(rows.select("draw", "tier"))}


def _by_threshold(engine: Engine, scales: Scales, fixed: Frame, own: Tier) -> Iterator[Sensitive]:
    """Thresholds: one row with a column a variation."""
    varied = [(name, at) for name in THRESHOLDS for at in _around(_threshold(scales, name).value, scales)]
    columns = [tier(_with_threshold(scales, name, at)).alias(str(i)) for i, (name, at) in enumerate(varied)]
    (row,) = engine.rows(fixed.select(*columns))
    outcomes = (
        (name if name == "coverage_floor" else f"tiers.{name}", _threshold(scales, name).value, at, Tier(row[str(i)]))
        for i, (name, at) in enumerate(varied)
    )
    yield from _nearest(outcomes, own)


def _nearest(outcomes: Iterable[tuple[str, float, float, Tier]], own: Tier) -> Iterator[Sensitive]:
    """The smallest change on each side of every number after which the tier is another."""
    best: dict[tuple[str, bool], Sensitive] = {}
    for name, value, at, found in outcomes:
        side, moved = (name, at > value), Sensitive(name, value, at, found)
        if found is not own and (side not in best or moved.change < best[side].change):
            best[side] = moved
    yield from best.values()


def _values(name: str, value: float, scales: Scales) -> list[float]:
    if name == "exponent":
        return [other for other in scales.robustness.exponents.value if other != value]
    return _around(value, scales)


def _around(value: float, scales: Scales) -> list[float]:
    """Values below and above, within the range of the robustness rule and within 0..1."""
    low, high = scales.robustness.lowest_factor.value, scales.robustness.highest_factor.value
    shares = [step / STEPS for step in range(1, STEPS + 1)]
    below = [value * (1 + (low - 1) * share) for share in shares]
    above = [min(1.0, value * (1 + (high - 1) * share)) for share in shares]
    return [at for at in (*below, *above) if at != value]


def _name(parameter: str) -> str:
    """`l3` is levels.high, `s1` strengths.weak, `c5` caps.E5."""
    kind, rank = parameter[0], parameter[1:]
    names = {
        "l": lambda: f"levels.{LEVELS[int(rank) - 1]}",
        "s": lambda: f"strengths.{STRENGTHS[int(rank) - 1]}",
        "c": lambda: f"caps.E{rank}",
    }
    return parameter if parameter == "exponent" else names[kind]()


def _threshold(scales: Scales, name: str) -> Scale[float]:
    found: Scale[float] = getattr(scales if name == "coverage_floor" else scales.tiers, name)
    return found


def _with_threshold(scales: Scales, name: str, value: float) -> Scales:
    changed = {name: _threshold(scales, name).model_copy(update={"value": value})}
    if name == "coverage_floor":
        return scales.model_copy(update=changed)
    return scales.model_copy(update={"tiers": scales.tiers.model_copy(update=changed)})
