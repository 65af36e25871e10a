"""Which matters are answered, which left the sum as not applicable, and how much of the core was answered."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from duediligence.model.response import LEAVES_ALL_POSSIBLE, AnswerState
from duediligence.tables.declared import Declared
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.expressions import constant, flag, in_state

MATTER = ["supplier", "matter"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """counting: the answers that decide, with supplier, matter and state.

    matters: supplier, matter, answered, left (1: only answered not_applicable), received (1: not only silence).
    """

    counting: Frame
    matters: Frame


def coverage(engine: Engine, responses: Frame, declared: Declared, signals: Frame) -> Coverage:
    """A core question is answered when its matter is, by any source."""
    answered = responses.join(declared.questions, on="question", how="inner")
    counting = engine.keep(_counting(answered, signals))
    matters = _matters(counting).join(_received(answered), on=MATTER, how="left")
    return Coverage(counting, engine.keep(matters.with_columns(nw.col("received").fill_null(0))))


def newest_on_matter(answered: Frame) -> Frame:
    """The answers that are the newest of their kind of source on their matter."""
    newest = nw.col("day").max().over(*MATTER, "source").alias("newest")
    return answered.with_columns(newest).filter(nw.col("day") == nw.col("newest")).drop("newest")


def _counting(answered: Frame, signals: Frame) -> Frame:
    """The newest answers, the more adverse ones of one day, and critical concerns, which nothing newer replaces."""
    marks = signals.group_by("answer").agg(nw.col("critical").max())
    rows = answered.join(marks, on="answer", how="left")
    adverse = ~nw.col("critical").is_null() | in_state(LEAVES_ALL_POSSIBLE)
    newest = newest_on_matter(rows.with_columns(flag(adverse).alias("adverse")))
    newest = newest.with_columns(nw.col("adverse").max().over(*MATTER, "source").alias("worst"))
    newest = newest.filter(nw.col("adverse") == nw.col("worst"))
    kept = ["answer", *MATTER, "state"]
    critical = rows.filter(nw.col("critical") == 1)
    return nw.concat([newest.select(kept), critical.select(kept)], how="vertical").unique()


def _matters(newest: Frame) -> Frame:
    is_answered = flag(nw.col("state") == AnswerState.ANSWERED.value)
    is_left = flag(nw.col("state") == AnswerState.NOT_APPLICABLE.value)
    return newest.group_by(MATTER).agg(is_answered.max().alias("answered"), is_left.min().alias("left"))


def _received(answered: Frame) -> Frame:
    spoken = answered.filter(nw.col("state") != AnswerState.NO_ANSWER.value)
    return spoken.select(*MATTER).unique().with_columns(constant(1).alias("received"))
