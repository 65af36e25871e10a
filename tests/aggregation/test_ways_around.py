"""Ways around the tables: what is due, shared sites, numbers in the workbook, the order of rows, why members left."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from duediligence.aggregation.cells import NOBODY, Key, Sum
from duediligence.aggregation.classes import OTHER
from duediligence.aggregation.linked import LAST, Node, System
from duediligence.aggregation.overlap import SharedSite, Use, shared_counts, urgent_sites, warnings_for_members
from duediligence.aggregation.parameters import parameters
from duediligence.aggregation.primary import Rule, sensitive
from duediligence.aggregation.relations import Relation
from duediligence.aggregation.view import sector_view
from duediligence.aggregation.workbook import render_workbook
from duediligence.i18n.texts import catalogue
from duediligence.model.aggregate import Scope, Shown, Unit, Withheld
from duediligence.resources import content_root
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.aggregating import Aggregated, aggregate
from duediligence.workflow.sector_files import write_report
from tests import generators
from tests.aggregation import office
from tests.aggregation.conftest import NOW as THIS_YEAR
from tests.aggregation.conftest import Years, one_year
from tests.aggregation.test_attack import attacker, broken, truths

LIMITS = parameters(generators.content().scales)
AGREEMENT = content_root() / "sector_profiles/garments/agreement.yaml"


# ---- when a commitment is due says something about a company where it is about some of its sites only


@pytest.fixture(scope="module")
def conditional(tmp_path_factory: pytest.TempPathFactory) -> Years:
    """A sector in which one commitment counts only for those with spinning mills."""
    folder = tmp_path_factory.mktemp("conditional")
    before, after = AGREEMENT.read_text().split("      among: {}\n", 1)
    own = folder / "content/sector_profiles/garments"
    own.mkdir(parents=True)
    (own / "agreement.yaml").write_text(f"{before}      among:\n        process: [spinning]\n{after}")
    rounds, outcome = one_year(folder, THIS_YEAR, folder / "content")
    return Years(folder, (), rounds, outcome, outcome)


def conditional_id() -> str:
    return next(c.id for c in generators.content().agreements["agt"].commitments if c.kind == "share")


def test_how_many_lack_spinning_mills_is_protected_like_any_other_number(conditional: Years, years: Years) -> None:
    ours, dated = (outcome.report.table("commitments") for outcome in (conditional.now, years.now))
    assert ours is not None
    assert dated is not None
    assert isinstance(ours.cell(conditional_id(), "not_due"), Withheld)
    assert isinstance(dated.cell(conditional_id(), "not_due"), Shown)
    reader = attacker(conditional, {}, conditional=frozenset({conditional_id()}))
    assert broken(reader, truths(conditional))[0] == []
    low, high = reader.range_of(("2026.all", "commitments", conditional_id(), "not_due"))
    assert high - low >= 2 * LIMITS.protection_least


# ---- shared sites


def used_by(*companies: str, tier: str = "medium") -> SharedSite:
    return SharedSite(tuple(Use(company, "t" * 32, tier, 0, "IN", "") for company in companies))


def test_a_site_counts_for_each_member_that_uses_it_and_is_critical_for_all_of_them() -> None:
    engine, names = PolarsEngine(), ("c0", "c1", "c2")
    counts = shared_counts(engine, [used_by("c0", "c1"), used_by("c0", "c2", tier="critical")], names)
    rows = sorted((r["number"], r["shared"], r["critical"]) for r in engine.rows(counts))
    assert rows == [(0, 2.0, 1.0), (1, 1.0, 0.0), (2, 1.0, 1.0)]


def found_by(*alarmed: str, among: tuple[str, ...]) -> SharedSite:
    """A site at which some of its members found something critical."""
    critical = {True: ("critical", 1), False: ("medium", 0)}
    return SharedSite(tuple(Use(c, "t" * 32, *critical[c in alarmed], "TH", "") for c in among))


def test_what_another_member_found_is_never_that_of_the_only_other_member() -> None:
    alone = found_by("b", among=("a", "b"))
    assert (alone.alarmed, alone.unaware) == (("b",), ("a",))
    assert warnings_for_members([alone]) == {}


def test_a_member_hears_only_of_what_others_found_and_not_how_many_did() -> None:
    by_one, by_two = (found_by(*who, among=("a", "b", "c")) for who in (("b",), ("b", "c")))
    assert warnings_for_members([by_one]) == {"a": 1, "c": 1}
    assert warnings_for_members([by_two]) == {"a": 1, "b": 1, "c": 1}


def test_a_site_that_a_member_knows_nothing_of_comes_first_in_the_secretariats_list() -> None:
    everybody, one = found_by("a", "b", among=("a", "b")), found_by("b", among=("a", "b"))
    assert urgent_sites([everybody, found_by(among=("a", "c")), one]) == (one, everybody)


def an_agreement_that_warns(done: Aggregated) -> Aggregated:
    terms = done.office.terms
    submission = terms.agreement.submission.model_copy(update={"warn_members": True})
    agreement = terms.agreement.model_copy(update={"submission": submission})
    return replace(done, office=replace(done.office, terms=replace(terms, agreement=agreement)))


def test_a_letter_tells_of_an_urgent_concern_only_where_the_agreement_lets_it(tmp_path: Path) -> None:
    done = few_who_share(tmp_path)
    (site, *_) = done.shared
    found = found_by(site.uses[0].company, among=tuple(use.company for use in site.uses))
    done = replace(done, shared=(found,))
    line = catalogue("aggregate")["letter.urgent"]["en"].format(count=1)
    for told, wanted in ((done, []), (an_agreement_that_warns(done), list(found.unaware))):
        folder = write_report(told, PolarsEngine())
        letters = {file.name.partition(".")[0]: file.read_text() for file in folder.rglob("letters/*.en.html")}
        assert sorted(company for company, text in letters.items() if line in text) == sorted(wanted)
        assert not [
            text for company, text in letters.items() for other in letters if other != company and other in text
        ]
    rows = load_workbook(folder / "secretariat/urgent-sites.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True)
    assert [row[3] for row in rows] == [use.company for use in found.uses]
    assert not list(folder.rglob("public/*urgent*")) + list(folder.rglob("members/**/*urgent*"))


def few_who_share(folder: Path) -> Aggregated:
    """Nine members of whom three share a site."""
    rounds = list(generators.Sector(companies=9, sites=4).rounds())
    shared = rounds[0].assessment.suppliers[0]
    for number in range(9):
        own = [
            replace(s, supplier=replace(s.supplier, name=f"Mill {number} {index}"))
            for index, s in enumerate(rounds[number].assessment.suppliers)
        ]
        suppliers = (*own[:-1], shared) if number < 3 and len(own) > 1 else tuple(own)
        rounds[number] = replace(rounds[number], assessment=replace(rounds[number].assessment, suppliers=suppliers))
    office.hand_in_all(rounds, folder / "packages-2026")
    return aggregate(office.settings(folder))


def test_what_three_members_share_is_theirs_to_know(tmp_path: Path) -> None:
    done = few_who_share(tmp_path)
    assert done.shared
    table = done.report.table("shared")
    assert table is not None
    assert isinstance(table.cell("all", "with"), Withheld)


# ---- what stands under `other` depends on which places have rows of their own


def node(scope: str, row: str, count: int, value: float, withheld: bool = False) -> Node:
    cell = Sum(value, count, 0 if count else NOBODY, 1.0, 1 if count > 1 else NOBODY, 1.0)
    return Node(
        Key(scope, "countries", row, "total"), cell, Unit.SITES, 5, None, fixed=scope.startswith(LAST),
        withheld=withheld,
    )  # fmt: skip


def test_a_country_that_lost_its_row_does_not_tell_who_left_it() -> None:
    """Last year Peru had a row; one of its five members left, so the others stand under `other` now."""
    last = LAST + Scope.ALL
    nodes = [node(last, "PE", 5, 42), node(last, OTHER, 8, 30), node(Scope.ALL, OTHER, 12, 62)]
    sums = {Key("left", "countries", "PE", "total"): Sum(10.0, 1, 3, 10.0)}
    exact = replace(LIMITS, round_to=1)
    found = sensitive(System({n.key: n for n in nodes}, ()), sums, exact)
    assert found == {Key(Scope.ALL, "countries", OTHER, "total"): Rule.NEWCOMERS}
    hidden = [replace(n, withheld=n.key.row == "PE") for n in nodes]
    assert sensitive(System({n.key: n for n in hidden}, ()), sums, exact) == {}


# ---- tables that say the same in other words


def test_what_the_method_says_of_two_tables_is_known_to_every_reader(years: Years) -> None:
    """A site of which too little was answered is not rateable or critical, so the tables of both are linked."""
    cells = {name: Key(Scope.ALL, *name) for name in (("coverage", "all", "0-50"), ("tiers", "all", "not_rateable"))}
    answered, unrated = cells.values()
    critical = Key(Scope.ALL, "tiers", "all", "critical")
    linked = years.now.tables.system.relations
    assert Relation((answered,), (unrated,), within=True) in linked
    assert Relation((unrated, critical), (answered,), within=True) in linked


def test_every_sum_that_is_taken_for_known_is_true(years: Years) -> None:
    """Save those that follow from the method, which invented sites do not keep to."""
    system = years.now.tables.system
    for relation in system.relations:
        if any(key.table == "coverage" for key in (*relation.wholes, *relation.parts)):
            continue
        wholes, parts = (sum(system.nodes[key].sum.value for key in keys) for keys in (relation.wholes, relation.parts))
        slack = 1e-6 * max(1.0, wholes)
        assert parts <= wholes + slack, relation
        assert relation.within or parts >= wholes - slack, relation


# ---- files


def test_no_number_in_the_workbook_is_finer_than_the_printed_one(years: Years) -> None:
    view = sector_view(years.now.report, generators.content(), "en")
    exact = {"participation", "joint", "complaints", "rules", "market_share", "left_because"}
    told = {
        cell.value
        for section in view.sections
        for grid in section.grids
        for line in grid.lines
        for cell in line.cells
        if cell.value is not None and grid.id in exact
    }
    report = years.now.report
    told |= {
        cell.value
        for table in report.tables
        if table.id == "commitments"
        for (_, column), cell in table.cells.items()
        if column in ("due", "not_due") and isinstance(cell, Shown)
    }
    seen = 0
    for sheet in load_workbook(BytesIO(render_workbook(view))):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, (int, float)) and cell.number_format == "#,##0":
                assert cell.value % 5 == 0 or cell.value in told, (sheet.title, cell.coordinate)
                seen += 1
    assert seen > 500


def test_the_order_of_rows_says_nothing(years: Years) -> None:
    content = generators.content()
    fixed = {
        "commitments": [c.id for c in content.agreements["agt"].commitments if c.publish != "company"],
        "indicators": list(content.indicators),
    }
    for outcome in (years.then, years.now):
        for id in ("countries", "goods", "processes"):
            table = outcome.report.table(id)
            assert table is not None
            assert list(table.rows) == sorted(table.rows)
        for id, order in fixed.items():
            table = outcome.report.table(id)
            assert table is not None
            assert list(table.rows) == [row for row in order if row in table.rows]


def test_the_public_folder_holds_the_report_and_nothing_else(years: Years) -> None:
    """Neither how many members share sites nor how many letters there are can be counted from it."""
    public = sorted(file.name for file in (years.folder / "reports/2026/public").rglob("*"))
    assert public == [
        "sector-report.en.html", "sector-report.en.xlsx", "sector-report.html", "sector-report.json",
        "sector-report.xlsx",
    ]  # fmt: skip


# ---- why members left


def left(folder: Path, reasons: dict[int, str]) -> dict[str, object]:
    members = [
        {**member, **({"left": "2026-05-01", "left_because": reasons[number]} if number in reasons else {})}
        for number, member in enumerate(office.members(20))
    ]
    office.hand_in_all(generators.Sector(companies=9, sites=2).rounds(), folder / "packages-2026")
    report = aggregate(office.settings(folder, members=members), proved=False).report
    return dict(report.participation.left_because)


def test_why_a_few_left_is_not_told(tmp_path: Path) -> None:
    found = left(tmp_path, {10: "expelled", **dict.fromkeys(range(11, 17), "merged")})
    assert list(found) == [""]
    assert isinstance(found[""], Withheld)


def test_why_many_left_is_told(tmp_path: Path) -> None:
    assert left(tmp_path, dict.fromkeys(range(10, 17), "merged")) == {"merged": Shown(5.0)}


def test_the_market_share_is_printed_with_who_says_so(tmp_path: Path) -> None:
    office.hand_in_all(generators.Sector(companies=9, sites=2).rounds(), tmp_path / "packages-2026")
    declared = {"share": 0.42, "of": {"nl": "omzet", "en": "turnover"}, "source": "Annual report 2026"}
    done = aggregate(office.settings(tmp_path, market_share=declared), proved=False)
    view = sector_view(done.report, generators.content(), "en")
    grid = next(g for g in view.sections[0].grids if g.id == "market_share")
    assert [cell.text for cell in grid.lines[0].cells] == ["42%", "Annual report 2026"]
    assert json.loads(json.dumps(declared))["share"] == done.report.participation.market_share.share  # type: ignore[union-attr]
