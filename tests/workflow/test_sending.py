"""Forms for talks on the spot are not written for a site where talking puts people in danger."""

from __future__ import annotations

from pathlib import Path

import pytest

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


def test_the_supplier_itself_can_be_asked_from_outside(workspace: Path) -> None:
    sent = write_forms_of(workspace, Order(kinds=("xlsx",)))
    assert len(sent.files) == 2
    assert sent.spared == ()


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
