"""The whole method in the order in which it runs: facts and responses in, one row a supplier out."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.model.response import AnswerState
from duediligence.scoring.bounds import base_parameters, indicator_bounds, parameter_table, supplier_bounds
from duediligence.scoring.controls import blocked_controls, control_features, credited
from duediligence.scoring.coverage import Coverage, coverage
from duediligence.scoring.drivers import applying_drivers
from duediligence.scoring.features import cell_counts, features, level_counts, open_cells
from duediligence.scoring.judgements import Judgements, judge
from duediligence.scoring.put import put_questions
from duediligence.scoring.tiers import criticals, gate, gates, severities, tier
from duediligence.tables.declared import Declared, declared_tables
from duediligence.tables.engine import Engine, Frame


@dataclass(frozen=True, slots=True)
class Scores:
    """Every table on the road from answers to tiers; `suppliers` and `indicators` are the results.

    suppliers: established, possible, gate, severity, coverage, core_put, received, critical, tier;
    indicators: supplier, indicator, the features, inherent, established, open, control, possible.
    """

    content: SectorContent
    declared: Declared
    facts: Frame
    drivers: Frame
    put: Frame
    judgements: Judgements
    coverage: Coverage
    credit: Frame
    cells: Frame
    indicators: Frame
    suppliers: Frame


def score(engine: Engine, facts: Frame, responses: Frame, content: SectorContent) -> Scores:
    """Scores every supplier of the facts table; answers of others are left out."""
    facts = engine.keep(facts)
    responses = engine.keep(responses.join(facts.select("supplier"), on="supplier", how="semi"))
    declared = declared_tables(engine, content)
    drivers = applying_drivers(engine, facts, content)
    put = put_questions(engine, facts, responses, content)
    judgements = judge(engine, responses, declared, content)
    covered = coverage(engine, responses, put, declared, judgements.signals)
    credit = credited(engine, responses, declared)
    left = covered.matters.filter(nw.col("left") == 1)
    put_matters = engine.keep(
        put.select("supplier", "matter").unique().join(left, on=["supplier", "matter"], how="anti")
    )
    cells = engine.keep(open_cells(put_matters, judgements, declared))
    controls = control_features(put_matters, credit, declared)
    counts = (level_counts(drivers), cell_counts(cells), controls, blocked_controls(judgements, declared))
    parameters = parameter_table(engine, [base_parameters(content.scales)])
    indicators = engine.keep(indicator_bounds(features(engine, facts, declared, counts), parameters))
    return Scores(
        content=content,
        declared=declared,
        facts=facts,
        drivers=drivers,
        put=put,
        judgements=judgements,
        coverage=covered,
        credit=credit,
        cells=cells,
        indicators=indicators,
        suppliers=engine.keep(_suppliers(facts, responses, drivers, judgements, covered, indicators, content)),
    )


def _suppliers(
    facts: Frame,
    responses: Frame,
    drivers: Frame,
    judgements: Judgements,
    covered: Coverage,
    indicators: Frame,
    content: SectorContent,
) -> Frame:
    scales = content.scales
    received = responses.filter(nw.col("state") != AnswerState.NO_ANSWER.value).select("supplier").unique()
    rows = facts.select("supplier")
    for part in (
        supplier_bounds(indicators, ["supplier"]),
        severities(indicators, facts, scales),
        gates(judgements, scales),
        covered.suppliers,
        received.with_columns(nw.lit(1).cast(nw.Int64).alias("received")),
        criticals(judgements, drivers),
    ):
        rows = rows.join(part, on="supplier", how="left")
    rows = rows.with_columns(
        *(nw.col(name).fill_null(0) for name in ("received", "critical")),
        *(nw.col(name).fill_null(0.0) for name in ("severity", "established", "possible")),
        _coverage().alias("coverage"),
        gate().alias("gate"),
    )
    return rows.with_columns(tier(scales).alias("tier"))


def _coverage() -> nw.Expr:
    """Answered by put; 0 where all that was put became not applicable; null where there was no core question."""
    share = nw.col("core_answered") / nw.col("core_put")
    left = nw.when(nw.col("core_put") == 0).then(nw.lit(0.0)).otherwise(share)
    return nw.when(nw.col("core_put").is_null()).then(nw.lit(None, dtype=nw.Float64)).otherwise(left)
