"""What each company adds to the tables that count its sites: tiers, signs, places, goods, evidence, shared sites."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import narwhals as nw

from duediligence.aggregation.cell_rows import banded, cell_rows, classed, counted
from duediligence.aggregation.classes import (
    ALL,
    CRITICAL,
    ESTABLISHED,
    NONE,
    NOT_CRITICAL,
    POSSIBLE,
    SIGNS,
    TOTAL,
    UNKNOWN,
    WITH,
    WITHOUT,
    Detail,
)
from duediligence.aggregation.dataset import COMPANY, Tables
from duediligence.model.assessment import Tier
from duediligence.tables.engine import Engine, Frame

SITE = [COMPANY, "site"]


def with_group(sites: Frame, detail: Detail) -> Frame:
    """The sites with a country, known or not, and the group of their tier."""
    return sites.with_columns(
        nw.col("country").fill_null(UNKNOWN), classed(nw.col("tier"), detail.tiers).alias("group")
    )


def per_company(company: Frame, sites: Frame) -> Frame:
    """Every company with the number of its sites."""
    found = sites.group_by(COMPANY).agg(nw.len().cast(nw.Float64).alias("sites"))
    return company.select(COMPANY).join(found, on=COMPANY, how="left").with_columns(nw.col("sites").fill_null(0.0))


def tiers(engine: Engine, sites: Frame, companies: Frame) -> Iterable[Frame]:
    """Sites by tier, and companies with and without a site in each."""
    found = sites.group_by(COMPANY, "tier").agg(nw.len().cast(nw.Float64).alias("found"))
    yield cell_rows(found, "tiers", ALL, nw.col("tier"), nw.col("found"))
    every = engine.table([(tier.value,) for tier in Tier], {"tier": str})
    each = companies.join(every, how="cross").join(found, on=[COMPANY, "tier"], how="left")
    has = nw.when(nw.col("found").is_null()).then(nw.lit(WITHOUT)).otherwise(nw.lit(WITH))
    yield cell_rows(each, "tier_companies", nw.col("tier"), has, 1.0)


def signs(engine: Engine, risks: Frame, companies: Frame, indicators: Sequence[str]) -> Frame:
    """Per company and indicator: at how many of its sites it is established, possible, or neither."""
    rows = companies.join(engine.table([(id,) for id in indicators], {"indicator": str}), how="cross")
    for level in (ESTABLISHED, POSSIBLE):
        at_level = risks.filter(nw.col("level") == level).group_by(COMPANY, "indicator")
        found = at_level.agg(nw.len().cast(nw.Float64).alias(level))
        rows = rows.join(found, on=[COMPANY, "indicator"], how="left")
    rows = rows.with_columns(nw.col(ESTABLISHED).fill_null(0.0), nw.col(POSSIBLE).fill_null(0.0))
    return rows.with_columns((nw.col("sites") - nw.col(ESTABLISHED) - nw.col(POSSIBLE)).alias(NONE))


def by_sign(found: Frame, detail: Detail) -> Iterable[Frame]:
    """Signs by level: at sites, and the gravest level of each company."""
    for level in SIGNS:
        yield cell_rows(found, "indicators", nw.col("indicator"), level, nw.col(level))
    milder = nw.when(nw.col(POSSIBLE) > 0).then(nw.lit(POSSIBLE)).otherwise(nw.lit(NONE))
    gravest = nw.when(nw.col(ESTABLISHED) > 0).then(nw.lit(ESTABLISHED)).otherwise(milder)
    graded = found.with_columns(gravest.alias("gravest"))
    yield cell_rows(graded, "indicator_companies", nw.col("indicator"), classed(nw.col("gravest"), detail.signs), 1.0)


def by_place(table: str, sites: Frame, risks: Frame) -> Iterable[Frame]:
    """Sites at each `value` by group of tier and by sign; a site with several values counts at each of them."""
    once = sites.select(*SITE, "value", "group").unique()
    yield counted(once, table, nw.col("value"), nw.col("group"))
    yield counted(once, table, nw.col("value"), TOTAL)
    signed = risks.select(*SITE, "indicator").join(once, on=SITE, how="inner")
    yield counted(signed, f"{table}_indicators", nw.col("value"), nw.col("indicator"))


def evidence(sites: Frame, detail: Detail) -> Iterable[Frame]:
    """Sites by share of core questions answered, and by their strongest class of evidence."""
    answered = banded(nw.col("coverage"), detail.coverage, "none_asked")
    band = nw.when(nw.col("status") == "screened").then(nw.lit("screened")).otherwise(answered)
    strongest = nw.concat_str(nw.lit("E"), nw.col("evidence").cast(nw.String))
    rows = sites.with_columns(band.alias("band"), strongest.alias("class"))
    yield counted(rows, "coverage", ALL, nw.col("band"))
    yield counted(rows, "evidence", ALL, nw.col("class"))


def shared(tables: Tables, companies: Frame) -> Iterable[Frame]:
    """Sites that other members use too, and those of them where anybody found something critical."""
    found = tables["shared"]
    every = companies.join(found, on=COMPANY, how="left")
    with_others = nw.col("shared").fill_null(0.0)
    yield cell_rows(every, "shared", ALL, WITH, with_others)
    yield cell_rows(every, "shared", ALL, WITHOUT, nw.col("sites") - with_others)
    yield cell_rows(found, "shared_critical", ALL, CRITICAL, nw.col("critical"))
    yield cell_rows(found, "shared_critical", ALL, NOT_CRITICAL, nw.col("shared") - nw.col("critical"))
    yield cell_rows(found, "shared_critical", ALL, TOTAL, nw.col("shared"))
