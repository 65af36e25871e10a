"""Inherent risk (method, section 2): which drivers apply to whom, and at which level."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.model.scales import LEVELS
from duediligence.model.sector import Driver
from duediligence.tables.conditions import condition
from duediligence.tables.declared import level_rank
from duediligence.tables.engine import Code, Engine, Frame


def applying_drivers(engine: Engine, facts: Frame, content: SectorContent) -> Frame:
    """The drivers that apply: supplier, driver, known, indicator, level (1..4), critical.

    `known` is 1 where the condition holds, 0 where an unknown fact leaves it open (then at `if_unknown`).
    """
    nobody = engine.table([], {"supplier": Code, "place": int, "known": int})
    holding = [_holding(facts, place, driver, content) for place, driver in enumerate(content.drivers)]
    levels = engine.table(
        ((place, *row) for place, driver in enumerate(content.drivers) for row in _levels(driver, content)),
        {"place": int, "driver": Code, "known": int, "indicator": Code, "level": int, "critical": int},
    )
    applying = nw.concat([nobody, *holding], how="vertical").join(levels, on=["place", "known"], how="inner")
    return engine.keep(applying.drop("place"))


def level_if_unknown(driver: Driver, level: str) -> str | None:
    """The level of a driver whose condition hangs on an unknown fact; None where it then does not apply."""
    if driver.if_unknown == "none":
        return None
    if driver.if_unknown == "same":
        return level
    rank = LEVELS.index(level)
    if driver.if_unknown is not None:
        return LEVELS[min(rank, LEVELS.index(driver.if_unknown))]
    return LEVELS[rank - 1] if rank else None


def _holding(facts: Frame, place: int, driver: Driver, content: SectorContent) -> Frame:
    holds = condition(driver.when, content)
    state = nw.when(holds).then(nw.lit(1)).otherwise(nw.when(holds.is_null()).then(nw.lit(0)).otherwise(nw.lit(-1)))
    rows = facts.select("supplier", nw.lit(place).cast(nw.Int64).alias("place"), state.cast(nw.Int64).alias("known"))
    return rows.filter(nw.col("known") >= 0)


def _levels(driver: Driver, content: SectorContent) -> Iterator[tuple[object, ...]]:
    for indicator, level in driver.raises.items():
        if indicator not in content.indicators:
            continue
        yield driver.id, 1, indicator, level_rank(level), int(driver.critical)
        lower = level_if_unknown(driver, level)
        if lower is not None:
            yield driver.id, 0, indicator, level_rank(lower), 0
