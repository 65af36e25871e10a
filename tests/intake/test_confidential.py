"""What workers said in their own words stays in its file; numbers and addresses of people are not taken over."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.intake.confidential import MASK, masked
from duediligence.model.questionnaire import Respondent
from tests.forms.bakery import form_for
from tests.forms.filled import DAY, codes, fill, finding, read_back

NAMED = "Ama, kamer 12, 06 12345678"
SOURCE = "Vertrouwelijke gesprekken met werknemers"


def test_no_word_of_a_worker_is_taken_over_and_its_place_is_named(tmp_path: Path) -> None:
    typed = {"q:fees_told": "Ik betaalde iets", "q:room_told": NAMED, "form:date": DAY, "form:source": SOURCE}
    form = form_for(respondent=Respondent.WORKERS)
    reading = read_back(fill(form, typed, {"q:fees_told": {"reason": NAMED}}), tmp_path)
    assert "Ama" not in str(reading)
    assert finding(reading, "remark_not_stored").location.cell
    assert "unknown_option" in codes(reading)


@pytest.mark.parametrize("source", ["worker_interviews", "union_monitoring"])
def test_nor_of_a_table(tmp_path: Path, source: str) -> None:
    path = tmp_path / "talks.csv"
    path.write_text(
        "supplier,source,date,question,answer,reason,comment\n"
        f's001,{source},2026-05-01,fees_told,paid,"{NAMED}","{NAMED}"\n'
    )
    reading = read_back(path, tmp_path)
    assert [answer.keys for answer in reading.value] == [("paid",)]
    assert "Ama" not in str(reading)
    assert [f.location.cell for f in reading.findings if f.code == "remark_not_stored"] == ["F2", "G2"]


def test_a_suppliers_comment_stays_without_the_numbers_of_people(tmp_path: Path) -> None:
    path = tmp_path / "word.csv"
    path.write_text(
        "supplier,source,question,answer,comment\ns001,supplier,fees,paid_repaid,Bel 06 12345678 voor uitleg\n"
    )
    assert [answer.comment for answer in read_back(path, tmp_path).value] == [f"Bel {MASK} voor uitleg"]


@pytest.mark.parametrize(
    "text", ["+31 6 1234 5678", "06-12345678", "(020) 123 45 67", "0031612345678", "98765 43210", "ama.k@example.org"]
)
def test_numbers_and_addresses_are_masked(text: str) -> None:
    assert masked(f"Vraag {text}.") == f"Vraag {MASK}."


@pytest.mark.parametrize(
    "text", ["sinds 01-02-2024", "2026-11-01 tot 2026-12-01", "12 000 000 kg", "EUR 1.250,00", "0,5 tot 0,75", "54 uur"]
)
def test_days_and_amounts_stay(text: str) -> None:
    assert masked(text) == text
