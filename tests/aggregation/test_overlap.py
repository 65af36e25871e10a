"""Shared sites: the secretariat sees who uses them; a member sees how many, and of its own sites only."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from openpyxl import load_workbook

from duediligence.aggregation.dataset import Tables
from duediligence.aggregation.identity import site_tokens
from duediligence.aggregation.overlap import for_member, shared_sites
from duediligence.tables.engine import PolarsEngine
from tests.aggregation.conftest import Years
from tests.aggregation.office import KEY

ENGINE = PolarsEngine()
COMPANIES = tuple(f"m{number:02}" for number in range(20))
Token = tuple[int, int, str]


def tables(tokens: list[Token], tiers: dict[tuple[int, int], str]) -> Tables:
    sites = sorted({(company, site) for company, site, _ in tokens})
    rows = [(c, s, "IN", tiers.get((c, s), "low"), int(tiers.get((c, s)) == "critical")) for c, s in sites]
    schema = {"number": int, "site": int, "country": str, "tier": str, "criticals": int}
    return {
        "tokens": ENGINE.table(tokens, {"number": int, "site": int, "token": str}),
        "sites": ENGINE.table(rows, schema),
    }


def found(tokens: list[Token], tiers: dict[tuple[int, int], str] | None = None) -> list[tuple[tuple[str, ...], str]]:
    sites = shared_sites(ENGINE, tables(tokens, tiers or {}), COMPANIES)
    return [(tuple(use.company for use in site.uses), site.worst) for site in sites]


def test_a_site_of_two_members_is_found_with_its_worst_tier() -> None:
    tokens = [(0, 0, "t1"), (1, 0, "t1"), (2, 0, "t2")]
    assert found(tokens, {(1, 0): "critical"}) == [(("m00", "m01"), "critical")]


def test_tokens_of_two_kinds_connect_what_one_kind_does_not() -> None:
    chain = [(0, 0, "number"), (0, 0, "name"), (1, 0, "number"), (2, 0, "name"), (3, 0, "other")]
    assert found(chain) == [(("m00", "m01", "m02"), "low")]


def test_a_long_chain_is_followed_to_its_end() -> None:
    chain = [(n, 0, f"t{n + step:02}") for n in range(19) for step in (0, 1)]
    assert found(chain) == [(COMPANIES[:19], "low")]


def test_two_sites_of_one_member_with_the_same_token_are_not_shared() -> None:
    assert found([(0, 0, "t1"), (0, 1, "t1"), (1, 0, "t2")]) == []


def test_a_member_gets_its_own_tokens_and_numbers_only() -> None:
    tokens = [(0, 0, "t1"), (1, 0, "t1"), (2, 0, "t1"), (3, 0, "t9"), (1, 1, "t5"), (2, 1, "t5")]
    sites = shared_sites(ENGINE, tables(tokens, {}), COMPANIES)
    assert for_member(sites) == {"m00": (("t1", 3),), "m01": (("t1", 3), ("t5", 2)), "m02": (("t1", 3), ("t5", 2))}


def test_the_files_for_members_hold_nothing_else(years: Years) -> None:
    folder = years.folder / "reports/2026/members"
    suppliers = {r.company.id: [s.supplier for s in r.assessment.suppliers] for r in years.now_rounds}
    companies = sorted(path.name for path in folder.iterdir())
    assert len(companies) > 20
    for company in companies:
        assert [path.name for path in (folder / company).iterdir()] == ["shared-sites.csv"]
        rows = list(csv.DictReader(StringIO((folder / company / "shared-sites.csv").read_text())))
        assert rows
        assert set(rows[0]) == {"token", "members"}
        assert all(int(row["members"]) >= 2 for row in rows)
        own = {token for supplier in suppliers[company] for _, token in site_tokens(supplier, KEY)}
        assert {row["token"] for row in rows} <= own


def test_the_secretariat_sees_who_and_how_bad(years: Years) -> None:
    sheet = load_workbook(years.folder / "reports/2026/secretariat/shared-sites.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert {row[5] for row in rows} >= {"c001", "c002"}
    assert rows[0][2] == "Kritiek"
    assert {str(row[7])[:13] for row in rows} == {"Invented Mill"}


@pytest.mark.parametrize("place", ["public", "members"])
def test_no_member_or_site_is_named_outside_the_secretariats_own_folder(years: Years, place: str) -> None:
    files = [
        path for path in (years.folder / "reports/2026" / place).rglob("*") if path.suffix in (".json", ".html", ".csv")
    ]
    assert files
    for path in files:
        assert "Verzonnen Kleding" not in path.read_text()
        assert "Invented Mill" not in path.read_text()
