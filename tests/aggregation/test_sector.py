"""The tables of the sector report: every number agrees with a plain recount, and totals stay right."""

from __future__ import annotations

import json

from duediligence.aggregation.cells import Key
from duediligence.aggregation.dataset import COMPANY
from duediligence.aggregation.view import sector_view
from duediligence.model.aggregate import Scope, Shown, Unit, Withheld
from duediligence.tables.engine import PolarsEngine
from tests import generators
from tests.aggregation.conftest import Years
from tests.aggregation.recount import Counted, recount

RECOUNTED = {
    "size", "score", "commitments", "commitments_weight", "tiers", "tier_companies", "indicators",
    "indicator_companies", "countries", "countries_indicators", "goods", "goods_indicators", "processes",
    "processes_indicators", "evidence", "actions", "action_leads", "shared", "shared_critical",
}  # fmt: skip


def contributed(years: Years) -> Counted:
    """What the engine counted, by cell and company."""
    companies = years.now.intake.companies
    found: Counted = {}
    for row in PolarsEngine().rows(years.now.tables.contributions.frame):
        cell = (row["table"], row["row"], row["column"])
        found.setdefault(cell, {})[companies[row[COMPANY]]] = row["value"]
    return found


def test_bad_packages_are_named_and_the_others_count(years: Years) -> None:
    assert [f.code for f in years.now.findings] == [
        "package_unreadable", "package_unreadable", "members_without_package",
    ]  # fmt: skip
    assert years.now.report.participation.handed_in == 59


def test_every_company_adds_what_a_plain_count_gives(years: Years) -> None:
    counted, found = recount(years.now_rounds), contributed(years)
    for table in RECOUNTED:
        wanted = {cell: parts for cell, parts in counted.items() if cell[0] == table}
        got = {cell: parts for cell, parts in found.items() if cell[0] == table}
        assert wanted.keys() == got.keys()
        for cell, parts in wanted.items():
            assert parts.keys() == got[cell].keys()
            assert all(abs(got[cell][company] - value) <= 1e-9 * value for company, value in parts.items())


def test_a_printed_count_is_the_true_total_rounded_to_five(years: Years) -> None:
    counted = recount(years.now_rounds)
    for table in years.now.report.tables:
        if table.scope is not Scope.ALL or table.unit not in (Unit.COMPANIES, Unit.SITES, Unit.ACTIONS):
            continue
        for (row, column), cell in table.cells.items():
            if isinstance(cell, Shown) and (table.id in RECOUNTED) and column not in ("due", "not_due"):
                true = sum(counted.get((table.id, row, column), {}).values())
                assert cell.value % 5 == 0
                assert abs(cell.value - true) <= 2.5


def test_shares_by_company_and_by_volume_stand_side_by_side(years: Years) -> None:
    view = sector_view(years.now.report, generators.content(), "en")
    progress = next(section for section in view.sections if section.id == "commitments").grids[0]
    names = ("Met, share of companies", "Met, share of volume", "Met", "Due for", "Threshold this year")
    assert progress.head[1:] == names
    both = [line for line in progress.lines if line.cells[0].percent and line.cells[1].percent]
    assert both
    for line in both:
        share, _, met, due, _ = (cell.value for cell in line.cells)
        assert share == round(float(met or 0) / float(due or 1), 4)


def test_the_total_over_a_withheld_cell_is_printed_and_right(years: Years) -> None:
    counted = recount(years.now_rounds)
    table = years.now.report.table("countries")
    assert table is not None
    rows = [row for row in table.rows if any(isinstance(table.cell(row, c), Withheld) for c in table.columns)]
    shown = {row: total for row in rows if isinstance(total := table.cell(row, "total"), Shown)}
    assert shown
    for row, total in shown.items():
        assert abs(total.value - sum(counted["countries", row, "total"].values())) <= 2.5


def test_last_year_beside_this_year_is_about_the_companies_of_both(years: Years) -> None:
    report = years.now.report
    people = report.participation
    assert (people.handed_in, people.matched, people.joined, people.left) == (59, 57, 2, 1)
    both = {r.company.id for r in years.then_rounds} & {r.company.id for r in years.now_rounds}
    before = recount(r for r in years.then_rounds if r.company.id in both)
    table = report.table("commitments", Scope.BEFORE)
    assert table is not None
    shown = [(row, cell) for row in table.rows if isinstance(cell := table.cell(row, "met"), Shown)]
    assert shown
    for row, cell in shown:
        assert abs(cell.value - sum(before["commitments", row, "met"].values())) <= 2.5


def test_what_nobody_prints_is_in_no_published_table(years: Years) -> None:
    document = json.loads((years.folder / "reports/2026/public/sector-report.json").read_text())
    cells = [cell for table in document["tables"] for cell in table["cells"]]
    columns = {cell["column"] for cell in cells}
    assert "with" in columns
    assert not columns & {"without", "rest"}
    assert {cell["withheld"] for cell in cells if cell["value"] is None} <= {"protected", "not_handed_in"}


def test_cells_know_their_two_largest_contributors(years: Years) -> None:
    counted = recount(years.now_rounds)
    companies = years.now.intake.companies
    for (table, row, column), parts in counted.items():
        node = years.now.tables.system.nodes.get(Key(Scope.ALL, table, row, column))
        if node is None:
            continue
        largest = sorted(parts.items(), key=lambda part: (-part[1], part[0]))[:2]
        assert (companies[node.sum.first], node.sum.largest) == largest[0]
        if len(largest) == 2:
            assert (companies[node.sum.second], node.sum.second_largest) == largest[1]
        assert node.sum.count == len(parts)
