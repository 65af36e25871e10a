"""Large files take the road of columns and end in the same tables as answers that were read one by one."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from duediligence.model.conditions import written
from duediligence.model.response import Answer, AnswerState
from duediligence.scoring.score import score
from duediligence.tables.bulk import Bulk, bulk_facts, bulk_responses
from tests import mini

HEADER = ("supplier", "source", "date", "question", "answer", "reason", "document", "document_seen")


def test_a_long_csv_scores_like_the_same_answers_read_one_by_one(tmp_path: Path) -> None:
    chance = random.Random(7)
    suppliers = [mini.random_supplier(chance, f"s{index:03}") for index in range(120)]
    answers = [mini.random_answer(chance, s.id) for s in suppliers for _ in range(4)]
    facts = mini.ENGINE.scan(mini.write_register(tmp_path / "register.csv", suppliers))
    raw = mini.ENGINE.scan(write_answers(tmp_path / "answers.csv", answers))
    content = mini.content()
    bulk = bulk_responses(mini.ENGINE, raw, content)
    assert not bulk.problems
    scores = score(mini.ENGINE, bulk_facts(facts, content), bulk.responses, content)
    one_by_one = mini.bounds_of(mini.assess(suppliers, answers))
    for id, bounds in mini.bounds_of(scores).items():
        expected = one_by_one[id]
        assert bounds.tier == expected.tier
        assert bounds.possible == pytest.approx(expected.possible, abs=1e-9)
        assert bounds.indicators == {i: pytest.approx(pair, abs=1e-9) for i, pair in expected.indicators.items()}


def test_what_cannot_be_read_is_counted_and_counts_as_no_answer(tmp_path: Path) -> None:
    rows = [
        ("s1", "supplier", "2026-01-01", "pay", "ok", "", "", ""),
        ("s1", "supplier", "2026-01-01", "pai", "ok", "", "", ""),
        ("s1", "the_neighbour", "2026-01-01", "pay", "ok", "", "", ""),
        ("s1", "supplier", "2026-01-01", "papers", "perhaps", "", "", ""),
        ("s1", "supplier", "2026-01-01", "hours", "many", "", "", ""),
        ("s1", "supplier", "", "policy", "not_applicable", "", "", ""),
    ]
    bulk = read(tmp_path, rows)
    problems = dict(bulk.problems)
    assert problems == {
        ("unknown_question", "pai"): 1,
        ("unknown_source", "the_neighbour"): 1,
        ("unreadable_answer", "papers"): 1,
        ("unreadable_answer", "hours"): 1,
        ("not_applicable_without_reason", "policy"): 1,
    }
    states = {row["question"]: row["state"] for row in mini.ENGINE.rows(bulk.responses.rows())}
    unread, silent = AnswerState.UNREAD.value, AnswerState.NO_ANSWER.value
    assert states == {"pay": AnswerState.ANSWERED.value, "papers": unread, "hours": unread, "policy": silent}


def test_what_raises_a_concern_stays_where_a_part_of_the_answer_cannot_be_read(tmp_path: Path) -> None:
    rows = [
        ("s1", "supplier", "2026-01-01", "followup", "fine;cut;perhaps", "", "", ""),
        ("s2", "supplier", "2026-01-01", "followup", "fine;perhaps", "", "", ""),
    ]
    bulk = read(tmp_path, rows)
    assert dict(bulk.problems) == {("answer_read_in_part", "followup"): 1, ("unreadable_answer", "followup"): 1}
    said = {row["supplier"]: (row["state"], row["key"]) for row in mini.ENGINE.rows(bulk.responses.rows())}
    assert said == {"s1": (AnswerState.ANSWERED.value, "cut"), "s2": (AnswerState.UNREAD.value, None)}


def test_what_a_row_leaves_out_is_counted_and_never_counts_in_favour(tmp_path: Path) -> None:
    rows = [
        ("s1", "", "2026-01-01", "pay", "late", "", "", ""),
        ("s1", "supplier", "2026-01-01", "policy", "verified", "", "", "yes"),
        ("s1", "supplier", "2026-01-01", "hours", "-3", "", "", ""),
        ("s1", "supplier", "2026-01-01", "papers", "own;held", "", "", ""),
    ]
    bulk = read(tmp_path, rows)
    assert dict(bulk.problems) == {
        ("source_assumed", ""): 1,
        ("seen_without_document", "policy"): 1,
        ("unreadable_answer", "hours"): 1,
        ("answer_read_in_part", "papers"): 1,
    }
    said = {r["question"]: (r["source"], r["evidence"], r["key"]) for r in mini.ENGINE.rows(bulk.responses.rows())}
    assert said == {
        "pay": ("supplier", 1, "late"),
        "policy": ("supplier", 1, "verified"),
        "hours": ("supplier", 1, None),
        "papers": ("supplier", 1, "held"),
    }


def read(folder: Path, rows: Sequence[Sequence[str]]) -> Bulk:
    file = folder / "answers.csv"
    with file.open("w", newline="") as handle:
        csv.writer(handle).writerows([HEADER, *rows])
    return bulk_responses(mini.ENGINE, mini.ENGINE.scan(file), mini.content())


def write_answers(file: Path, answers: Sequence[Answer]) -> Path:
    with file.open("w", newline="") as handle:
        rows = csv.writer(handle)
        rows.writerow(HEADER)
        for a in answers:
            said = "; ".join(map(written, a.numbers)) if a.numbers else ";".join(a.keys)
            said = said if a.state is AnswerState.ANSWERED else a.state.value
            reason = "does not apply here" if a.state is AnswerState.NOT_APPLICABLE else ""
            seen = ("contract.pdf", "yes") if a.document_seen else ("", "no")
            rows.writerow([a.supplier, a.source.value, a.date or "", a.question, said, reason, *seen])
    return file
