"""What to ask next (method, section 7): the drop in `possible` if an open question came back without concern."""

from __future__ import annotations

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Respondent
from duediligence.model.scales import Evidence
from duediligence.model.sector import Dimension
from duediligence.scoring.bounds import base_parameters, indicator_bounds, parameter_table
from duediligence.scoring.details import Details
from duediligence.scoring.features import CLASSES, FEATURES, PAIR
from duediligence.scoring.judgements import CELL, is_open
from duediligence.scoring.reasons import Reasons
from duediligence.scoring.score import Scores
from duediligence.tables.engine import Code, Engine, Frame
from duediligence.tables.expressions import flag, row_count, zero_where_null

QUESTION = ["supplier", "question"]
LEAST = 1e-9
"""Anything below is noise of the arithmetic."""


def ask_next(engine: Engine, scores: Scores, behind: Reasons) -> Frame:
    """supplier, question, evidence (class the answer can reach), drop, potential; only questions that can help.

    `drop` is by how much the supplier's `possible` would fall, `potential` by how much the matter's own would:
    where several matters keep an indicator open, answering one of them drops nothing yet.
    """
    parameters = engine.keep(parameter_table(engine, [base_parameters(scores.content.scales)]))
    cells = _improvable(engine, behind.details, scores.content)
    now = scores.indicators.select(*PAIR, *FEATURES, "inherent", "exponent", nw.col("possible").alias("possible_now"))
    rows = cells.join(now, on=PAIR, how="inner").with_columns(*_improved_counts())
    rows = rows.drop("inherent", "exponent")
    rows = indicator_bounds(rows, parameters)
    rows = rows.with_columns(_gain().alias("gain"), _power("possible_now").alias("was"), _power("possible").alias("is"))
    questions = rows.group_by([*QUESTION, "exponent"]).agg(
        (nw.col("was") - nw.col("is")).sum().alias("less"),
        nw.col("gain").max().alias("potential"),
        nw.col("reach_class").max().alias("evidence"),
    )
    totals = scores.indicators.with_columns(_power("possible").alias("all"))
    totals = totals.group_by("supplier").agg(nw.col("all").sum())
    drops = questions.join(totals, on="supplier", how="inner").with_columns(_drop().alias("drop"))
    telling = (nw.col("drop") > LEAST) | (nw.col("potential") > LEAST)
    return drops.filter(telling).select(*QUESTION, "evidence", "drop", "potential")


def _improvable(engine: Engine, details: Details, content: SectorContent) -> Frame:
    """The cells by the questions that could help: assure better, take a refusal back, or close every open concern.

    Whoever refused can take the refusal back, also on what the answer cannot assure. A concern is ended by a source of
    a class that closes it; a supplier is not asked to take back what it said. A cell with both is left out: no single
    answer helps.
    """
    cells = details.cells.with_columns(*zero_where_null("strength", "refused"))
    cells = cells.join(_closing(details.judgements.signals, content), on=CELL, how="left")
    cells = cells.join(_alone(cells), on=PAIR, how="left").with_columns(*zero_where_null("refusals"))
    cells = cells.join(_asking(engine, content), on=["matter", "indicator"])
    put, worried, refused, assures = (nw.col(name) > 0 for name in ("put", "strength", "refused", "reach_class"))
    own_concern = (nw.col("own_form") == 1) & (nw.col("strength").max().over("supplier", "matter") > 0)
    better = put & ~worried & ~refused & ~own_concern & (nw.col("reach_class") > nw.col("evidence"))
    taken_back = put & ~worried & refused & (nw.col("own_form") == 1)
    closed = assures & worried & ~refused & (nw.col("reach_class") >= nw.col("closing_class"))
    return cells.filter(better | taken_back | closed)


def _closing(signals: Frame, content: SectorContent) -> Frame:
    """supplier, matter, indicator, closing_class: the least class that closes all open concerns of a cell."""
    closing = content.scales.closing
    coercion, other = (
        nw.lit(int(closing.least(dimension))) for dimension in (Dimension.COERCION, Dimension.INVOLUNTARINESS)
    )
    least = nw.when(nw.col("dimension") == Dimension.COERCION.value).then(coercion).otherwise(other)
    still_open = signals.filter(is_open())
    return (
        still_open.with_columns(least.alias("least")).group_by(CELL).agg(nw.col("least").max().alias("closing_class"))
    )


