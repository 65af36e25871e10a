"""What every company adds to every cell of the sector tables: written once, run by any engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw

from duediligence.aggregation import company_tables, site_tables
from duediligence.aggregation.classes import OTHER, UNKNOWN, Detail
from duediligence.aggregation.dataset import COMPANY, Tables
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.expressions import row_count

PLACES = "countries"


@dataclass(frozen=True, slots=True)
class Contributions:
    """`frame` has a row for each cell and company; `rows` are the countries, goods, ... with a row of their own."""

    frame: Frame
    rows: Mapping[str, tuple[str, ...]]


def contributions(
    engine: Engine, tables: Tables, indicators: Sequence[str], facts: Sequence[str], detail: Detail, minimum: int
) -> Contributions:
    """Every company's part in every cell; places and goods with fewer than `minimum` companies stand under `other`."""
    sites = engine.keep(site_tables.with_group(tables["sites"], detail))
    companies = engine.keep(site_tables.per_company(tables["company"], sites))
    signs = engine.keep(site_tables.signs(engine, tables["risks"], companies, indicators))
    parts = [
        *company_tables.bases(tables, companies),
        *company_tables.companies(tables["company"], detail),
        *company_tables.commitments(tables, detail),
        *company_tables.actions(tables["actions"]),
        *site_tables.tiers(engine, sites, companies),
        *site_tables.by_sign(signs, detail),
        *site_tables.evidence(sites, detail),
        *site_tables.shared(tables, companies),
    ]
    rows: dict[str, tuple[str, ...]] = {}
    for name in (PLACES, *facts):
        places = engine.keep(_with_value(name, tables["facts"], sites))
        kept = _frequent(engine, places, minimum)
        recoded = engine.keep(_recoded(places, kept))
        rows[name] = (*kept, *(() if _all_kept(engine, recoded) else (OTHER,)))
        parts += site_tables.by_place(name, recoded, tables["risks"])
    frame = nw.concat(parts, how="vertical").filter(nw.col("value") != 0)
    return Contributions(engine.keep(frame), {name: found for name, found in rows.items() if found})


def _with_value(name: str, facts: Frame, sites: Frame) -> Frame:
    """Sites with their country, or with each of their goods, processes, ..., as `value`."""
    if name == PLACES:
        return sites.select(*site_tables.SITE, nw.col("country").alias("value"), "group")
    rows = facts.filter(nw.col("fact") == name).select(*site_tables.SITE, "value")
    return rows.join(sites.select(*site_tables.SITE, "group"), on=site_tables.SITE, how="inner")


def _frequent(engine: Engine, places: Frame, minimum: int) -> tuple[str, ...]:
    users = places.select(COMPANY, "value").unique().group_by("value").agg(row_count("companies"))
    found = engine.rows(users.filter((nw.col("companies") >= minimum) & ~nw.col("value").is_in([UNKNOWN, OTHER])))
    return tuple(sorted(row["value"] for row in found))


def _recoded(places: Frame, kept: Sequence[str]) -> Frame:
    name = nw.when(nw.col("value").is_in(list(kept))).then(nw.col("value")).otherwise(nw.lit(OTHER))
    return places.with_columns(name.alias("value"))


def _all_kept(engine: Engine, places: Frame) -> bool:
    return not engine.rows(places.filter(nw.col("value") == OTHER).select(COMPANY).unique())
