"""What changed between two rounds, from their `assessment.json` documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from duediligence.model.assessment import CommitmentState, Interval, Tier
from duediligence.model.manifest import readable_as
from duediligence.model.movement import CommitmentMove, Direction, EditionChange, Movement, SupplierMove, TierCount
from duediligence.planning.diff_rows import action_moves, by_id, concern_moves, overdue

Json: TypeAlias = Mapping[str, Any]

_TIERS = {Tier.CRITICAL: 0, Tier.HIGH: 1, Tier.NOT_RATEABLE: 1, Tier.MEDIUM: 2, Tier.LOW: 3}
_STATES = {CommitmentState.NOT_MET: 0, CommitmentState.UNKNOWN: 1, CommitmentState.PARTLY: 2, CommitmentState.MET: 3}


def compare(old: Json, new: Json) -> Movement:
    """The movement from one round to the next; suppliers count as moved only where both rounds have them."""
    before, after = by_id(old.get("suppliers")), by_id(new.get("suppliers"))
    both = sorted(before.keys() & after.keys())
    editions = tuple(_editions(old, new))
    agreements = frozenset(str(row["agreement"]) for doc in (old, new) for row in doc.get("commitments") or ())
    return Movement(
        old_date=str(old.get("assessed_on") or ""),
        new_date=str(new.get("assessed_on") or ""),
        old_count=len(before),
        new_count=len(after),
        suppliers=tuple(_supplier(before[id], after[id]) for id in both),
        joined=tuple(sorted(after.keys() - before.keys())),
        left=tuple(sorted(before.keys() - after.keys())),
        tiers=_tiers(before, after, both),
        concerns=concern_moves(before, after),
        commitments=tuple(_commitments(old, new, editions)),
        actions=action_moves(old, new),
        overdue=overdue(new),
        editions=editions,
        comparable=not any(_agreement_of(change, agreements) is None for change in editions),
    )


def _supplier(old: Json, new: Json) -> SupplierMove:
    tiers = str(old["tier"]), str(new["tier"])
    names = (new.get("facts") or {}).get("name") or new.get("name") or new["id"]
    return SupplierMove(
        supplier=str(new["id"]),
        name=str(names),
        old_tier=tiers[0],
        new_tier=tiers[1],
        old=Interval(float(old["established"]), float(old["possible"])),
        new=Interval(float(new["established"]), float(new["possible"])),
        direction=_direction(_TIERS.get(Tier(tiers[0])), _TIERS.get(Tier(tiers[1]))),
    )


def _tiers(before: Mapping[str, Json], after: Mapping[str, Json], both: Iterable[str]) -> dict[str, TierCount]:
    ids = frozenset(both)
    counts = [
        Counter(str(row["tier"]) for row in rows.values() if not only or row["id"] in ids)
        for only in (False, True)
        for rows in (before, after)
    ]
    return {tier.value: TierCount(*(count[tier.value] for count in counts)) for tier in Tier}


def _commitments(old: Json, new: Json, editions: tuple[EditionChange, ...]) -> Iterator[CommitmentMove]:
    before, after = by_id(old.get("commitments")), by_id(new.get("commitments"))
    agreements = frozenset(str(row["agreement"]) for row in (*before.values(), *after.values()))
    changed = {_agreement_of(change, agreements) for change in editions}
    for id in sorted(before.keys() | after.keys()):
        was, now = before.get(id, {}), after.get(id, {})
        states, values = [str(row.get("state") or "") for row in (was, now)], (was.get("value"), now.get("value"))
        if states[0] != states[1] or values[0] != values[1]:
            agreement = str((now or was)["agreement"])
            yield CommitmentMove(
                agreement=agreement,
                id=id,
                old_state=states[0],
                new_state=states[1],
                old_value=values[0],
                new_value=values[1],
                direction=_direction(_rank(states[0]), _rank(states[1])),
                comparable=agreement not in changed and bool(was) and bool(now),
            )


def _editions(old: Json, new: Json) -> Iterator[EditionChange]:
    """Editions that differ, the format of the document itself included; what a format adds does not count."""
    before = {**(old.get("editions") or {}), "schema": readable_as(old.get("schema"))}
    after = {**(new.get("editions") or {}), "schema": readable_as(new.get("schema"))}
    for id in sorted(before.keys() | after.keys()):
        was, now = str(before.get(id) or ""), str(after.get(id) or "")
        if was != now:
            yield EditionChange(id, was, now)


def _agreement_of(change: EditionChange, agreements: frozenset[str]) -> str | None:
    """The agreement whose edition changed (`agt`, `agreement:agt`), or None where it is the content of the method."""
    return next((part for part in re.split(r"[^a-z0-9_]+", change.id) if part in agreements), None)


def _rank(state: str) -> int | None:
    return _STATES.get(CommitmentState(state)) if state else None


def _direction(old: int | None, new: int | None) -> Direction:
    """Lower ranks are worse; what has no rank (not due, absent) did not move."""
    if old is None or new is None or old == new:
        return Direction.SAME
    return Direction.BETTER if new > old else Direction.WORSE
