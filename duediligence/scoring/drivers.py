"""Inherent risk (method, section 2): which drivers apply to whom, and at which level."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.model.scales import LEVELS
from duediligence.model.sector import Driver
from duediligence.scoring.packed import total
from duediligence.tables.conditions import condition
from duediligence.tables.declared import level_rank
from duediligence.tables.engine import Code, Engine, Frame

STATE = "driver:"
"""Prefix of the columns with the states: `driver:3` is 1 where the third driver's condition holds, 0 where an unknown
fact leaves it open (then it applies at `if_unknown`), -1 where it fails."""


def with_drivers(facts: Frame, content: SectorContent) -> Frame:
    """The facts with the state of every driver."""
    return facts.with_columns(
        *(_state(driver, content).alias(f"{STATE}{place}") for place, driver in enumerate(content.drivers))
    )


def applying_drivers(engine: Engine, stated: Frame, content: SectorContent) -> Frame:
    """The drivers that apply: supplier, driver, known (1, or 0 at `if_unknown`), indicator, level (1..4), critical."""
    none = nw.lit(-1).cast(nw.Int64)
    nobody = stated.select("supplier", none.alias("place"), none.alias("known")).filter(nw.col("known") >= 0)
    holding = [_holding(stated, place) for place in range(len(content.drivers))]
    levels = engine.table(
        ((place, *row) for place, driver in enumerate(content.drivers) for row in raised(driver, content)),
        {"place": int, "driver": Code, "known": int, "indicator": Code, "level": int, "critical": int},
    )
    applying = nw.concat([nobody, *holding], how="vertical").join(levels, on=["place", "known"], how="inner")
    return applying.drop("place")


def level_sums(content: SectorContent, indicator: str) -> list[nw.Expr]:
    """`level_1`..`level_4`: how many drivers of an indicator apply at each level."""
    places = {driver.id: place for place, driver in enumerate(content.drivers)}
    states: dict[int, list[nw.Expr]] = {rank: [] for rank in range(1, len(LEVELS) + 1)}
    for driver in content.drivers:
        for id, known, raises, rank, _ in raised(driver, content):
            if raises == indicator:
                states[rank].append(nw.col(f"{STATE}{places[id]}") == known)
    return [total(_one(part) for part in parts).alias(f"level_{rank}") for rank, parts in states.items()]


def is_critical(content: SectorContent) -> nw.Expr:
    """1 where a critical driver is known to hold."""
    places = [place for place, driver in enumerate(content.drivers) if any(row[-1] for row in raised(driver, content))]
    held = reduce(or_, [nw.col(f"{STATE}{place}") == 1 for place in places], nw.lit(False))
    return _one(held)


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


def _one(holds: nw.Expr) -> nw.Expr:
    return nw.when(holds).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64)


def _state(driver: Driver, content: SectorContent) -> nw.Expr:
    holds = condition(driver.when, content)
    unless_held = nw.when(holds.is_null()).then(nw.lit(0)).otherwise(nw.lit(-1))
    return nw.when(holds).then(nw.lit(1)).otherwise(unless_held).cast(nw.Int64)


def _holding(stated: Frame, place: int) -> Frame:
    rows = stated.filter(nw.col(f"{STATE}{place}") >= 0)
    return rows.select(
        "supplier", nw.lit(place).cast(nw.Int64).alias("place"), nw.col(f"{STATE}{place}").alias("known")
    )


def raised(driver: Driver, content: SectorContent) -> Iterator[tuple[str, int, str, int, int]]:
    """What a driver raises known (1) or open (0): driver, known, indicator, rank, critical."""
    for indicator, level in driver.raises.items():
        if indicator not in content.indicators:
            continue
        yield driver.id, 1, indicator, level_rank(level), int(driver.critical)
        lower = level_if_unknown(driver, level)
        if lower is not None:
            yield driver.id, 0, indicator, level_rank(lower), 0
