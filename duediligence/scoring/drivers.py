"""Inherent risk (method, section 2): which drivers apply to whom, and at which level."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.model.scales import LEVELS
from duediligence.model.sector import Driver
from duediligence.scoring.packed import total
from duediligence.tables.conditions import condition
from duediligence.tables.declared import level_rank
from duediligence.tables.engine import Code, Engine, Frame
from duediligence.tables.expressions import constant, flag

HELD, MAYBE = "held:", "maybe:"
"""Prefixes of columns: `held:3` is 1 where the third driver's condition is known to hold, `maybe:3` where an unknown
fact leaves it open (then it applies at `if_unknown`)."""


def with_drivers(facts: Frame, content: SectorContent) -> Frame:
    """The facts with the state of every driver."""
    names = [str(place) for place in range(len(content.drivers))]
    conditions = [condition(driver.when, content) for driver in content.drivers]
    rows = facts.with_columns(*(holds.alias(HELD + name) for holds, name in zip(conditions, names, strict=True)))
    return rows.with_columns(
        *(nw.col(HELD + name).is_null().cast(nw.Int64).alias(MAYBE + name) for name in names),
        *(nw.col(HELD + name).fill_null(False).cast(nw.Int64) for name in names),
    )


def applying_drivers(engine: Engine, stated: Frame, content: SectorContent) -> Frame:
    """The drivers that apply: supplier, driver, known (1, or 0 at `if_unknown`), indicator, level (1..4), critical."""
    none = constant(-1)
    nobody = stated.select("supplier", none.alias("place"), none.alias("known")).filter(nw.col("known") >= 0)
    states = [(place, known) for place in range(len(content.drivers)) for known in (1, 0)]
    holding = [_holding(stated, place, known) for place, known in states]
    levels = engine.table(
        ((place, *row) for place, driver in enumerate(content.drivers) for row in raised(driver, content)),
        {"place": int, "driver": Code, "known": int, "indicator": Code, "level": int, "critical": int},
    )
    applying = nw.concat([nobody, *holding], how="vertical").join(levels, on=["place", "known"], how="inner")
    return applying.drop("place")


def level_sums(content: SectorContent) -> dict[str, list[nw.Expr]]:
    """For each indicator `level_1`..`level_4`: how many of its drivers apply at each level."""
    columns: dict[tuple[str, int], list[str]] = {}
    for place, driver in enumerate(content.drivers):
        for _, known, indicator, rank, _ in raised(driver, content):
            columns.setdefault((indicator, rank), []).append(f"{HELD if known else MAYBE}{place}")
    ranks = range(1, len(LEVELS) + 1)
    return {i: [total(columns.get((i, rank), ())).alias(f"level_{rank}") for rank in ranks] for i in content.indicators}


def is_critical(content: SectorContent) -> nw.Expr:
    """1 where a critical driver is known to hold."""
    drivers = enumerate(content.drivers)
    places = [place for place, driver in drivers if any(critical for *_, critical in raised(driver, content))]
    held = total(f"{HELD}{place}" for place in places)
    return flag(held > 0)


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


def _holding(stated: Frame, place: int, known: int) -> Frame:
    rows = stated.filter(nw.col(f"{HELD if known else MAYBE}{place}") == 1)
    numbers = {"place": place, "known": known}
    return rows.select("supplier", *(constant(value).alias(name) for name, value in numbers.items()))


def raised(driver: Driver, content: SectorContent) -> Iterator[tuple[str, int, str, int, int]]:
    """What a driver raises known (1) or open (0): driver, known, indicator, rank, critical."""
    for indicator, level in driver.raises.items():
        if indicator not in content.indicators:
            continue
        yield driver.id, 1, indicator, level_rank(level), int(driver.critical)
        lower = level_if_unknown(driver, level)
        if lower is not None:
            yield driver.id, 0, indicator, level_rank(lower), 0
