"""Answer files as the page of a form exports them, and as somebody changed them on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duediligence.model.form import ANSWER_FILE, Stamp
from tests.forms.filled import finding, read_back, said

STAMP = str(Stamp((("bake_core", "2026.1"),), "supplier", "s001", "nl", "c001"))


def _file(folder: Path, **answers: object) -> Path:
    path = folder / "answers.json"
    records = [{"question": question, "answer": answer, "source": "supplier"} for question, answer in answers.items()]
    path.write_text(json.dumps({"format": ANSWER_FILE, "form": STAMP, "date": "2026-09-30", "answers": records}))
    return path


@pytest.mark.parametrize("answer", ["housing; a bicycle", ["housing", "a bicycle"], ["a bicycle", "Woonruimte"]])
def test_what_raises_a_concern_stays_beside_a_part_that_cannot_be_read(tmp_path: Path, answer: object) -> None:
    reading = read_back(_file(tmp_path, arranged=answer), tmp_path)
    assert [a.keys for a in said(reading)] == [("housing",)]
    assert finding(reading, "answer_read_in_part").params["found"] == "a bicycle"


def test_an_answer_that_the_page_would_not_have_written_is_named(tmp_path: Path) -> None:
    reading = read_back(_file(tmp_path, fees=True), tmp_path)
    assert finding(reading, "unknown_option").params["found"] == "true"
