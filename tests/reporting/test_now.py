"""What must happen now: who stands on top of the company's page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import cast

from duediligence.model.assessment import Gate, Tier
from duediligence.model.plan import Action, ActionState
from duediligence.reporting.company.actions import action_views, by_subject
from duediligence.reporting.company.now import lead_sentence, now_items
from duediligence.reporting.pages.page import render_page
from duediligence.reporting.shared.audience import audiences
from duediligence.reporting.shared.counts import urgent_suppliers
from duediligence.reporting.shared.first_links import first_links
from duediligence.reporting.shared.labels import Labels
from duediligence.reporting.shared.parts import Link, Round
from duediligence.reporting.shared.words import plain
from duediligence.reporting.union.build import union_view
from duediligence.reporting.union.view import UnionView
from duediligence.reporting.views import build_view
from tests.reporting.build import TODAY
from tests.reporting.look import sample_round


def test_a_sign_that_is_established_and_high_by_itself_is_named_on_top_whatever_the_gate() -> None:
    round = sample_round()
    some = round.assessment.suppliers[0]
    debts_admitted = replace(some, tier=Tier.HIGH, gate=Gate.NONE, established=0.8, possible=0.81)
    nobody_asked = replace(some, tier=Tier.HIGH, gate=Gate.NONE, established=0.0, possible=0.78)
    assert urgent_suppliers([nobody_asked, debts_admitted], round.content.scales) == (debts_admitted,)


def test_the_first_step_is_what_is_due_first_and_not_what_its_owner_planned_for_later() -> None:
    """Its first measure stands first in the plan, but somebody took it up and plans it for a later day."""
    round = sample_round()
    some = _urgent(round)
    first, second, *_ = [a for a in round.plan.actions if a.subject == some and a.horizon == "immediate"]
    later = replace(first, owner="P. Modelo", state=ActionState.STARTED, due=second.due + timedelta(days=30))
    step = _first_step(round, some, later, replace(second, owner="", state=ActionState.OPEN))
    assert round.content.measures[second.measure].text.en in step
    assert "P. Modelo" not in step


def test_a_day_that_its_owner_chose_is_said_to_be_planned_by_the_owner() -> None:
    round = sample_round()
    some = _urgent(round)
    first = next(a for a in round.plan.actions if a.subject == some)
    planned = replace(
        first, owner="P. Modelo", planned=TODAY, due=TODAY + timedelta(days=40), state=ActionState.STARTED
    )
    assert "P. Modelo planned it for 11 Dec 2026" in _first_step(round, some, planned)


def test_what_was_found_stands_first_then_what_is_critical_by_its_place_then_other_signs() -> None:
    """Both sides of the definition and a critical answer lead; the order of the tiers itself stays."""
    round = sample_round()
    urgent = urgent_suppliers(round.assessment.ranked, round.content.scales)
    assert [s.id for s in urgent[:2]] == ["S01", "S02"]
    assert [s.id for s in urgent[2:]] == ["S04", "S06", "S19"]
    assert [s.id for s in round.assessment.ranked[:3]] == ["S02", "S04", "S01"]
    titles = [item.title.en for item in build_view("union", round).now if item.kind == "urgent"]
    assert [title.split(",")[0] for title in titles] == [s.supplier.name for s in urgent]


def test_both_sides_of_the_definition_look_like_what_is_critical() -> None:
    round = sample_round()
    page = render_page(build_view("company", round), "en")
    row = page[page.index('id="s-S01"') - 80 : page.index('id="s-S01"') + 900]
    assert 'class="site t-critical"' in row
    assert "Act now" in row
    assert page.count("Act now") == _sites_with_both(round)


def _sites_with_both(round: Round) -> int:
    return sum(s.gate is Gate.BOTH for s in round.assessment.suppliers)


def test_the_union_reads_of_a_critical_answer_and_of_a_region_in_the_words_of_the_company() -> None:
    round = sample_round()
    why = {s.id: s.why[0].en for s in cast(UnionView, build_view("union", round)).sites}
    assert why["S02"].startswith("Critical concern. ‘")
    assert why["S04"].startswith("Critical risk factor: ")


def test_a_critical_fact_that_the_union_may_not_see_is_told_by_its_sign() -> None:
    round = sample_round()
    spec = audiences()["union"].model_copy(update={"facts": ("country", "workers")})
    why = {s.id: s.why[0].en for s in union_view(round, spec).sites}
    sign = round.content.indicators["state_imposed"].name.en
    assert why["S04"] == f"Critical risk factor. It is about: {sign}"


def test_at_a_small_site_the_union_reads_the_critical_sign_and_not_who_said_it() -> None:
    round = sample_round()
    small = tuple(
        replace(s, supplier=replace(s.supplier, facts={**s.supplier.facts, "workers": (8.0,)}))
        for s in round.assessment.suppliers
    )
    round = replace(round, assessment=replace(round.assessment, suppliers=small))
    why = {s.id: s.why[0].en for s in cast(UnionView, build_view("union", round)).sites}
    assert why["S02"] == f"Critical concern: {round.content.indicators['documents'].name.en}"


def test_of_many_suppliers_the_first_are_named_and_the_rest_is_counted() -> None:
    links = [Link(plain(f"Atelier {index}"), f"s-{index}") for index in range(15)]
    assert first_links(links[:12]) == tuple(links[:12])
    assert [link.text.en for link in first_links(links)[11:]] == ["Atelier 11", "and 3 more"]


def test_where_nothing_must_happen_at_once_no_nought_is_counted() -> None:
    round = sample_round()
    overdue = [action for action in action_views(round, Labels(round.content)) if action.soon or action.overdue]
    assert lead_sentence(round, [], overdue).en.startswith(
        "Nothing has to happen right now at any of the suppliers (24)."
    )


def test_the_first_step_names_its_owner_and_the_top_says_how_many_have_none_and_what_comes_later() -> None:
    round = sample_round()
    some = _urgent(round)
    first = next(a for a in round.plan.actions if a.subject == some)
    owned = replace(first, owner="P. Modelo", planned=TODAY, due=TODAY, state=ActionState.STARTED)
    assert ": P. Modelo, by 1 Nov 2026)" in _first_step(round, some, owned)
    lead = build_view("company", round).lead.en
    assert "nobody is named yet." in lead
    assert re.search(r"The other \d+ actions come later\.$", lead)


def _urgent(round: Round) -> str:
    """A site where something must happen now, with more than one thing to do at once."""
    at_once = Counter(a.subject for a in round.plan.actions if a.horizon == "immediate")
    urgent = urgent_suppliers(round.assessment.suppliers, round.content.scales)
    return next(s.id for s in urgent if at_once[s.id] > 1)


def _first_step(round: Round, site: str, *actions: Action) -> str:
    """What the top of the page names as the first step at a site with these actions."""
    labels = Labels(round.content)
    changed = replace(round, plan=replace(round.plan, actions=actions))
    urgent = [s for s in round.assessment.suppliers if s.id == site]
    item = now_items(changed, urgent, by_subject(action_views(changed, labels)), labels)[0]
    assert item.step is not None
    return item.step.en
