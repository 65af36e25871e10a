"""In no sector does a plan send anybody to a site where the state imposes the labour, or make workers there speak."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

from duediligence.audit.fieldwork import plan_fieldwork
from duediligence.audit.rules import sampling_rules
from duediligence.declarations.library import Library, Root
from duediligence.declarations.sector import load_sector
from duediligence.model.assessment import Assessment, SupplierAssessment
from duediligence.model.conditions import Bounds, When
from duediligence.model.content import SectorContent
from duediligence.model.plan import ActionPlan
from duediligence.model.response import Supplier
from duediligence.planning.choose import choose_plan
from duediligence.scoring.access import from_outside
from duediligence.scoring.assess import assess_suppliers
from duediligence.tables.engine import PolarsEngine

Facts: TypeAlias = Mapping[str, tuple[str | bool | float, ...]]

ROOT = Path(__file__).parents[1]
LIBRARY = Library([Root(ROOT)])
SECTORS = LIBRARY.sector_ids()
ELSEWHERE = "material_origins"
"""The fact of material from such a place: the labour is not imposed at the supplier's own site."""

ABOUT_OTHERS = {
    "fcs_state",
    "fi_state",
    "fsv_paste",
    "to_paste",
    "cf_listed_entity",
    "cf_state_region",
    "rs_list",
    "rs_region",
}
"""Questions of which an answer is about material, or about a supplier of the supplier."""


IN_ZHEJIANG = {"country": ("CN",), "subdivision": ("CN-ZJ",)}
IN_DOUBT: dict[str, dict[str, tuple[str | bool | float, ...]]] = {
    "material_of_the_region": {**IN_ZHEJIANG, "material_origins": ("cn_xj",)},
    "province_unknown": {"country": ("CN",)},
    "country_unknown": {},
}
"""Sites of which nobody has ruled out that the state places people there."""

RULED_OUT: dict[str, tuple[str | bool | float, ...]] = {
    "labour_transfer": (False,),
    "state_programme": (False,),
    "corridors": ("internal",),
}


@cache
def _content(sector: str) -> SectorContent:
    return load_sector(LIBRARY, sector)


@cache
def _at_closed_sites(sector: str) -> tuple[SupplierAssessment, ...]:
    """One silent supplier for every driver that closes access, at risk of everything else that its place brings."""
    content = _content(sector)
    closing = [driver for driver in content.drivers if driver.closes_access]
    suppliers = [Supplier(driver.id, driver.id, dict(_facts(driver.when, content))) for driver in closing]
    return assess_suppliers(PolarsEngine(), suppliers, (), content, 1)


def _assessed(sector: str, sites: Mapping[str, Facts]) -> tuple[SupplierAssessment, ...]:
    suppliers = [Supplier(id, id, facts) for id, facts in sites.items()]
    return assess_suppliers(PolarsEngine(), suppliers, (), _content(sector), 1)


@cache
def _in_doubt(sector: str) -> tuple[SupplierAssessment, ...]:
    return _assessed(sector, IN_DOUBT)


def _plan(sector: str, sites: tuple[SupplierAssessment, ...]) -> ActionPlan:
    round = Assessment("c", "C", sector, "1", date(2026, 11, 1), {}, sites)
    return choose_plan(_content(sector), round, asked=[site.id for site in sites])


def _sent(plan: ActionPlan, content: SectorContent) -> list[tuple[str, str]]:
    """What the plan does at sites that cannot be done from outside: where, and which measure."""
    actions = [action for action in plan.actions if not content.measures[action.measure].from_outside]
    return [(place, action.measure) for action in actions for place in action.places]


def _facts(when: When, content: SectorContent) -> Iterator[tuple[str, tuple[str | bool | float, ...]]]:
    """Facts under which a condition holds; what a table says of a country becomes such a country."""
    for name, test in when.facts.items():
        assert not isinstance(test, Bounds), name
        if name.startswith("country."):
            column = content.countries.values[name.partition(".")[2]]
            yield "country", (next(place[0] for place, value in sorted(column.items()) if value == test),)
        else:
            yield content.fact_ids[name], (test,) if isinstance(test, bool) else test[:1]


@pytest.mark.parametrize("sector", SECTORS)
def test_nobody_is_sent_to_a_site_where_the_state_imposes_the_labour(sector: str) -> None:
    content, sites = _content(sector), _at_closed_sites(sector)
    assert [site.id for site in sites if not site.closed_by] == []
    plan = _plan(sector, sites)
    assert _sent(plan, content) == []
    first = {action.subject: action.measure for action in reversed(plan.actions) if not action.sites}
    assert first == {site.id: "state_protect_people" for site in sites}


