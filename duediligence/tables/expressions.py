"""Expressions that many tables are made with: whole numbers of one type on every engine, for Spark sums no booleans."""

from __future__ import annotations

from collections.abc import Iterable

import narwhals as nw

from duediligence.model.response import AnswerState


def constant(value: int) -> nw.Expr:
    """The same whole number in every row."""
    return nw.lit(value).cast(nw.Int64)


def flag(holds: nw.Expr) -> nw.Expr:
    """1 where it holds, 0 where it does not or nobody knows."""
    return nw.when(holds).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64)


def row_count(name: str) -> nw.Expr:
    """How many rows a group has."""
    return nw.len().cast(nw.Int64).alias(name)


def zero_where_null(*names: str) -> list[nw.Expr]:
    """These columns with 0 where they say nothing."""
    return [nw.col(name).fill_null(0) for name in names]


def in_state(states: Iterable[AnswerState]) -> nw.Expr:
    """Whether an answer is in one of these states."""
    return nw.col("state").is_in(sorted(state.value for state in states))
