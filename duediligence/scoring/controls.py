"""What policies and systems are credited with (method, section 5): only for what is possible, only as far as shown."""

from __future__ import annotations

import narwhals as nw

from duediligence.model.response import LEAVES_ALL_POSSIBLE, AnswerState
from duediligence.scoring.coverage import MATTER, newest_on_matter
from duediligence.scoring.judgements import Judgements
from duediligence.tables.declared import Declared
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.expressions import constant, in_state, row_count


def credited(engine: Engine, responses: Frame, declared: Declared) -> Frame:
    """The credit of each matter from its source of the highest class: supplier, matter, evidence, credit."""
    answered = responses.filter(nw.col("state") == AnswerState.ANSWERED.value)
    rows = newest_on_matter(responses.join(declared.questions, on="question", how="inner"))
    rows = rows.join(declared.credits, on=["question", "key"], how="inner")
    rows = rows.join(answered.select("answer").unique(), on="answer", how="inner")
    by_answer = rows.group_by([*MATTER, "answer", "evidence"]).agg(nw.col("credit").max())
    best = by_answer.group_by(MATTER).agg(nw.col("evidence").max().alias("best"))
    rows = by_answer.join(best, on=MATTER, how="inner").filter(nw.col("evidence") == nw.col("best"))
    return engine.keep(rows.group_by([*MATTER, "evidence"]).agg(nw.col("credit").min()))


def control_features(put_matters: Frame, credit: Frame, declared: Declared) -> Frame:
    """By supplier and indicator: `controls` (matters put) and `credit_1`..`credit_6` (credit sums by class)."""
    rows = put_matters.join(declared.controls, on="matter", how="inner").join(credit, on=MATTER, how="left")
    sums = [
        nw.when(nw.col("evidence") == level)
        .then(nw.col("credit"))
        .otherwise(nw.lit(0.0))
        .sum()
        .alias(f"credit_{level}")
        for level in range(1, 7)
    ]
    return rows.group_by(["supplier", "indicator"]).agg(row_count("controls"), *sums)


def blocked_controls(judgements: Judgements, declared: Declared) -> Frame:
    """`blocked` 1 for every supplier and indicator where a matter that covers the indicator was refused."""
    refused = judgements.said.filter((nw.col("counts") == 1) & in_state(LEAVES_ALL_POSSIBLE))
    rows = refused.select("supplier", "matter").unique().join(declared.matters, on="matter", how="inner")
    return rows.select("supplier", "indicator").unique().with_columns(constant(1).alias("blocked"))