@pytest.mark.parametrize("sector", SECTORS)
def test_nobody_is_sent_while_nobody_has_ruled_out_that_the_state_places_people_there(sector: str) -> None:
    sites = _in_doubt(sector)
    assert [site.id for site in sites if site.closed_by or not site.doubted_by] == []
    plan = _plan(sector, sites)
    assert _sent(plan, _content(sector)) == []
    checks = {action.subject for action in plan.actions if action.measure == "state_check_before_visit"}
    assert checks == set(IN_DOUBT)
    first = {action.subject: action.measure for action in reversed(plan.actions) if not action.sites}
    assert first == dict.fromkeys(IN_DOUBT, "state_check_before_visit")


@pytest.mark.parametrize("sector", SECTORS)
def test_what_says_today_is_due_by_tomorrow(sector: str) -> None:
    """Words that say when and a date that says otherwise cannot both be right."""
    measures = _content(sector).measures.values()
    late = [m.id for m in measures if re.search(r"\bvandaag\b", m.text.nl) and (m.horizon, m.days) > ("immediate", 1)]
    assert late == []


@pytest.mark.parametrize("sector", SECTORS)
def test_once_that_is_ruled_out_the_site_is_visited_and_nothing_waits(sector: str) -> None:
    sites = _assessed(sector, {"ruled_out": {**IN_DOUBT["material_of_the_region"], **RULED_OUT}})
    assert [site.id for site in sites if site.spared] == []
    plan = _plan(sector, sites)
    assert "ruled_out" in {place for place, _ in _sent(plan, _content(sector))}
    assert "state_check_before_visit" not in {action.measure for action in plan.actions}


@pytest.mark.parametrize("sector", SECTORS)
def test_where_no_state_does_so_nothing_waits_even_with_material_of_unknown_or_such_origin(sector: str) -> None:
    places: dict[str, Facts] = {country: {"country": (country,)} for country in ("BD", "VN", "IN", "TR", "NL")}
    places |= {f"{country}_material": {"country": (country,), "material_origins": ("cn_xj",)} for country in places}
    sites = _assessed(sector, places)
    assert [site.id for site in sites if site.spared] == []
    assert {place for place, _ in _sent(_plan(sector, sites), _content(sector))} >= set(places)


@pytest.mark.parametrize("sector", SECTORS)
def test_what_to_ask_next_there_is_asked_of_nobody_who_works_there(sector: str) -> None:
    content = _content(sector)
    asked = {ask.respondent for site in (*_at_closed_sites(sector), *_in_doubt(sector)) for ask in site.ask_next}
    assert [respondent for respondent in asked if not from_outside(respondent, content)] == []


@pytest.mark.parametrize("sector", SECTORS)
def test_a_supplier_where_the_state_imposes_the_labour_is_neither_called_nor_asked_anything(sector: str) -> None:
    sites = _at_closed_sites(sector)
    asked = {ask.respondent for site in sites for ask in site.ask_next}
    assert "supplier" not in asked
    gaps = {reason.ref for action in _plan(sector, sites).actions for reason in action.reasons if reason.kind == "gap"}
    assert not gaps & {"no_response", "not_asked"}


@pytest.mark.parametrize("sector", SECTORS)
def test_no_sample_of_an_auditor_goes_there(sector: str) -> None:
    content, sites = _content(sector), (*_at_closed_sites(sector), *_in_doubt(sector))
    fieldwork = plan_fieldwork(sites, content, sampling_rules(LIBRARY), (), (), seed=1)
    assert fieldwork.visits == ()
    assert fieldwork.spared == tuple(sorted(site.id for site in sites))


@pytest.mark.parametrize("sector", SECTORS)
def test_a_critical_fact_about_state_imposed_labour_closes_the_site_unless_it_is_about_material(sector: str) -> None:
    content = _content(sector)
    critical = [driver for driver in content.drivers if driver.critical and "state_imposed" in driver.raises]
    assert len(critical) >= 9
    assert {driver.id for driver in critical if not driver.closes_access} == {
        *(driver.id for driver in critical if ELSEWHERE in driver.when.names()),
        "listed_entity",  # an import ban for debts or papers asks for talks with workers; see listed_entity_of_state
    }


@pytest.mark.parametrize("sector", SECTORS)
def test_an_answer_that_workers_came_through_the_state_closes_the_site(sector: str) -> None:
    content = _content(sector)
    critical = {
        (question.id, key)
        for question in content.questions.values()
        for key, effects in question.effects()
        if effects.critical and any(signal.indicator == "state_imposed" for signal in effects.signals)
    }
    closing = {(q.id, key) for q in content.questions.values() for key, effects in q.effects() if effects.closes_access}
    assert closing <= critical
    assert {question for question, _ in critical - closing} <= ABOUT_OTHERS
