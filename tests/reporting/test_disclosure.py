"""What an NGO may count, and what a union may read, in plain cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.model.assessment import ControlRow, Interval, SupplierAssessment
from duediligence.reporting.ngo.view import NgoView
from duediligence.reporting.shared.parts import Round
from duediligence.reporting.union.view import UnionView
from duediligence.reporting.views import build_view
from tests.reporting.build import sample_assessment
from tests.reporting.look import sample_round


def ngo(round: Round) -> NgoView:
    view = build_view("ngo", round)
    assert isinstance(view, NgoView)
    return view


def union() -> UnionView:
    view = build_view("union", sample_round())
    assert isinstance(view, UnionView)
    return view


def in_countries(codes: Sequence[str]) -> Round:
    """One supplier for every code."""
    round = sample_round()
    first = sample_assessment().suppliers[0]
    suppliers = tuple(_in_country(first, index, code) for index, code in enumerate(codes))
    return replace(round, assessment=replace(round.assessment, suppliers=suppliers))


def _in_country(s: SupplierAssessment, index: int, code: str) -> SupplierAssessment:
    facts = {**s.supplier.facts, "country": (code,)}
    return replace(s, supplier=replace(s.supplier, id=f"N{index}", facts=facts), priority=index)


@pytest.mark.parametrize(
    ("codes", "shown"),
    [
        (["IN"] * 3, {"India": 3}),
        (["IN"] * 4 + ["TR"] * 3, {"India": 4, "Turkey": 3}),
        (["IN"] * 4 + ["TR"] * 2 + ["VN"], {"India": 4, "Other countries together": 3}),
        (["IN"] * 4 + ["TR"] * 3 + ["VN"], {"India": 4, "Other countries together": 4}),
        (["IN"] * 3 + ["VN"], {"Other countries together": 4}),
        (["IN", "VN"], {}),
        ([], {}),
    ],
)
def test_countries_with_few_sites_are_taken_together(codes: list[str], shown: dict[str, int]) -> None:
    places = {place.name.en.replace("Türkiye", "Turkey"): place.sites for place in ngo(in_countries(codes)).places}
    assert places == shown


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["IN", "TR", "VN", "PT", "CN"]), max_size=14))
def test_no_group_is_smaller_than_the_least_and_none_follows_from_the_total(codes: list[str]) -> None:
    places = ngo(in_countries(codes)).places
    assert all(place.sites >= 3 for place in places)
    left_out = len(codes) - sum(place.sites for place in places)
    assert left_out == 0 or (left_out == len(codes) and not places)


def test_counts_of_a_country_are_those_of_its_sites() -> None:
    places = {place.name.en: place for place in ngo(sample_round()).places}
    india = places["India"]
    sites = [s for s in sample_assessment().suppliers if s.supplier.words("country") == ("IN",)]
    assert india.sites == len(sites) == 5
    assert dict(india.tiers) == Counter(s.tier.value for s in sites)
    debt = next(sign for sign in india.signs if sign.name.en == "Debt bondage")
    assert debt.established == sum(s.indicators["debt_bondage"].established > 0 for s in sites)


def test_an_ngo_reads_only_of_measures_in_which_it_has_a_part() -> None:
    measures = {measure.id for measure in ngo(sample_round()).measures}
    assert measures == {"speak_to_victims"}


def test_the_union_reads_of_representation_access_remedy_and_repayment_by_site() -> None:
    site = next(site for site in union().sites if site.id == "S19")
    assert [(fact.name.en, fact.words.en) for fact in site.representation] == [
        ("Union or elected representation", "yes")
    ]
    assert any(action.repayment for action in site.actions)
    assert site.ask_workers
    unknown = next(site for site in union().sites if site.id == "S20")
    assert unknown.representation[0].words.en == "does not know"


def test_money_is_owed_only_where_it_is_established_that_workers_lost_it() -> None:
    """The same action is in the plan of a site where debts are only possible: nobody knows of money owed there."""
    round = sample_round()
    owed = {site.id for site in union().sites if any(action.repayment for action in site.actions)}
    lost = ("debt_bondage", "wages")
    established = {s.id for s in round.assessment.suppliers if any(s.indicators[sign].established > 0 for sign in lost)}
    assert "S19" in owed
    assert owed <= established
    nothing_shown = tuple(
        replace(s, indicators={**s.indicators, "debt_bondage": Interval(0.0, 0.6), "wages": Interval(0.0, 0.6)})
        for s in round.assessment.suppliers
    )
    view = build_view("union", replace(round, assessment=replace(round.assessment, suppliers=nothing_shown)))
    assert "repayment" not in {item.kind for item in view.now}


def test_an_action_that_brings_no_money_is_no_repayment() -> None:
    repaid = {action.measure for site in union().sites for action in site.actions if action.repayment}
    assert repaid == {"repay_fees", "pay_arrears"}


def test_what_only_the_supplier_says_of_a_provision_is_told_as_its_word() -> None:
    round = sample_round()

    def told(evidence: str, credit: float) -> set[str]:
        control = ControlRow(question="complaints_line", indicator="intimidation", credit=credit, evidence=evidence)
        suppliers = tuple(replace(s, controls=(control,)) for s in round.assessment.suppliers)
        view = build_view("union", replace(round, assessment=replace(round.assessment, suppliers=suppliers)))
        assert isinstance(view, UnionView)
        return {provision.state for site in view.sites for provision in site.access}

    assert told("E1", 1.0) == {"said"}
    assert told("E1", 0.5) == {"partly_said"}
    assert told("E4", 1.0) == {"shown"}
    assert told("E0", 0.0) == {"not_shown"}


def test_contradictions_reach_the_union_by_sign() -> None:
    site = next(site for site in union().sites if site.id == "S01")
    assert [sign.en for sign in site.contradictions] == ["Restriction of movement"]


def test_what_is_only_possible_is_never_told_as_established() -> None:
    item = next(item for item in union().now if item.target == "s-S02")
    assert item.text.en.startswith("Critical concern. ‘Where are the papers of workers?’")
    assert "Debt bondage" not in item.text.en


def test_what_workers_have_is_told_once() -> None:
    """Whether there is a union stands first; it is not repeated among the other facts."""
    for site in union().sites:
        apart = {fact.name.en for fact in site.representation}
        assert apart == {"Union or elected representation"}
        assert not apart & {fact.name.en for fact in site.facts}
