"""What is not known stands on top in words, beside what must happen; and no id or empty place stands for a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duediligence.findings import Location, error
from duediligence.model.assessment import SupplierAssessment
from duediligence.reporting.pages.page import render_page
from duediligence.reporting.shared.agreements import agreement_views
from duediligence.reporting.shared.labels import Labels
from duediligence.reporting.shared.parts import Round
from duediligence.reporting.shared.unknown import unknown_sentences
from duediligence.reporting.shared.words import placed, plain, term
from duediligence.reporting.views import build_view
from tests.reporting.look import sample_round
from tests.reporting.reading import visible


@pytest.mark.parametrize("audience", ["company", "union", "ngo"])
def test_every_audience_reads_on_top_what_is_not_known(audience: str) -> None:
    words = visible(render_page(build_view(audience, sample_round()), "en"), "now")
    assert "Not known. 5 of 24 suppliers gave no answers, or too few." in words
    assert "At 3 suppliers, a high risk is not shown, but not ruled out either." in words


def test_missing_facts_are_for_the_company_whose_register_it_is() -> None:
    sentence = "At 2 suppliers, facts that could change the risk are missing."
    assert sentence in visible(render_page(build_view("company", sample_round()), "en"), "now")
    assert sentence not in visible(render_page(build_view("union", sample_round()), "en"), "now")


def test_where_all_is_answered_the_report_says_that_this_proves_little() -> None:
    round = sample_round()
    calm = [s for s in round.assessment.suppliers if s.tier.value == "low" and s.assessed]
    (sentence,) = unknown_sentences(calm, (), round.content.scales)
    assert "depends on the evidence" in sentence.en


def test_commitments_of_which_nobody_knows_are_counted() -> None:
    round = sample_round()
    *_, sentence = unknown_sentences((), agreement_views(round), round.content.scales)
    assert sentence.nl == "Van 2 afspraken is niet bekend of zij zijn gehaald."


def test_a_problem_is_told_in_the_words_of_the_form_not_with_its_ids() -> None:
    labels = Labels(sample_round().content)
    found = error("unknown_option", Location("f.xlsx"), found="Safe", question="visit_papers", nearest="in_safe")
    problem, remedy = labels.finding(found)
    assert "visit_papers" not in problem.en
    assert f"‘{labels.question('visit_papers').en}’" in problem.en
    assert "In the safe of the site" in remedy.en


def test_a_supplier_whose_country_is_unknown_says_so() -> None:
    page = render_page(build_view("company", _first_without_country()), "nl")
    assert "land onbekend" in visible(page, "suppliers")
    assert placed("Mill", plain("")).nl == "Mill"


def test_how_many_actions_are_late_is_said_in_words_beside_the_colour() -> None:
    for audience in ("company", "union"):
        assert ", 2 te laat" in visible(render_page(build_view(audience, sample_round()), "nl"), "suppliers")


def test_who_is_not_shown_to_meet_the_definition_is_not_cleared_of_it() -> None:
    assert "does not rule it out" in term("gate_long", "none").en
    assert term("gate", "none").nl == "Niet aangetoond"


def test_figures_of_a_country_that_are_missing_have_a_name_for_people() -> None:
    assert Labels(sample_round().content).fact("country.rule_of_law").nl == "cijfers over dit land"


def _first_without_country() -> Round:
    round = sample_round()

    def bare(s: SupplierAssessment) -> SupplierAssessment:
        facts = {id: values for id, values in s.supplier.facts.items() if id != "country"}
        return replace(s, supplier=replace(s.supplier, facts=facts))

    suppliers = (bare(round.assessment.suppliers[0]), *round.assessment.suppliers[1:])
    return replace(round, assessment=replace(round.assessment, suppliers=suppliers))


@pytest.mark.parametrize("audience", ["company", "union", "ngo"])
def test_all_audiences_read_the_same_number_of_sites_where_something_must_happen(audience: str) -> None:
    assert build_view(audience, sample_round()).lead.en.startswith("Something must happen now at 5 of 24 suppliers.")
