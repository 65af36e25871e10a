"""Which questions a form asks, of whom, and how short it is."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.forms.facts import facts_of
from duediligence.forms.open_conditions import fails, left_open
from duediligence.forms.select import Brief, build_form
from duediligence.model.conditions import When, holds
from duediligence.model.content import PlaceTable
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import Answer, SourceKind, Supplier
from tests.forms.bakery import BAKER, COMPANY, CORNER_SHOP, LAST_YEAR, content, form_for


def _asked(supplier: Supplier, facts_may_change: bool = False) -> list[str]:
    return [asked.question.id for asked in form_for(supplier, facts_may_change=facts_may_change).asked]


def test_a_questionnaire_is_left_out_where_a_known_fact_rules_it_out() -> None:
    assert "curfew" in _asked(BAKER)
    assert "curfew" not in _asked(CORNER_SHOP)


def test_what_is_unknown_counts_as_holding() -> None:
    unknown = Supplier("s003", "Onbekende bakker", {})
    assert {"curfew", "rent"} <= set(_asked(unknown))


def test_a_form_that_adapts_keeps_what_a_corrected_fact_would_bring_back() -> None:
    form = form_for(CORNER_SHOP, facts_may_change=True)
    curfew = next(asked for asked in form.asked if asked.question.id == "curfew")
    assert curfew.open == (When.model_validate({"housing_by_employer": True}),)


def test_a_condition_on_answers_stays_open_on_the_form() -> None:
    asked = {asked.question.id: asked.open for asked in form_for(BAKER).asked}
    assert asked["repay_when"] == (When.model_validate({"answer": {"fees": ["paid_repaid", "paid_open"]}}),)
    assert asked["fees"] == ()


def test_numbers_count_up_in_the_order_of_asking() -> None:
    form = form_for(BAKER)
    assert [asked.number for asked in form.asked] == list(range(1, len(form.asked) + 1))


def test_minutes_follow_the_share_of_questions_that_is_asked() -> None:
    assert form_for(BAKER).minutes == 10 + 4
    assert form_for(CORNER_SHOP).minutes == 10


def test_answers_to_confirm_take_a_part_of_the_time() -> None:
    """Of nine questions in ten minutes three were answered last year; a fourth was answered with `unknown`."""
    assert form_for(BAKER).minutes == 14
    assert form_for(BAKER, previous=LAST_YEAR).minutes == 12


def test_the_newest_earlier_answer_of_the_same_source_is_filled_in() -> None:
    older = replace(LAST_YEAR[0], keys=("paid_open",), date=date(2024, 1, 1))
    undated = replace(LAST_YEAR[0], keys=("paid_open",), date=None)
    audited = replace(LAST_YEAR[0], keys=("nothing",), date=date(2026, 1, 1), source=SourceKind.ANNOUNCED_AUDIT)
    other = replace(LAST_YEAR[0], keys=("nothing",), date=date(2026, 1, 1), supplier="s002")
    form = form_for(BAKER, previous=(LAST_YEAR[0], older, undated, audited, other))
    assert next(asked.previous for asked in form.asked if asked.question.id == "fees") == LAST_YEAR[0]


def test_facts_that_only_the_company_may_see_are_not_on_the_form() -> None:
    ids = {known.fact.id for known in form_for(BAKER).facts}
    assert ids == {"country", "goods", "workers", "migrant_share", "housing_by_employer", "shape"}


@pytest.mark.parametrize("facts_may_change", [False, True])
def test_a_fact_that_may_come_from_workers_is_neither_shown_nor_asked(facts_may_change: bool) -> None:
    assert BAKER.facts["union_present"] == (True,)
    form = form_for(BAKER, facts_may_change=facts_may_change)
    assert "union_present" not in {known.fact.id for known in form.facts}


def test_a_fact_that_is_not_asked_still_decides_which_questions_apply() -> None:
    """And stays decided on a page that adapts: nobody can correct there what is not shown."""
    sector = content()
    housed = sector.facts["housing_by_employer"].model_copy(update={"ask": False})
    brief = Brief(replace(sector, facts={**sector.facts, housed.id: housed}), CORNER_SHOP, Respondent.SUPPLIER, COMPANY)
    assert "curfew" not in {asked.question.id for asked in build_form(brief, facts_may_change=True).asked}


def test_an_unknown_fact_is_asked_where_it_decides_which_questions_apply() -> None:
    facts = {known.fact.id: known.values for known in form_for(CORNER_SHOP).facts}
    assert facts["migrant_share"] is None
    assert "shape" not in facts


@pytest.mark.parametrize("respondent", [Respondent.WORKERS, Respondent.AUDITOR, Respondent.COMPANY])
def test_others_than_the_supplier_are_not_shown_what_the_register_knows(respondent: Respondent) -> None:
    assert form_for(BAKER, respondent=respondent).facts == ()


def test_columns_of_the_country_and_goods_tables_are_facts_too() -> None:
    countries = PlaceTable({"free": {("NL",): 1.0}, "index": {("NL",): 0.7}})
    goods = PlaceTable({"listed": {("NL", "bread"): True}})
    fact = facts_of(BAKER, replace(content(), countries=countries, goods=goods))
    assert not fails(When.model_validate({"country.free": True}), fact)
    assert fails(When.model_validate({"country.index": {"above": 0.8}}), fact)
    assert fact("country.absent") is None
    assert holds(When.model_validate({"goods.listed": True}), fact) is True
    assert fails(When.model_validate({"goods.other": True}), fact)


# --- a law: what is left open fails exactly where the whole condition fails ---

FACTS, QUESTIONS = ("a", "b", "c"), ("p", "q")


def _conditions() -> st.SearchStrategy[dict[str, object]]:
    facts = st.dictionaries(st.sampled_from(FACTS), st.one_of(st.booleans(), st.just({"above": 1})), max_size=2)
    answers = st.dictionaries(st.sampled_from(QUESTIONS), st.lists(st.sampled_from(["x", "y"]), min_size=1), max_size=2)
    leaf = st.builds(lambda f, a: {**f, **({"answer": a} if a else {})}, facts, answers)

    def with_branches(inner: st.SearchStrategy[dict[str, object]]) -> st.SearchStrategy[dict[str, object]]:
        return st.builds(lambda f, b: {**f, "any": b}, leaf, st.lists(inner, min_size=1, max_size=3))

    return st.recursive(leaf, with_branches, max_leaves=5)


@settings(max_examples=60, deadline=None)
@given(_conditions(), st.randoms(use_true_random=False))
def test_what_is_left_open_fails_exactly_where_the_whole_fails(data: dict[str, object], chance: random.Random) -> None:
    when = When.model_validate(data)
    facts = {name: chance.choice([None, (True,), (False,), (2.0,), (0.0,)]) for name in FACTS}
    answers = {name: chance.choice([None, ("x",), ("y",), ("x", "y")]) for name in QUESTIONS}
    changeable = frozenset(chance.sample(FACTS, chance.randrange(3)))
    before = {name: None if name in changeable else values for name, values in facts.items()}
    whole = holds(when, facts.get, answers.get)
    if holds(when, before.get) is False:
        assert whole is False
        return
    rest = left_open(when, before.get, changeable, frozenset(QUESTIONS))
    left = None if rest is None else holds(rest, facts.get, answers.get)
    assert (left is False) == (whole is False)


def test_an_answer_to_a_question_that_is_not_on_the_form_leaves_nothing_open() -> None:
    when = When.model_validate({"answer": {"elsewhere": ["x"]}})
    assert left_open(when, lambda name: None, frozenset(), frozenset({"here"})) is None


def test_answers_of_others_are_no_earlier_answers() -> None:
    told = Answer("s001", "fees", SourceKind.WORKER_INTERVIEWS, keys=("nothing",))
    assert not any(asked.previous for asked in form_for(BAKER, previous=(told,)).asked)
