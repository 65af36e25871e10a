"""Forms for talks on the spot are not written for a site where talking puts people in danger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duediligence.errors import UsageError
from duediligence.workflow.opened import open_workspace
from duediligence.workflow.rounds import assess_opened
from duediligence.workflow.screening import screen_workspace
from duediligence.workflow.sending import Order, write_forms_of

REGISTER = "id,name,country,subdivision\nfar,Far Mill,CN,CN-XJ\nnear,Near Mill,NL,\n"
SETTINGS = "company: {id: c1, name: Firm}\nsector: garments\nassessed_on: 2026-11-01\nlanguages: [en]\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A mill in a region with state-imposed labour, and one elsewhere."""
    (tmp_path / "duediligence.yaml").write_text(SETTINGS, "utf-8")
    (tmp_path / "suppliers.csv").write_text(REGISTER, "utf-8")
    return tmp_path


@pytest.mark.parametrize("respondent", ["workers", "auditor"])
def test_no_form_sends_anybody_to_a_site_where_talking_puts_people_in_danger(workspace: Path, respondent: str) -> None:
    sent = write_forms_of(workspace, Order(respondent=respondent, kinds=("xlsx",)))
    assert [file.name for file in sent.files] == [f"near_{respondent}_en.xlsx"]
    assert sent.spared == ("Far Mill",)


def test_where_the_state_imposes_the_labour_not_even_the_supplier_is_asked_of_itself(workspace: Path) -> None:
    sent = write_forms_of(workspace, Order(kinds=("xlsx",)))
    assert [file.name for file in sent.files] == ["near_supplier_en.xlsx"]
    assert (sent.unasked, sent.endangered, sent.spared) == (("Far Mill",), (), ())


def test_whoever_names_that_supplier_gets_its_form_with_a_warning(workspace: Path) -> None:
    sent = write_forms_of(workspace, Order(suppliers=("far",), kinds=("xlsx",)))
    assert [file.name for file in sent.files] == ["far_supplier_en.xlsx"]
    assert (sent.unasked, sent.endangered) == ((), ("Far Mill",))


def test_a_supplier_can_be_asked_while_nobody_knows_in_which_part_of_the_country_it_lies(workspace: Path) -> None:
    (workspace / "suppliers.csv").write_text(REGISTER + "unsure,Unsure Mill,CN,\n", "utf-8")
    sent = write_forms_of(workspace, Order(suppliers=("unsure",), kinds=("xlsx",)))
    assert [file.name for file in sent.files] == ["unsure_supplier_en.xlsx"]
    assert (sent.unasked, sent.endangered) == ((), ())


def test_where_nobody_is_left_to_ask_no_form_is_written_at_all(workspace: Path) -> None:
    sent = write_forms_of(workspace, Order(suppliers=("far",), respondent="workers"))
    assert (sent.files, sent.spared) == ((), ("Far Mill",))


@pytest.mark.parametrize("respondent", ["workers", "auditor"])
def test_no_form_sends_anybody_while_nobody_knows_in_which_part_of_the_country_it_lies(
    workspace: Path, respondent: str
) -> None:
    (workspace / "suppliers.csv").write_text(REGISTER + "unsure,Unsure Mill,CN,\n", "utf-8")
    sent = write_forms_of(workspace, Order(suppliers=("unsure", "near"), respondent=respondent, kinds=("xlsx",)))
    assert [file.name for file in sent.files] == [f"near_{respondent}_en.xlsx"]
    assert sent.spared == ("Unsure Mill",)


def _silent(workspace: Path) -> dict[str, set[str]]:
    """By site the measures of the plan that are there because nobody answered."""
    plan = assess_opened(open_workspace(workspace)).round.plan
    found: dict[str, set[str]] = {}
    for action in plan.actions:
        if any(reason.ref in ("no_response", "not_asked") for reason in action.reasons):
            for place in action.places:
                found.setdefault(place, set()).add(action.measure)
    return found


def test_whoever_still_has_time_to_answer_is_not_called_silent(workspace: Path) -> None:
    write_forms_of(workspace, Order(suppliers=("near",), kinds=("xlsx",), deadline=date(2026, 12, 31)))
    near = assess_opened(open_workspace(workspace)).round.assessment.supplier("near")
    assert near is not None
    assert near.answer_by == date(2026, 12, 31)
    assert "near" not in _silent(workspace)


def test_after_the_day_it_is_silent(workspace: Path) -> None:
    write_forms_of(workspace, Order(suppliers=("near",), kinds=("xlsx",), deadline=date(2026, 10, 31)))
    assert "gap_no_response_go_and_see" in _silent(workspace)["near"]


def test_a_form_without_a_day_takes_the_earlier_day_away(workspace: Path) -> None:
    write_forms_of(workspace, Order(suppliers=("near",), kinds=("xlsx",), deadline=date(2026, 12, 31)))
    write_forms_of(workspace, Order(suppliers=("near",), kinds=("xlsx",)))
    assert "near" in _silent(workspace)


def test_nobody_calls_or_goes_to_a_site_of_ones_own_because_it_is_silent(workspace: Path) -> None:
    (workspace / "suppliers.csv").write_text("id,name,country,tier\nown,Own Mill,NL,0\nnear,Near Mill,NL,1\n", "utf-8")
    write_forms_of(workspace, Order(kinds=("xlsx",)))
    silent = _silent(workspace)
    assert not {"gap_no_response_call", "gap_no_response_go_and_see"} & silent.get("own", set())
    assert {"gap_no_response_call", "gap_no_response_go_and_see"} <= silent["near"]


def test_a_supplier_is_found_by_its_very_name_and_no_other_id_is_suggested(workspace: Path) -> None:
    (workspace / "suppliers.csv").write_text(
        "id,name,country\nvm18,Grey Poplar,NL\nvm19,Grey Poplar Spinning,NL\nvm24,Dyer,NL\nvm25,Dyer,NL\n", "utf-8"
    )
    sent = write_forms_of(workspace, Order(suppliers=("grey poplar",), kinds=("xlsx",)))
    assert [file.name for file in sent.files] == ["vm18_supplier_en.xlsx"]
    for wanted, code, told in (
        ("vm14", "unknown_supplier", "–"),
        ("Grey Poplr Spinning", "unknown_supplier", "Grey Poplar Spinning (vm19), Grey Poplar (vm18)"),
        ("Dyer", "several_suppliers", "Dyer (vm24), Dyer (vm25)"),
    ):
        with pytest.raises(UsageError) as refused:
            write_forms_of(workspace, Order(suppliers=(wanted,), kinds=("xlsx",)))
        assert refused.value.code == code
        assert told in (refused.value.params.get("nearest"), refused.value.params.get("found"))


def test_where_the_country_is_unknown_the_screening_says_so_and_not_that_no_place_is_without_risk(
    workspace: Path,
) -> None:
    (workspace / "suppliers.csv").write_text(REGISTER + "agent,Through an Agent,,\n", "utf-8")
    rows = {row["id"]: row for row in screen_workspace(workspace).rows("en")}
    assert str(rows["agent"]["why_shown"]).startswith("Country unknown, so every risk of a country counts")
    assert "Country unknown" not in str(rows["near"]["why_shown"])
