"""The published files under attack: by a member who knows his own values, and by an outsider with both reports."""

from __future__ import annotations

import json
from typing import Any

import pytest

from duediligence.aggregation.cells import Key
from duediligence.aggregation.primary import Rule
from duediligence.resources import content_root
from tests.aggregation.attack import DUE, Attacker, Name, least_companies
from tests.aggregation.conftest import NOW as THIS_YEAR
from tests.aggregation.conftest import Years, one_year
from tests.aggregation.recount import Counted, coarsened, recount

PROTECTION = 0.10
THEN, NOW = "2025", "2026"
Truth = dict[Name, dict[str, float]]


def truths(years: Years) -> Truth:
    """What each company really adds to every number of both reports, and to those that follow by subtraction."""
    then, now = (
        _as_published(coarsened(counted) if year.report.coarse else counted)
        for year, counted in ((years.then, recount(years.then_rounds)), (years.now, recount(years.now_rounds)))
    )
    old, new = ({r.company.id for r in rounds} for rounds in (years.then_rounds, years.now_rounds))
    found: Truth = {}
    for scope, counted, whose in (
        (f"{THEN}.all", then, old),
        (f"{NOW}.all", now, new),
        (f"{NOW}.matched", now, new & old),
        (f"{NOW}.joined", now, new - old),
        (f"{NOW}.before", then, new & old),
        (f"{NOW}.left", then, old - new),
    ):
        for name, parts in counted.items():
            found[(scope, *name)] = {company: value for company, value in parts.items() if company in whose}
    return found


def _as_published(counted: Counted) -> Counted:
    """Weights are published as shares of what is due, so that is how they are attacked."""
    shares: Counted = {}
    for (table, row, column), parts in counted.items():
        total = sum(counted["commitments_weight", row, "due"].values()) if table == "commitments_weight" else 1
        shares[table, row, column] = {company: value / total for company, value in parts.items()} if total else {}
    return shares


def document(years: Years, year: str) -> dict[str, Any]:
    """One published report."""
    read: dict[str, Any] = json.loads((years.folder / f"reports/{year}/public/sector-report.json").read_text())
    return read


def attacker(
    years: Years,
    own: dict[Name, float],
    step: int = 5,
    now: dict[str, Any] | None = None,
    conditional: frozenset[str] = frozenset(),
) -> Attacker:
    """Somebody with both reports."""
    found = Attacker(own=own, conditional=conditional)
    found.reads(now or document(years, NOW), NOW, step)
    if years.then_rounds:
        found.reads(document(years, THEN), THEN, step)
        found.compares_years(THEN, NOW)
    return found


def own_values(truth: Truth, member: str) -> dict[Name, float]:
    """What a member knows of himself."""
    return {name: parts[member] for name, parts in truth.items() if member in parts}


def sensitive(truth: Truth, hidden: set[Name]) -> list[Name]:
    """Hidden numbers with too few companies behind them, or one or two that are most of it."""
    return sorted(name for name in hidden if _is_sensitive(name, truth.get(name, {})))


def _is_sensitive(name: Name, parts: dict[str, float]) -> bool:
    least = least_companies(name)
    largest = sorted(parts.values(), reverse=True)
    counts_companies = name[1] in ("commitments", "score", "size", "tier_companies", "indicator_companies")
    dominated = not counts_companies and sum(largest) > 0
    alone = dominated and (largest[0] > sum(largest) / 2 or sum(largest[:2]) > 0.85 * sum(largest))
    return 0 < len(parts) < least or alone


def recovered(name: Name, found: tuple[float, float], truth: float) -> bool:
    """Whether the attacker knows the number to within the protection on both sides."""
    need = max(PROTECTION * truth, 0.004 if name[1] == "commitments_weight" else 2.0)
    return found[0] > truth - need + 1e-6 and found[1] < truth + need - 1e-6


def known_before(years: Years, own: dict[Name, float]) -> Attacker:
    """Somebody who has last year's report, and of this year's only who takes part."""
    silent = document(years, NOW)
    silent["participation"]["sites"] = {"value": None, "withheld": "protected"}
    for table in silent["tables"]:
        for cell in table["cells"]:
            cell["value"] = cell["value"] if cell["column"] in DUE else None
    return attacker(years, own, now=silent)


