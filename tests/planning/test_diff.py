"""What changed between two rounds, and what must not be called a change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from duediligence.model.assessment import Interval
from duediligence.model.movement import (
    ActionChange,
    CommitmentMove,
    ConcernChange,
    ConcernMove,
    Direction,
    EditionChange,
    TierCount,
)
from duediligence.planning.diff import compare

Row = dict[str, Any]


def _document(on: str, suppliers: Sequence[Row] = (), **parts: Any) -> Row:
    return {"schema": "s/1", "assessed_on": on, "editions": {"garments": "1"}, "suppliers": suppliers, **parts}


def _supplier(id: str, tier: str = "low", *answers: Row, established: float = 0.0, possible: float = 0.1) -> Row:
    pair = {"established": established, "possible": possible}
    return {"id": id, "facts": {"name": f"Site {id}"}, "tier": tier, "answers": answers, **pair}


def _answer(question: str, indicator: str = "documents", closed: bool = False, **more: Any) -> Row:
    return {"question": question, "closed": closed, "signals": [{"indicator": indicator}], **more}


def _commitment(id: str, state: str, value: float | None = None) -> Row:
    return {"agreement": "agt", "id": id, "state": state, "value": value}


def _action(id: str, state: str = "open", due: str = "2026-12-01", **more: Any) -> Row:
    return {"id": id, "subject": "s1", "measure": "m", "state": state, "due": due, "returned": False, **more}


def test_the_same_round_twice_is_no_movement() -> None:
    round = _document("2026-11-01", [_supplier("s1", "high", _answer("q"))], actions=[_action("a1")])
    movement = compare(round, round)
    assert (movement.moved, movement.concerns, movement.commitments, movement.actions) == ((), (), (), ())
    assert movement.comparable
    assert movement.same_suppliers
    assert movement.matched == 1


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        ("low", "critical", Direction.WORSE),
        ("critical", "high", Direction.BETTER),
        ("not_rateable", "high", Direction.SAME),
        ("medium", "not_rateable", Direction.WORSE),
    ],
)
def test_a_tier_moves_for_better_or_worse(old: str, new: str, direction: Direction) -> None:
    before = _document("2025-11-01", [_supplier("s1", old, established=0.2, possible=0.4)])
    after = _document("2026-11-01", [_supplier("s1", new, established=0.3, possible=0.5)])
    (move,) = compare(before, after).moved
    assert (move.name, move.old_tier, move.new_tier, move.direction) == ("Site s1", old, new, direction)
    assert (move.old, move.new) == (Interval(0.2, 0.4), Interval(0.3, 0.5))


def test_suppliers_that_joined_or_left_are_named_and_counted_apart() -> None:
    before = _document("2025-11-01", [_supplier("s1", "high"), _supplier("s2", "high")])
    after = _document("2026-11-01", [_supplier("s1", "low"), _supplier("s3", "low"), _supplier("s4", "low")])
    movement = compare(before, after)
    assert (movement.joined, movement.left, movement.matched) == (("s3", "s4"), ("s2",), 1)
    assert (movement.old_count, movement.new_count, movement.same_suppliers) == (2, 3, False)
    assert movement.tiers["high"] == TierCount(old_all=2, new_all=0, old_matched=1, new_matched=0)
    assert movement.tiers["low"] == TierCount(old_all=0, new_all=3, old_matched=0, new_matched=1)


def test_a_concern_that_left_with_its_supplier_was_not_solved() -> None:
    before = _document(
        "2025-11-01",
        [
            _supplier("s1", "high", _answer("q1"), _answer("q2", closed=True), _answer("q3")),
            _supplier("s2", "high", _answer("q1")),
        ],
    )
    after = _document(
        "2026-11-01",
        [
            _supplier("s1", "low", _answer("q1", closed=True), _answer("q4", "wages")),
            _supplier("s3", "high", _answer("q1")),
        ],
    )
    assert compare(before, after).concerns == (
        ConcernMove("s1", "q1", "documents", ConcernChange.CLOSED),
        ConcernMove("s1", "q3", "documents", ConcernChange.WITHDRAWN),
        ConcernMove("s1", "q4", "wages", ConcernChange.OPENED),
        ConcernMove("s2", "q1", "documents", ConcernChange.LEFT_WITH_SUPPLIER),
        ConcernMove("s3", "q1", "documents", ConcernChange.CAME_WITH_SUPPLIER),
    )


def test_an_answer_that_was_replaced_no_longer_speaks() -> None:
    before = _document("2025-11-01", [_supplier("s1", "high", _answer("q1"))])
    after = _document("2026-11-01", [_supplier("s1", "high", _answer("q1", counts=False))])
    assert [move.change for move in compare(before, after).concerns] == [ConcernChange.WITHDRAWN]


def test_one_closed_signal_of_an_answer_leaves_the_others_open() -> None:
    partly = {"question": "q1", "closed": False, "signals": [{"indicator": "a", "closed": True}, {"indicator": "b"}]}
    before = _document("2025-11-01", [_supplier("s1", "high", _answer("q1", "a"), _answer("q1", "b"))])
    after = _document("2026-11-01", [_supplier("s1", "high", partly)])
    assert compare(before, after).concerns == (ConcernMove("s1", "q1", "a", ConcernChange.CLOSED),)


def test_commitments_move_in_state_or_value() -> None:
    before = [_commitment("c1", "not_met", 0.2), _commitment("c2", "met"), _commitment("c3", "unknown", 0.5)]
    after = [_commitment("c1", "met", 0.6), _commitment("c2", "met"), _commitment("c3", "unknown", 0.6)]
    movement = compare(_document("2025", commitments=before), _document("2026", commitments=after))
    assert movement.commitments == (
        CommitmentMove("agt", "c1", "not_met", "met", 0.2, 0.6, Direction.BETTER, comparable=True),
        CommitmentMove("agt", "c3", "unknown", "unknown", 0.5, 0.6, Direction.SAME, comparable=True),
    )


def test_a_commitment_that_was_not_due_or_not_there_did_not_get_worse() -> None:
    before = [_commitment("c1", "not_due")]
    after = [_commitment("c1", "not_met"), _commitment("c2", "not_met")]
    movement = compare(_document("2025", commitments=before), _document("2026", commitments=after))
    assert [(move.direction, move.comparable) for move in movement.commitments] == [
        (Direction.SAME, True),
        (Direction.SAME, False),
    ]


@pytest.mark.parametrize("key", ["agt", "agreement:agt", "agreements/agt"])
def test_another_edition_of_an_agreement_touches_only_its_commitments(key: str) -> None:
    old = _document("2025", editions={key: "1"}, commitments=[_commitment("c1", "met")])
    new = _document("2026", editions={key: "2"}, commitments=[_commitment("c1", "not_met")])
    movement = compare(old, new)
    assert movement.editions == (EditionChange(key, "1", "2"),)
    assert not movement.commitments[0].comparable
    assert movement.comparable


def test_another_edition_of_a_questionnaire_makes_tiers_not_comparable() -> None:
    movement = compare(_document("2025", editions={"core": "1"}), _document("2026", editions={"core": "2", "x": "1"}))
    assert movement.editions == (EditionChange("core", "1", "2"), EditionChange("x", "", "1"))
    assert not movement.comparable


def test_a_format_to_which_something_was_added_compares_with_the_one_before() -> None:
    old = {**_document("2025"), "schema": "s/1"}
    assert compare(old, {**_document("2026"), "schema": "s/1.1"}).comparable
    assert not compare(old, {**_document("2026"), "schema": "s/2"}).comparable


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (None, _action("a1"), ActionChange.ADDED),
        (_action("a1"), None, ActionChange.REMOVED),
        (_action("a1"), _action("a1", "started"), ActionChange.STARTED),
        (_action("a1"), _action("a1", "claimed"), ActionChange.CLAIMED),
        (_action("a1", "claimed"), _action("a1", "done"), ActionChange.DONE),
        (_action("a1"), _action("a1", "dropped"), ActionChange.DROPPED),
        (_action("a1", "dropped"), _action("a1"), ActionChange.REOPENED),
        (_action("a1", "done"), _action("a1", returned=True), ActionChange.RETURNED),
        (_action("a1"), _action("a1", needed=False), ActionChange.NOT_NEEDED),
    ],
)
def test_an_action_changes_in_one_way(old: Row | None, new: Row | None, change: ActionChange) -> None:
    before, after = ([row] if row else [] for row in (old, new))
    (move,) = compare(_document("2025", actions=before), _document("2026", actions=after)).actions
    assert (move.id, move.change) == ("a1", change)
    assert (move.old_state, move.new_state) == (old["state"] if old else "", new["state"] if new else "")


def test_what_is_late_and_still_open_is_overdue() -> None:
    late = "2026-10-31"
    actions = [
        _action("a1", due=late), _action("a2", "done", late), _action("a3", due="2026-11-01"),
        _action("a4", "claimed", late), _action("a5", due=late, needed=False),
    ]  # fmt: skip
    assert compare(_document("2025-11-01"), _document("2026-11-01", actions=actions)).overdue == ("a1", "a4")
