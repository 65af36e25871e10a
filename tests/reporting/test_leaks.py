"""What may not leave the company does not: not in a cell, a name, an attribute, a property, a link or a chart."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.model.plan import ActionPlan
from duediligence.reporting.ngo.view import NgoView
from duediligence.reporting.pages.page import render_page
from duediligence.reporting.shared.parts import Round
from duediligence.reporting.union.view import UnionView
from duediligence.reporting.views import build_view
from duediligence.reporting.workbook.workbook import render_workbook
from tests.reporting.canaries import CANARY, NUMBERS, round_with_canaries
from tests.reporting.company_only import COMPANY_ONLY
from tests.reporting.look import sample_round
from tests.reporting.reading import everything

OTHERS = ("union", "ngo")
SMALL_SITE = "S07"
"""Six workers."""


def outputs(audience: str, round: Round, languages: tuple[str, ...] = ("nl", "en")) -> dict[str, str]:
    view = build_view(audience, round)
    found = {}
    for language in languages:
        found[f"{language}.html"] = everything(render_page(view, language))
        found[f"{language}.xlsx"] = everything(render_workbook(view, language, f"{audience}.html"))
    return found


@cache
def plain_outputs(audience: str) -> dict[str, str]:
    return outputs(audience, sample_round(), ("nl",))


@pytest.mark.parametrize("audience", OTHERS)
@pytest.mark.parametrize("publishes_sites", [False, True])
def test_no_canary_in_any_byte(audience: str, publishes_sites: bool) -> None:
    for name, text in outputs(audience, round_with_canaries(publishes_sites=publishes_sites)).items():
        assert CANARY not in text, (name, text[text.index(CANARY) - 80 :][:160])
        for number in NUMBERS:
            assert number not in text, name


def test_the_canaries_are_where_they_should_be() -> None:
    """The company sees all of them, so a field that no report shows would not prove anything."""
    found = "".join(outputs("company", round_with_canaries()).values())
    places = (
        "comment",
        "reason",
        "document",
        "owner",
        "notes",
        "evidence",
        "own_action",
        "file",
        "found",
        "digest",
        "old",
    )
    for place in places:
        assert f"{CANARY}_{place}" in found, place
    assert any(number in found for number in NUMBERS)


@pytest.mark.parametrize("audience", OTHERS)
@settings(max_examples=40, deadline=None)
@given(field=st.sampled_from(sorted(COMPANY_ONLY)), words=st.text("abcdefg<&=", min_size=1, max_size=8), data=st.data())
def test_no_output_changes_with_a_value_that_only_the_company_sees(
    audience: str, field: str, words: str, data: st.DataObject
) -> None:
    round = sample_round()
    number = data.draw(st.integers(1, 9_000_000))
    changed = COMPANY_ONLY[field](round, words, float(number))
    assert changed != round, "a change that changes nothing would prove nothing"
    assert outputs(audience, changed, ("nl",)) == plain_outputs(audience)


@pytest.mark.parametrize("publishes_sites", [False, True])
def test_the_ngo_sees_no_site_unless_the_list_is_published(publishes_sites: bool) -> None:
    round = round_with_canaries(publishes_sites=publishes_sites)
    names = [s.supplier.name for s in round.assessment.suppliers]
    for name, text in outputs("ngo", round).items():
        assert all((site in text) == publishes_sites for site in names), name


def test_the_ngo_never_sees_an_address() -> None:
    for text in outputs("ngo", round_with_canaries(publishes_sites=True)).values():
        assert "Voorbeeldstad" not in text


def test_at_a_small_site_the_union_sees_neither_number_nor_address_nor_who_said_what_when() -> None:
    view = build_view("union", round_with_canaries())
    assert isinstance(view, UnionView)
    small = {site.id: site for site in view.sites if site.small}
    assert set(small) >= {SMALL_SITE, "S06", "S22", "S21"}, "S21 gives no number of workers, and counts as small"
    for site in small.values():
        shown = {fact.name.en for fact in site.facts}
        assert not shown & {"Workers", "Share of migrants", "Share of women", "Address"}
        for finding in site.findings:
            assert (finding.question, finding.answer, finding.source, finding.day, finding.number) == (
                None,
                None,
                "",
                None,
                "",
            )


def test_at_a_larger_site_the_union_sees_them() -> None:
    view = build_view("union", round_with_canaries())
    assert isinstance(view, UnionView)
    site = next(site for site in view.sites if site.id == "S01")
    assert {"Workers", "Share of migrants", "Address"} <= {fact.name.en for fact in site.facts}
    assert any(finding.source == "worker_interviews" and finding.day == date(2026, 8, 13) for finding in site.findings)


@pytest.mark.parametrize("audience", OTHERS)
def test_no_head_count_of_a_small_site_stands_anywhere_in_the_outputs(audience: str) -> None:
    round = round_with_canaries()
    changed = []
    for s in round.assessment.suppliers:
        small = s.id == SMALL_SITE
        facts = {**s.supplier.facts, "workers": (7.0,), "migrant_share": (0.4321,)} if small else s.supplier.facts
        changed.append(replace(s, supplier=replace(s.supplier, facts=facts)))
    other = replace(round, assessment=replace(round.assessment, suppliers=tuple(changed)))
    assert outputs(audience, other) == outputs(audience, round)


@pytest.mark.parametrize("audience", OTHERS)
def test_a_pack_says_what_it_leaves_out_and_what_it_was_made_from(audience: str) -> None:
    round = round_with_canaries()
    view = build_view(audience, round)
    assert view.frame.withheld
    for name, text in outputs(audience, round).items():
        language = name[:2]
        for category in view.frame.withheld:
            assert category.what.get(language) in text, (name, category.id)
        assert all(digest in text for digest in round.manifest.content.values())


@pytest.mark.parametrize("audience", OTHERS)
def test_commitments_that_are_not_public_stay_out_and_private_results_are_marked(audience: str) -> None:
    for text in outputs(audience, round_with_canaries()).values():
        assert "Workers with a complaint get remedy" not in text
        assert "Werknemers met een klacht krijgen herstel" not in text
    view = build_view(audience, round_with_canaries())
    (agreement,) = view.agreements
    shown = {c.id: c for c in agreement.commitments}
    assert set(shown) == {"demo_policy", "demo_score", "demo_sites", "demo_documents", "demo_volume", "demo_joint"}
    assert shown["demo_volume"].private
    assert shown["demo_volume"].state == "private"
    assert shown["demo_score"].threshold == 0.6
    assert agreement.score is None


def test_the_other_views_have_no_place_for_a_private_field() -> None:
    """The types are the upper bound: no owner, note, comment, price or ledger can be put into them at all."""
    forbidden = {"owner", "notes", "evidence", "comment", "reason", "place", "document", "ledger", "spend", "volume"}
    for view in (UnionView, NgoView):
        assert not _field_names(view, set()) & forbidden


@pytest.mark.parametrize("audience", OTHERS)
def test_the_manifest_of_a_pack_for_others_has_no_digest_of_an_input(audience: str) -> None:
    assert build_view(audience, round_with_canaries()).frame.manifest.inputs == {}


def _field_names(kind: Any, seen: set[Any]) -> set[str]:
    if kind in seen or not is_dataclass(kind):
        return {name for part in get_args(kind) if part not in seen for name in _field_names(part, seen)}
    seen.add(kind)
    hints = get_type_hints(kind)
    names = {field.name for field in fields(kind)}
    return names.union(*(_field_names(hint, seen) for hint in hints.values()))


def test_measures_of_purchasing_stay_with_the_company() -> None:
    for text in outputs("union", round_with_canaries()).values():
        assert "levertijden" not in text
        assert "lead times" not in text


def test_texts_of_other_languages_do_not_slip_in() -> None:
    """The English pack of a union in the language that it reads; a forgotten translation shows as the other one."""
    text = outputs("union", round_with_canaries())["en.html"]
    assert "Vastgesteld" not in text


def test_a_plan_without_actions_still_gives_every_report() -> None:
    round = replace(round_with_canaries(), plan=ActionPlan(date(2026, 11, 1), ()))
    for audience in ("company", *OTHERS):
        assert outputs(audience, round)
