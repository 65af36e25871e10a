"""From counts to numbers (method, sections 2, 3, 5 and 6): one set of formulas, for any set of parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add, mul

import narwhals as nw

from duediligence.model.scales import LEVELS, STRENGTHS, Scales
from duediligence.scoring.features import CLASSES
from duediligence.tables.engine import Engine, Frame

NO_CAP = 2.0
"""Above any cap: the place of a class that is absent when the smallest cap is sought."""

Parameters = Mapping[str, float]


def base_parameters(scales: Scales) -> Parameters:
    """The scales' own numbers: `l1..l4` levels, `s1..s3` strengths, `c0..c6` caps, `exponent`."""
    return {
        **{f"l{rank}": scales.levels[name].value for rank, name in enumerate(LEVELS, 1)},
        **{f"s{rank}": scales.strengths[name].value for rank, name in enumerate(STRENGTHS, 1)},
        **{f"c{level}": scales.caps[f"E{level}"].value for level in CLASSES},
        "exponent": scales.exponent.value,
    }


def parameter_table(engine: Engine, draws: Iterable[Parameters]) -> Frame:
    """A row a draw, with a column for every parameter."""
    rows = list(draws)
    names = sorted(rows[0])
    schema: dict[str, type] = {"draw": int, **dict.fromkeys(names, float)}
    return engine.table([(index, *(row[name] for name in names)) for index, row in enumerate(rows)], schema)


def indicator_bounds(features: Frame, parameters: Frame) -> Frame:
    """Adds `inherent`, `established`, `open`, `control` and `possible` to every row of features, for every draw."""
    rows = features.join(parameters, how="cross")
    rows = rows.with_columns(
        _noisy_or("l", "level", range(1, 5)).alias("inherent"),
        _noisy_or("s", "strength", range(1, 4)).alias("established"),
        _controls().alias("control"),
    )
    rows = rows.with_columns(_open().alias("open"))
    possible = nw.max_horizontal(nw.col("established"), (1 - nw.col("control")) * nw.col("open"))
    return rows.with_columns(possible.alias("possible"))


def supplier_bounds(rows: Frame, by: Sequence[str], *more: nw.Expr) -> Frame:
    """`established` and `possible` of suppliers (per group of `by`): near the maximum over their indicators.

    `more` are further aggregates of the same groups.
    """
    powers = [(nw.col(name) ** nw.col("exponent")).sum().alias(name) for name in ("established", "possible")]
    sums = rows.group_by(list(by)).agg(*powers, nw.col("exponent").max(), *more)
    return sums.with_columns(
        *(
            nw.min_horizontal(nw.lit(1.0), nw.col(name) ** (1 / nw.col("exponent"))).alias(name)
            for name in ("established", "possible")
        )
    ).drop("exponent")


def _noisy_or(parameter: str, count: str, ranks: range) -> nw.Expr:
    """1 - product of (1 - value) over everything counted: one strong sign is enough, more raise it further."""
    return 1 - reduce(mul, [(1 - nw.col(f"{parameter}{rank}")) ** nw.col(f"{count}_{rank}") for rank in ranks])


def _open() -> nw.Expr:
    """The largest possible(q, i) over the matters that take part; inherent risk where there is none."""
    inherent = nw.col("inherent")
    smallest_cap = nw.min_horizontal(*(_cap_if_present(level) for level in CLASSES))
    calm = nw.when(smallest_cap < NO_CAP).then((1 - smallest_cap * nw.col("reducible")) * inherent)
    reach = nw.max_horizontal(inherent, *(_strength_if_reached(rank) for rank in range(1, 4)))
    adverse = reduce(add, [nw.col(f"reach_{rank}") for rank in range(4)]) > 0
    objected = nw.when(adverse).then(reach)
    worst = nw.max_horizontal(calm.otherwise(nw.lit(0.0)), objected.otherwise(nw.lit(0.0)))
    nothing_asked = (smallest_cap >= NO_CAP) & ~adverse
    return nw.when(nothing_asked).then(inherent).otherwise(worst)


def _cap_if_present(level: int) -> nw.Expr:
    return nw.when(nw.col(f"benign_{level}") > 0).then(nw.col(f"c{level}")).otherwise(nw.lit(NO_CAP))


def _strength_if_reached(rank: int) -> nw.Expr:
    return nw.when(nw.col(f"reach_{rank}") > 0).then(nw.col(f"s{rank}")).otherwise(nw.lit(0.0))


def _controls() -> nw.Expr:
    earned = reduce(add, [nw.col(f"credit_{level}") * nw.col(f"c{level}") for level in CLASSES if level])
    works = (nw.col("controls") > 0) & (nw.col("blocked") == 0) & (nw.col("reducible") == 1)
    return nw.when(works).then(earned / nw.col("controls")).otherwise(nw.lit(0.0))