def broken(
    attacker: Attacker, truth: Truth, member: str = "", before: Attacker | None = None
) -> tuple[list[Name], int]:
    """The numbers that an attacker recovers, and how many he tried; what he alone stands behind is his own.

    What last year's report gave away cannot be taken back: what was known `before` is no discovery.
    """
    found, tried = [], 0
    for name in sensitive(truth, attacker.hidden):
        if not any(company != member for company in truth[name]):
            continue
        true, seen = sum(truth[name].values()), attacker.range_of(name)
        assert seen[0] - 1e-6 <= true <= seen[1] + 1e-6, name
        tried += 1
        if recovered(name, seen, true) and not (before and recovered(name, before.range_of(name), true)):
            found.append(name)
    return found, tried


def test_an_outsider_with_two_years_recovers_nothing(years: Years) -> None:
    found, tried = broken(attacker(years, {}), truths(years), before=known_before(years, {}))
    assert tried > 50
    assert found == []


@pytest.mark.parametrize("member", ["c000", "c001", "c010", "c023", "c042"])
def test_a_member_who_knows_his_own_values_recovers_nobody_elses(years: Years, member: str) -> None:
    truth = truths(years)
    own = own_values(truth, member)
    found, tried = broken(attacker(years, own), truth, member, known_before(years, own))
    assert tried > 50
    assert found == []


def test_subtracting_the_years_does_not_tell_about_who_joined_or_left(years: Years) -> None:
    truth, outsider = truths(years), attacker(years, {})
    tried = 0
    for name in truth:
        group = {f"{NOW}.joined": (f"{NOW}.all", 2), f"{NOW}.left": (f"{THEN}.all", 1)}.get(name[0])
        if group is None or name[1] != "commitments" or name[3] not in ("met", "not_met") or not truth[name]:
            continue
        whole, companies = group
        if {(whole, *name[1:]), (f"{NOW}.matched", *name[1:])} <= outsider.bounds.keys():
            low, high = outsider.range_of(name)
            assert low < companies, name  # that all of them are so must stay open
            assert low < high
            tried += 1
    assert tried > 10


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Years:
    """One year with counts that are not rounded, so that hiding alone must protect."""
    folder = tmp_path_factory.mktemp("exact")
    scales = (content_root() / "sector_profiles/common/scales.yaml").read_text()
    before, rest = scales.split("round_to:\n    value: 5\n")
    own = folder / "content/sector_profiles/common"
    own.mkdir(parents=True)
    (own / "scales.yaml").write_text(f"{before}round_to:\n    value: 1\n{rest}")
    rounds, outcome = one_year(folder, THIS_YEAR, folder / "content")
    return Years(folder, (), rounds, outcome, outcome)


@pytest.mark.parametrize("member", ["", "c001", "c031"])
def test_without_rounding_the_hidden_numbers_are_as_safe(exact: Years, member: str) -> None:
    truth = truths(exact)
    assert broken(attacker(exact, own_values(truth, member), step=1), truth, member)[0] == []


def test_the_attack_succeeds_where_only_the_sensitive_numbers_are_hidden(exact: Years) -> None:
    """Without complementary suppression the same attacker works numbers out: the tests above have teeth."""
    truth, careless = truths(exact), document(exact, NOW)
    withheld = exact.now.tables.protection.withheld
    for table in careless["tables"]:
        for cell in table["cells"]:
            name = Key(table["scope"], table["id"], cell["row"], cell["column"])
            if withheld.get(name) is Rule.COMPLEMENT and table["unit"] in ("companies", "sites", "actions"):
                cell["value"] = exact.now.tables.system.nodes[name].sum.value
    assert len(broken(attacker(exact, {}, step=1, now=careless), truth)[0]) > 10


def test_what_is_printed_is_what_really_is(years: Years) -> None:
    truth, outsider = truths(years), attacker(years, {})
    for name, (low, high) in outsider.bounds.items():
        if name in truth and name not in outsider.hidden and name[1] != "commitments_weight":
            assert low - 1e-6 <= sum(truth[name].values()) <= high + 1e-6, name
