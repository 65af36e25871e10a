"""An answer that came in and cannot be read leaves possible what its question could have shown, on both roads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from duediligence.intake.responses import read_responses
from duediligence.model.response import AnswerState, Supplier
from duediligence.scoring.assess import assess_suppliers
from tests import mini
from tests.scoring.test_two_roads import HEADER, both_roads, row

SITE = Supplier("s1", "s1", {"country": ("NO",), "workers": (120.0,)})
OWN_WORDS = "We do, for safety"


def test_words_that_nobody_could_read_count_as_a_refusal_does(tmp_path: Path) -> None:
    for one, other in zip(
        both_roads(tmp_path, [SITE], [row("papers", OWN_WORDS, "2026-01-01")]),
        both_roads(tmp_path, [SITE], [row("papers", "refused", "2026-01-01")]),
        strict=True,
    ):
        assert one["s1", "documents"] == other["s1", "documents"]
        assert one["s1", "documents"][1] >= 0.5  # type: ignore[operator]


def test_they_are_no_answer_and_are_named_as_what_they_are(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("\n".join([",".join(HEADER), f's1,supplier,2026-01-01,papers,"{OWN_WORDS}",,,']))
    read = read_responses(file, mini.content().questions, {"s1": SITE}, date(2026, 11, 1), tmp_path)
    assert [answer.state for answer in read.value] == [AnswerState.UNREAD]
    (assessed,) = assess_suppliers(mini.ENGINE, [SITE], read.value, mini.content(), 1)
    assert [answer.state for answer in assessed.answers] == ["unread"]
    assert assessed.coverage == 0
