"""The sector tables counted again, company by company, from what was handed in: plain loops and no dataframes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from duediligence.aggregation.hand_in import Round, hand_in
from duediligence.model.package import TABLES, Rows
from tests import generators
from tests.aggregation.office import KEY, visible

Cell: TypeAlias = tuple[str, str, str]
Counted: TypeAlias = dict[Cell, dict[str, float]]
_STATES = dict.fromkeys(("partly", "not_met", "unknown"), "not_shown_met")
_PLACES = {"critical": "serious", "high": "serious", "medium": "milder", "low": "milder"}
COARSE: Mapping[str, Mapping[str, str]] = {
    "commitments": _STATES,
    "commitments_weight": _STATES,
    "score": {"0-20": "0-60", "20-40": "0-60", "40-60": "0-60", "60-80": "60-100", "80-100": "60-100"},
    "indicator_companies": {"possible": "not_established", "none": "not_established"},
    "countries": _PLACES,
    "goods": _PLACES,
    "processes": _PLACES,
}
GROUPS = {"critical": "critical", "high": "high", "not_rateable": "high", "medium": "medium", "low": "low"}


def recount(rounds: Iterable[Round]) -> Counted:
    """What each company adds to each cell (table, row, column)."""
    counted: Counted = defaultdict(dict)
    tables = {round.company.id: hand_in(round, visible(), KEY).tables for round in rounds}
    kept, shared = _kept(tables), _shared(tables)
    for company, given in tables.items():
        for cell, value in (_of_company(given, kept) + shared[company]).items():
            if value:
                counted[cell][company] = value
    return counted


def coarsened(counted: Counted) -> Counted:
    """The same in the classes of a small sector."""
    found: Counted = defaultdict(dict)
    for (table, row, column), parts in counted.items():
        cell = (table, row, COARSE.get(table, {}).get(column, column))
        for company, value in parts.items():
            found[cell][company] = found[cell].get(company, 0.0) + value
    return found


def rows(table: str, given: Mapping[str, Rows]) -> list[dict[str, object]]:
    """The rows of one table as dicts."""
    return [dict(zip(TABLES[table], row, strict=True)) for row in given[table]]


def _kept(tables: Mapping[str, Mapping[str, Rows]]) -> dict[str, set[str]]:
    """Places and goods with five companies or more stand by themselves."""
    users: dict[tuple[str, str], set[str]] = defaultdict(set)
    for company, given in tables.items():
        for site in rows("sites", given):
            users["country", str(site["country"])].add(company)
        for fact in rows("facts", given):
            users[str(fact["fact"]), str(fact["value"])].add(company)
    kept: dict[str, set[str]] = defaultdict(set)
    for (name, value), companies in users.items():
        if len(companies) >= 5:
            kept[name].add(value)
    return kept


def _shared(tables: Mapping[str, Mapping[str, Rows]]) -> dict[str, Counter[Cell]]:
    """Sites under a token that several members have, and those where one of them found something critical."""
    users: dict[str, list[tuple[str, dict[str, object]]]] = defaultdict(list)
    for company, given in tables.items():
        sites = {site["site"]: site for site in rows("sites", given)}
        for token in rows("tokens", given):  # an invented site has one token
            users[str(token["token"])].append((company, sites[token["site"]]))
    found: dict[str, Counter[Cell]] = {company: Counter() for company in tables}
    for uses in users.values():
        critical = any(site["tier"] == "critical" or site["criticals"] for _, site in uses)
        others = len({company for company, _ in uses}) > 1
        for company, _ in uses:
            found[company]["shared", "all", "with" if others else "without"] += 1
            if others:
                found[company]["shared_critical", "all", "critical" if critical else "not_critical"] += 1
                found[company]["shared_critical", "all", "total"] += 1
    return found


def _of_company(given: Mapping[str, Rows], kept: Mapping[str, set[str]]) -> Counter[Cell]:
    cells: Counter[Cell] = Counter()
    sites = {site["site"]: site for site in rows("sites", given)}
    cells["base", "all", "companies"] = 1
    cells["base", "all", "sites"] = len(sites)
    _company(cells, given)
    _sites(cells, given, sites, kept)
    _facts(cells, given, sites, kept)
    for action in rows("actions", given):
        count = int(str(action["count"]))
        for table, row in (("actions", action["horizon"]), ("actions", "all"), ("action_leads", action["lead"])):
            cells[table, str(row), str(action["state"])] += count
            cells[table, str(row), "total"] += count
    return cells


def _company(cells: Counter[Cell], given: Mapping[str, Rows]) -> None:
    (company,) = rows("company", given)
    cells["size", "all", str(company["size"] or "unknown")] += 1
    for name in ("established", "possible"):
        score = float(str(company[f"score_{name}"]))
        low = min(80, int(score * 100 + 1e-9) // 20 * 20)
        cells["score", name, f"{low}-{low + 20}"] += 1
    weight = int(float(str(company["weight"])))  # invented volumes are whole
    for commitment in rows("commitments", given):
        id, state = str(commitment["commitment"]), str(commitment["state"])
        cells["commitments", id, state] += 1
        cells["commitments_weight", id, state] += weight
        if state != "not_due":
            cells["commitments", id, "due"] += 1
            cells["commitments_weight", id, "due"] += weight


def _sites(
    cells: Counter[Cell],
    given: Mapping[str, Rows],
    sites: Mapping[object, dict[str, object]],
    kept: Mapping[str, set[str]],
) -> None:
    risks = rows("risks", given)
    for site in sites.values():
        country = str(site["country"]) if site["country"] in kept["country"] else "other"
        cells["tiers", "all", str(site["tier"])] += 1
        cells["countries", country, GROUPS[str(site["tier"])]] += 1
        cells["countries", country, "total"] += 1
        cells["evidence", "all", f"E{site['evidence']}"] += 1
        for risk in risks:
            if risk["site"] == site["site"]:
                cells["countries_indicators", country, str(risk["indicator"])] += 1
    for indicator in generators.content().indicators:
        levels = Counter(str(risk["level"]) for risk in risks if risk["indicator"] == indicator)
        worst = "established" if levels["established"] else "possible" if levels["possible"] else "none"
        cells["indicator_companies", indicator, worst] += 1
        cells["indicators", indicator, "established"] += levels["established"]
        cells["indicators", indicator, "possible"] += levels["possible"]
        cells["indicators", indicator, "none"] += len(sites) - sum(levels.values())
    for tier in GROUPS:
        found = any(site["tier"] == tier for site in sites.values())
        cells["tier_companies", tier, "with" if found else "without"] += 1


def _facts(
    cells: Counter[Cell],
    given: Mapping[str, Rows],
    sites: Mapping[object, dict[str, object]],
    kept: Mapping[str, set[str]],
) -> None:
    values = {
        (str(fact["fact"]), fact["site"], str(fact["value"]) if fact["value"] in kept[str(fact["fact"])] else "other")
        for fact in rows("facts", given)
    }
    for name, number, value in values:
        cells[name, value, GROUPS[str(sites[number]["tier"])]] += 1
        cells[name, value, "total"] += 1
        for risk in rows("risks", given):
            if risk["site"] == number:
                cells[f"{name}_indicators", value, str(risk["indicator"])] += 1