def _alone(cells: Frame) -> Frame:
    """supplier, indicator, refusals: the last one that is taken back lets the controls count again."""
    return cells.filter(nw.col("refused") > 0).group_by(PAIR).agg(row_count("refusals"))


def _asking(engine: Engine, content: SectorContent) -> Frame:
    """Which question can say `no_concern` on which matter and indicator, at the class of its respondent.

    `reach_class` is 0 for what a question covers without being able to assure it.
    """
    rows = [
        (question.id, content.matter_of[question.id], indicator, reached if indicator in assured else 0, own_form)
        for form in content.questionnaires.values()
        if form.respondent.value in content.scales.reach
        for reached, own_form in [_reached(form.respondent, content)]
        for question in form.questions()
        for assured in [{i for _, effects in question.effects() for i in effects.no_concern}]
        for indicator in sorted(question.covers())
        if indicator in content.indicators and content.indicators[indicator].reducible
    ]
    schema: dict[str, type] = {"question": Code, "matter": Code, "indicator": Code, "reach_class": int, "own_form": int}
    return engine.table(rows, schema)


def _reached(respondent: Respondent, content: SectorContent) -> tuple[int, int]:
    evidence = Evidence[content.scales.reach[respondent.value].value]
    return int(evidence), int(respondent is Respondent.SUPPLIER)


def _improved_counts() -> list[nw.Expr]:
    """Takes the cell from where it counts now (its class, or what objects) and adds it at the class it could have."""
    objected = ~nw.col("reach").is_null()
    best = nw.max_horizontal("reach_class", "evidence")
    moved = []
    for level in CLASSES:
        leaves = flag(~objected & (nw.col("evidence") == level))
        comes = flag((nw.col("put") == 1) & (best == level))
        moved.append((nw.col(f"benign_{level}") - leaves + comes).alias(f"benign_{level}"))
    for count, ranks in (("reach", range(4)), ("strength", range(1, 4))):
        for rank in ranks:
            leaves = flag(objected & (nw.col(count) == rank))
            moved.append((nw.col(f"{count}_{rank}") - leaves).alias(f"{count}_{rank}"))
    last = (nw.col("refused") > 0) & (nw.col("refusals") == 1)
    return [*moved, nw.when(last).then(nw.lit(0)).otherwise(nw.col("blocked")).alias("blocked")]


def _gain() -> nw.Expr:
    """How much lower the matter's own possible would be."""
    cap_now, cap_then = nw.lit(0.0), nw.lit(0.0)
    best = nw.max_horizontal("reach_class", "evidence")
    for level in CLASSES:
        cap_now = cap_now + nw.when(nw.col("evidence") == level).then(nw.col(f"c{level}")).otherwise(nw.lit(0.0))
        cap_then = cap_then + nw.when(best == level).then(nw.col(f"c{level}")).otherwise(nw.lit(0.0))
    inherent, reached = nw.col("inherent"), nw.col("reach")
    signals = (nw.when(reached == rank).then(nw.col(f"s{rank}")).otherwise(nw.lit(0.0)) for rank in range(1, 4))
    objected = nw.max_horizontal(inherent, *signals)
    now = nw.when(reached.is_null()).then((1 - cap_now) * inherent).otherwise(objected)
    return now - (1 - cap_then) * inherent


def _power(name: str) -> nw.Expr:
    return nw.col(name) ** nw.col("exponent")


def _drop() -> nw.Expr:
    root = 1 / nw.col("exponent")
    left = nw.max_horizontal(nw.lit(0.0), nw.col("all") - nw.col("less"))
    before = nw.min_horizontal(nw.lit(1.0), nw.col("all") ** root)
    return nw.max_horizontal(nw.lit(0.0), before - nw.min_horizontal(nw.lit(1.0), left**root))
