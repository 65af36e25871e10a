"""What every company adds to every cell of the sector tables: written once, run by any engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import narwhals as nw

from duediligence.aggregation.dataset import COMPANY, Tables
from duediligence.model.assessment import CommitmentState, Tier
from duediligence.tables.engine import Engine, Frame

CELL = ("table", "row", "column")
ROW = (*CELL, COMPANY, "value")
ALL, OTHER, UNKNOWN, TOTAL, DUE = "all", "other", "unknown", "total", "due"
WITH, WITHOUT, REACHED, REST = "with", "without", "reached", "rest"
TIER_GROUPS: Mapping[str, str] = {
    Tier.CRITICAL.value: "critical",
    Tier.HIGH.value: "high",
    Tier.NOT_RATEABLE.value: "high",
    Tier.MEDIUM.value: "medium",
    Tier.LOW.value: "low",
}
"""Tiers as they are told by place and good: fewer classes, so that fewer cells must be withheld."""


@dataclass(frozen=True, slots=True)
class Bands:
    """The bands of scores and coverage, in hundredths; a value belongs to the band that it reaches."""

    score: tuple[float, ...]
    coverage: tuple[float, ...]

    @staticmethod
    def names(edges: Sequence[float]) -> tuple[str, ...]:
        """`0-20`, `20-40`, ... for edges 0.2, 0.4, ..."""
        marks = [0, *(round(edge * 100) for edge in edges), 100]
        return tuple(f"{low}-{high}" for low, high in pairwise(marks))


@dataclass(frozen=True, slots=True)
class Contributions:
    """`frame` has a row for each cell and company; `rows` are the places and goods with a row of their own."""

    frame: Frame
    rows: Mapping[str, tuple[str, ...]]


def contributions(
    engine: Engine, tables: Tables, indicators: Sequence[str], facts: Sequence[str], bands: Bands, minimum: int
) -> Contributions:
    """Every company's part in every cell; places and goods with fewer than `minimum` companies stand under `other`."""
    sites = engine.keep(_sites(tables))
    per_company = engine.keep(_counts(tables["company"], sites))
    by_fact = {fact: engine.keep(_with_fact(tables["facts"], fact, sites)) for fact in facts}
    kept = {"country": _frequent(engine, sites, "country", minimum)}
    kept |= {fact: _frequent(engine, frame, "value", minimum) for fact, frame in by_fact.items()}
    signs = engine.keep(_signs(engine, tables["risks"], per_company, indicators))
    parts = [
        *_bases(tables, per_company),
        *_companies(tables["company"], bands),
        *_tiers(engine, sites, per_company),
        *_commitments(tables),
        *_indicators(signs),
        *_places(tables["risks"], _recoded(sites, "country", kept["country"])),
        *(_by_fact(fact, _recoded(frame, "value", kept[fact])) for fact, frame in by_fact.items()),
        *_evidence(sites, bands),
        *_actions(tables["actions"]),
    ]
    frame = nw.concat(parts, how="vertical").filter(nw.col("value") != 0)
    return Contributions(engine.keep(frame), kept)


def _part(frame: Frame, table: str, row: nw.Expr | str, column: nw.Expr | str, value: nw.Expr | float) -> Frame:
    named = [nw.lit(given) if isinstance(given, (str, float)) else given for given in (row, column, value)]
    return frame.select(
        nw.lit(table).alias("table"),
        named[0].cast(nw.String).alias("row"),
        named[1].cast(nw.String).alias("column"),
        nw.col(COMPANY),
        named[2].cast(nw.Float64).alias("value"),
    )


def _sites(tables: Tables) -> Frame:
    country = nw.col("country").fill_null(UNKNOWN)
    return tables["sites"].with_columns(country.alias("country"), _tier_group().alias("group"))


def _tier_group() -> nw.Expr:
    tier = nw.col("tier")
    lower = nw.when(tier == Tier.MEDIUM.value).then(nw.lit("medium")).otherwise(nw.lit("low"))
    high = [name for name, group in TIER_GROUPS.items() if group == "high"]
    upper = nw.when(tier.is_in(high)).then(nw.lit("high")).otherwise(lower)
    return nw.when(tier == Tier.CRITICAL.value).then(nw.lit("critical")).otherwise(upper)


