"""The concerns and the actions that changed between two `assessment.json` documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from duediligence.model.movement import ActionChange, ActionMove, ConcernChange, ConcernMove
from duediligence.model.plan import ActionState

Json: TypeAlias = Mapping[str, Any]
Concern: TypeAlias = tuple[str, str, str]

_BECAME = {
    ActionState.STARTED: ActionChange.STARTED,
    ActionState.CLAIMED: ActionChange.CLAIMED,
    ActionState.DONE: ActionChange.DONE,
    ActionState.DROPPED: ActionChange.DROPPED,
    ActionState.OPEN: ActionChange.REOPENED,
}
_CLOSED = (ActionState.DONE, ActionState.DROPPED)


def by_id(rows: Iterable[Json] | None) -> dict[str, Json]:
    """Rows of a document by their id."""
    return {str(row["id"]): row for row in rows or ()}


def concern_moves(before: Mapping[str, Json], after: Mapping[str, Json]) -> tuple[ConcernMove, ...]:
    """Concerns open in one round only: found, closed by evidence, no longer stated, or gone with the supplier."""
    was, now = _open(before), _open(after)
    answered = set(_concerns(after, closed=True))
    moves = [ConcernMove(*key, _opened(key, before)) for key in now - was]
    moves += [ConcernMove(*key, _ended(key, after, answered)) for key in was - now]
    return tuple(sorted(moves, key=lambda move: (move.supplier, move.question, move.indicator)))


def action_moves(old: Json, new: Json) -> tuple[ActionMove, ...]:
    """Actions that were added, changed their state, came back, are no longer needed or are gone."""
    before, after = by_id(old.get("actions")), by_id(new.get("actions"))
    moves = []
    for id in sorted(before.keys() | after.keys()):
        was, now = before.get(id), after.get(id)
        change = _action_change(was, now)
        if change is not None:
            row = now or was or {}
            states = [str(action["state"]) if action else "" for action in (was, now)]
            moves.append(ActionMove(id, str(row["subject"]), str(row["measure"]), change, states[0], states[1]))
    return tuple(moves)


def overdue(document: Json) -> tuple[str, ...]:
    """The ids of the actions that should have been finished before the day of the document."""
    on = str(document.get("assessed_on") or "")
    late = (
        str(row["id"])
        for row in document.get("actions") or ()
        if str(row["due"]) < on and row["state"] not in _CLOSED and row.get("needed", True)
    )
    return tuple(sorted(late))


def _open(suppliers: Mapping[str, Json]) -> frozenset[Concern]:
    return frozenset(_concerns(suppliers, closed=False))


def _concerns(suppliers: Mapping[str, Json], closed: bool) -> Iterator[Concern]:
    """Concerns that count, or those that later evidence closed; documents without `counts` count every answer.

    A closed concern counts no more once the same source answered again: that answer may be the one that closed it.
    """
    for id, supplier in suppliers.items():
        for answer in supplier.get("answers") or ():
            if not closed and not answer.get("counts", True):
                continue
            for signal in answer.get("signals") or ():
                if bool(signal.get("closed", answer.get("closed", False))) is closed:
                    yield id, str(answer["question"]), str(signal["indicator"])


def _opened(key: Concern, before: Mapping[str, Json]) -> ConcernChange:
    return ConcernChange.OPENED if key[0] in before else ConcernChange.CAME_WITH_SUPPLIER


def _ended(key: Concern, after: Mapping[str, Json], closed: set[Concern]) -> ConcernChange:
    if key[0] not in after:
        return ConcernChange.LEFT_WITH_SUPPLIER
    return ConcernChange.CLOSED if key in closed else ConcernChange.WITHDRAWN


def _action_change(was: Json | None, now: Json | None) -> ActionChange | None:
    if now is None:
        return ActionChange.REMOVED
    if was is None:
        return ActionChange.ADDED
    if now.get("returned") and not was.get("returned"):
        return ActionChange.RETURNED
    if was.get("needed", True) and not now.get("needed", True):
        return ActionChange.NOT_NEEDED
    return _BECAME[ActionState(now["state"])] if now["state"] != was["state"] else None
