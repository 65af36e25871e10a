"""What to ask next (method, section 7): the drop in `possible` if an open question came back without concern."""

from __future__ import annotations

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Respondent
from duediligence.model.scales import Evidence
from duediligence.scoring.bounds import base_parameters, indicator_bounds, parameter_table
from duediligence.scoring.features import CLASSES, FEATURES, PAIR
from duediligence.scoring.judgements import CELL
from duediligence.scoring.reasons import Reasons
from duediligence.scoring.score import Scores
from duediligence.tables.engine import Code, Engine, Frame

QUESTION = ["supplier", "question"]
LEAST = 1e-9
"""Anything below is noise of the arithmetic."""


def ask_next(engine: Engine, scores: Scores, behind: Reasons) -> Frame:
    """supplier, question, evidence (class the answer can reach), drop, potential; only questions that can help.

    `drop` is by how much the supplier's `possible` would fall, `potential` by how much the matter's own would:
    where several matters keep an indicator open, answering one of them drops nothing yet.
    """
    parameters = engine.keep(parameter_table(engine, [base_parameters(scores.content.scales)]))
    cells = _improvable(engine, behind.details.cells, scores.content)
    now = scores.indicators.select(*PAIR, *FEATURES, "inherent", "exponent", nw.col("possible").alias("possible_now"))
    rows = cells.join(now, on=PAIR, how="inner").with_columns(*_improved_counts())
    rows = rows.drop("inherent", "exponent")
    rows = indicator_bounds(rows, parameters)
    rows = rows.with_columns(_gain().alias("gain"), _power("possible_now").alias("was"), _power("possible").alias("is"))
    questions = rows.group_by([*QUESTION, "reach_class", "exponent"]).agg(
        (nw.col("was") - nw.col("is")).sum().alias("less"), nw.col("gain").max().alias("potential")
    )
    totals = scores.indicators.with_columns(_power("possible").alias("all"))
    totals = totals.group_by("supplier").agg(nw.col("all").sum())
    drops = questions.join(totals, on="supplier", how="inner").with_columns(_drop().alias("drop"))
    telling = (nw.col("drop") > LEAST) | (nw.col("potential") > LEAST)
    return drops.filter(telling).select(*QUESTION, nw.col("reach_class").alias("evidence"), "drop", "potential")


def _improvable(engine: Engine, cells: Frame, content: SectorContent) -> Frame:
    """Put cells without an open concern, by the questions that could assure them better than anything so far."""
    calm = cells.filter((nw.col("put") == 1) & (nw.col("strength").fill_null(0) == 0))
    cells = calm.select(*CELL, "reach", "evidence").join(_assuring(engine, content), on=["matter", "indicator"])
    refused = ~nw.col("reach").is_null()  # only who refused can take the refusal back
    better = ~refused & (nw.col("reach_class") > nw.col("evidence"))
    return cells.filter(better | (refused & (nw.col("own_form") == 1)))


def _assuring(engine: Engine, content: SectorContent) -> Frame:
    """Which question can say `no_concern` on which matter and indicator, at the class of its respondent."""
    rows = [
        (question.id, content.matter_of[question.id], indicator, *_reached(form.respondent, content))
        for form in content.questionnaires.values()
        if form.respondent.value in content.scales.reach
        for question in form.questions()
        for indicator in sorted({i for _, effects in question.effects() for i in effects.no_concern})
        if indicator in content.indicators and content.indicators[indicator].reducible
    ]
    schema: dict[str, type] = {"question": Code, "matter": Code, "indicator": Code, "reach_class": int, "own_form": int}
    return engine.table(rows, schema)


def _reached(respondent: Respondent, content: SectorContent) -> tuple[int, int]:
    evidence = Evidence[content.scales.reach[respondent.value].value]
    return int(evidence), int(respondent is Respondent.SUPPLIER)


def _improved_counts() -> list[nw.Expr]:
    """Takes the cell from where it counts now (its class, or its refusal) and adds it at the class it could have."""
    refused = ~nw.col("reach").is_null()
    moved = []
    for level in CLASSES:
        leaves = nw.when(~refused & (nw.col("evidence") == level)).then(nw.lit(1)).otherwise(nw.lit(0))
        comes = nw.when(nw.max_horizontal("reach_class", "evidence") == level).then(nw.lit(1)).otherwise(nw.lit(0))
        moved.append((nw.col(f"benign_{level}") - leaves + comes).alias(f"benign_{level}"))
    for rank in range(4):
        leaves = nw.when(refused & (nw.col("reach") == rank)).then(nw.lit(1)).otherwise(nw.lit(0))
        moved.append((nw.col(f"reach_{rank}") - leaves).alias(f"reach_{rank}"))
    return moved


def _gain() -> nw.Expr:
    """How much lower the matter's own possible would be."""
    now = nw.lit(0.0)
    then = nw.lit(0.0)
    for level in CLASSES:
        now = now + nw.when(nw.col("evidence") == level).then(nw.col(f"c{level}")).otherwise(nw.lit(0.0))
        then = then + nw.when(nw.col("reach_class") == level).then(nw.col(f"c{level}")).otherwise(nw.lit(0.0))
    return (then - now) * nw.col("inherent")


def _power(name: str) -> nw.Expr:
    return nw.col(name) ** nw.col("exponent")


def _drop() -> nw.Expr:
    root = 1 / nw.col("exponent")
    left = nw.max_horizontal(nw.lit(0.0), nw.col("all") - nw.col("less"))
    before = nw.min_horizontal(nw.lit(1.0), nw.col("all") ** root)
    return nw.max_horizontal(nw.lit(0.0), before - nw.min_horizontal(nw.lit(1.0), left**root))