def _counts(company: Frame, sites: Frame) -> Frame:
    counted = sites.group_by(COMPANY).agg(nw.len().cast(nw.Float64).alias("sites"))
    rows = company.select(COMPANY).join(counted, on=COMPANY, how="left")
    return rows.with_columns(nw.col("sites").fill_null(0.0))


def _bases(tables: Tables, per_company: Frame) -> Iterable[Frame]:
    """The totals that tables share: companies, their weight, sites and actions."""
    yield _part(per_company, "base", ALL, "companies", 1.0)
    yield _part(per_company, "base", ALL, "sites", nw.col("sites"))
    weighed = tables["company"].filter(~nw.col("weight").is_null())
    yield _part(weighed, "base", ALL, "weight", nw.col("weight"))
    yield _part(weighed, "base", ALL, "weighed", 1.0)
    acted = tables["actions"].group_by(COMPANY).agg(nw.col("count").sum())
    yield _part(acted, "base", ALL, "actions", nw.col("count"))


def _companies(company: Frame, bands: Bands) -> Iterable[Frame]:
    yield _part(company, "size", ALL, nw.col("size").fill_null(UNKNOWN), 1.0)
    for name in ("established", "possible"):
        band = _band(nw.col(f"score_{name}"), bands.score, "not_scored")
        yield _part(company, "score", name, band, 1.0)


def _band(value: nw.Expr, edges: Sequence[float], absent: str) -> nw.Expr:
    names = Bands.names(edges)
    band: nw.Expr = nw.lit(names[0])
    for edge, name in zip(edges, names[1:], strict=True):
        band = nw.when(value >= edge).then(nw.lit(name)).otherwise(band)
    return nw.when(value.is_null()).then(nw.lit(absent)).otherwise(band)


def _tiers(engine: Engine, sites: Frame, per_company: Frame) -> Iterable[Frame]:
    counted = sites.group_by(COMPANY, "tier").agg(nw.len().cast(nw.Float64).alias("found"))
    yield _part(counted, "tiers", ALL, nw.col("tier"), nw.col("found"))
    tiers = engine.table([(tier.value,) for tier in Tier], {"tier": str})
    each = per_company.join(tiers, how="cross").join(counted, on=[COMPANY, "tier"], how="left")
    has = nw.when(nw.col("found").is_null()).then(nw.lit(WITHOUT)).otherwise(nw.lit(WITH))
    yield _part(each, "tier_companies", nw.col("tier"), has, 1.0)


def _commitments(tables: Tables) -> Iterable[Frame]:
    """Each commitment by state, counted by company and by weight, and what the companies reached together."""
    rows = tables["commitments"].join(tables["company"].select(COMPANY, "weight"), on=COMPANY, how="left")
    weighed = rows.filter(~nw.col("weight").is_null())
    due = nw.col("state") != CommitmentState.NOT_DUE.value
    for table, frame, value in (("commitments", rows, nw.lit(1.0)), ("commitments_weight", weighed, nw.col("weight"))):
        yield _part(frame, table, nw.col("commitment"), nw.col("state"), value)
        yield _part(frame.filter(due), table, nw.col("commitment"), DUE, value)
    counted = rows.filter(due & (nw.col("denominator") > 0) & ~nw.col("numerator").is_null())
    for column, value in (
        (REACHED, nw.col("numerator")),
        (REST, nw.col("denominator") - nw.col("numerator")),
        (TOTAL, nw.col("denominator")),
    ):
        yield _part(counted, "commitments_measured", nw.col("commitment"), column, value)


