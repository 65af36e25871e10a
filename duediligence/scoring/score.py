"""The whole method in the order in which it runs: facts and responses in, one row a supplier out."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.model.scales import Scales
from duediligence.model.sector import Indicator
from duediligence.scoring.baseline import baseline, with_flags
from duediligence.scoring.bounds import base_parameters, indicator_bounds, parameter_table, supplier_bounds
from duediligence.scoring.cases import case_sums
from duediligence.scoring.flags import Flags
from duediligence.scoring.outcomes import HEARD, Layout
from duediligence.scoring.put import Asked
from duediligence.scoring.tiers import gate, gravest, scope, severity, tier
from duediligence.tables.declared import Declared, declared_tables
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.expressions import constant, flag, zero_where_null
from duediligence.tables.responses import Responses


@dataclass(frozen=True, slots=True)
class Scores:
    """What came in, and the results; the rows behind them are made by `reasons.py`.

    facts: the facts with the states and flags of `baseline.with_flags`;
    suppliers: established, possible, gate, severity, coverage, received, critical, tier;
    indicators: supplier, indicator, the features, inherent, established, open, control, possible.
    """

    content: SectorContent
    declared: Declared
    responses: Responses
    facts: Frame
    indicators: Frame
    suppliers: Frame


def score(engine: Engine, facts: Frame, responses: Responses, content: SectorContent) -> Scores:
    """Scores every supplier of the facts table; answers of others are left out."""
    flags = Flags(Asked(content))
    declared = declared_tables(engine, content)
    facts = engine.keep(with_flags(engine, facts, responses, content, flags))
    sums, layout = case_sums(engine, facts, responses, declared, content, flags)
    known = engine.keep(facts.join(sums, on="supplier", how="left").with_columns(*zero_where_null(*layout.columns)))
    parameters = parameter_table(engine, [base_parameters(content.scales)])
    counts = _features(engine, known, layout, content, flags.asked)
    indicators = engine.keep(indicator_bounds(counts, parameters))
    suppliers = engine.keep(_suppliers(known, indicators, layout, content.scales))
    return Scores(content, declared, responses, facts, indicators, suppliers)


def _features(engine: Engine, known: Frame, layout: Layout, content: SectorContent, asked: Asked) -> Frame:
    """One row for every supplier and indicator with all `FEATURES`: a matter in silence counts as `benign_0`."""
    silent = baseline(content, asked)
    parts = [
        known.select("supplier", *_numbers(i), *silent[i.id], *layout.counted(i.id))
        for i in content.indicators.values()
    ]
    rows = nw.concat([engine.coded(part, "indicator") for part in parts], how="vertical")
    return rows.with_columns(
        (nw.col("silent") - nw.col("spoken")).alias("benign_0"),
        (nw.col("put_controls") - nw.col("gone")).alias("controls"),
        nw.min_horizontal(nw.col("blocked"), nw.lit(1)).alias("blocked"),
    ).drop("silent", "spoken", "put_controls", "gone")


def _numbers(indicator: Indicator) -> list[nw.Expr]:
    return [
        nw.lit(indicator.id).alias("indicator"),
        nw.lit(float(indicator.scale)).alias("scale"),
        nw.lit(float(indicator.irremediable)).alias("irremediable"),
        constant(int(indicator.reducible)).alias("reducible"),
    ]


def _suppliers(known: Frame, indicators: Frame, layout: Layout, scales: Scales) -> Frame:
    own = known.select(
        "supplier", "critical_places", "core_put", *HEARD, scope(scales).alias("scope"), *layout.worries.unpack()
    )
    bounds = supplier_bounds(indicators, ["supplier"], gravest(scales))
    rows = own.join(bounds, on="supplier", how="left").with_columns(*zero_where_null("established", "possible"))
    rows = rows.with_columns(
        _critical().alias("critical"),
        _coverage().alias("coverage"),
        severity().alias("severity"),
        gate(scales).alias("gate"),
        nw.min_horizontal(nw.col("received"), nw.lit(1)).alias("received"),
    )
    kept = ("supplier", "established", "possible", "gate", "severity", "coverage", "received", "critical")
    return rows.with_columns(tier(scales).alias("tier")).select(*kept, "tier")


def _critical() -> nw.Expr:
    either = (nw.col("critical_places") == 1) | (nw.col("critical_concerns") > 0)
    return flag(either)


def _coverage() -> nw.Expr:
    """Answered by put; 0 where all that was put became not applicable; null where there was no core question."""
    remaining = nw.col("core_put") - nw.col("core_left")
    share = nw.when(remaining == 0).then(nw.lit(0.0)).otherwise(nw.col("core_answered") / remaining)
    return nw.when(nw.col("core_put") == 0).then(nw.lit(None, dtype=nw.Float64)).otherwise(share)