def _signs(engine: Engine, risks: Frame, per_company: Frame, indicators: Sequence[str]) -> Frame:
    """Per company and indicator: at how many of its sites it is established, possible, or neither."""
    named = engine.table([(indicator,) for indicator in indicators], {"indicator": str})
    rows = per_company.join(named, how="cross")
    for level in ("established", "possible"):
        counted = risks.filter(nw.col("level") == level).group_by(COMPANY, "indicator")
        found = counted.agg(nw.len().cast(nw.Float64).alias(level))
        rows = rows.join(found, on=[COMPANY, "indicator"], how="left")
    rows = rows.with_columns(nw.col("established").fill_null(0.0), nw.col("possible").fill_null(0.0))
    neither = nw.col("sites") - nw.col("established") - nw.col("possible")
    return rows.with_columns(neither.alias("none"))


def _indicators(signs: Frame) -> Iterable[Frame]:
    for level in ("established", "possible", "none"):
        yield _part(signs, "indicators", nw.col("indicator"), level, nw.col(level))
    possible = nw.when(nw.col("possible") > 0).then(nw.lit("possible")).otherwise(nw.lit("none"))
    worst = nw.when(nw.col("established") > 0).then(nw.lit("established")).otherwise(possible)
    yield _part(signs, "indicator_companies", nw.col("indicator"), worst, 1.0)


def _places(risks: Frame, sites: Frame) -> Iterable[Frame]:
    yield _grouped(sites, "countries", "country", nw.col("group"))
    yield _grouped(sites, "countries", "country", TOTAL)
    place = sites.select(COMPANY, "site", "country")
    yield _grouped(
        risks.join(place, on=[COMPANY, "site"], how="inner"), "country_indicators", "country", nw.col("indicator")
    )


def _by_fact(fact: str, rows: Frame) -> Frame:
    """A site with several goods counts at each of them, and once under `other`."""
    once = rows.select(COMPANY, "site", "value", "group").unique()
    return nw.concat(
        [_grouped(once, fact, "value", nw.col("group")), _grouped(once, fact, "value", TOTAL)], how="vertical"
    )


def _grouped(rows: Frame, table: str, row: str, column: nw.Expr | str) -> Frame:
    counted = _part(rows, table, nw.col(row), column, 1.0).group_by(*CELL, COMPANY).agg(nw.col("value").sum())
    return counted.select(*ROW)


def _with_fact(facts: Frame, fact: str, sites: Frame) -> Frame:
    rows = facts.filter(nw.col("fact") == fact).select(COMPANY, "site", "value")
    return rows.join(sites.select(COMPANY, "site", "group"), on=[COMPANY, "site"], how="inner")


def _frequent(engine: Engine, rows: Frame, column: str, minimum: int) -> tuple[str, ...]:
    companies = rows.select(COMPANY, column).unique().group_by(column).agg(nw.len().cast(nw.Int64).alias("companies"))
    found = engine.rows(companies.filter((nw.col("companies") >= minimum) & (nw.col(column) != UNKNOWN)))
    return tuple(sorted(row[column] for row in found))


def _recoded(rows: Frame, column: str, kept: Sequence[str]) -> Frame:
    name = nw.when(nw.col(column).is_in(list(kept))).then(nw.col(column)).otherwise(nw.lit(OTHER))
    return rows.with_columns(name.alias(column))


def _evidence(sites: Frame, bands: Bands) -> Iterable[Frame]:
    answered = _band(nw.col("coverage"), bands.coverage, "none_asked")
    band = nw.when(nw.col("status") == "screened").then(nw.lit("screened")).otherwise(answered)
    rows = sites.with_columns(
        nw.lit(ALL).alias("every"),
        band.alias("band"),
        nw.concat_str(nw.lit("E"), nw.col("evidence").cast(nw.String)).alias("class"),
    )
    yield _grouped(rows, "coverage", "every", nw.col("band"))
    yield _grouped(rows, "evidence", "every", nw.col("class"))


def _actions(actions: Frame) -> Iterable[Frame]:
    rows = actions.with_columns(nw.lit(ALL).alias("every"))
    for table, row in (("actions", "horizon"), ("actions", "every"), ("action_leads", "lead")):
        for column in (nw.col("state"), nw.lit(TOTAL)):
            part = _part(rows, table, nw.col(row), column, nw.col("count"))
            yield part.group_by(*CELL, COMPANY).agg(nw.col("value").sum()).select(*ROW)
