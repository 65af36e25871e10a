"""Agreements have dates in order and schedules that rise, in shares of one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from duediligence.declarations.defects import Defect, Rule, each_commitment
from duediligence.model.agreement import Commitment
from duediligence.model.content import SectorContent


def dates_out_of_order(content: SectorContent) -> Iterator[Defect]:
    """An agreement that ends before it starts, or starts before it was signed."""
    for agreement in content.agreements.values():
        status = agreement.status
        for first, then in (("signed", "ends"), ("starts", "ends")):
            before, after = getattr(status, first), getattr(status, then)
            if before is not None and after is not None and after < before:
                params = {"first": f"{first}: {before}", "then": f"{then}: {after}"}
                yield Defect(agreement, ("status", then), "dates_out_of_order", params)


def states_that_the_dates_deny(content: SectorContent) -> Iterator[Defect]:
    """Active after its end or before its start, ended before its end, on the day on which somebody looked."""
    for agreement in content.agreements.values():
        status, checked = agreement.status, agreement.status.checked
        ends, starts = status.ends, status.starts
        denied = checked is not None and (
            (status.state == "active" and ends is not None and ends < checked)
            or (status.state == "active" and starts is not None and starts > checked)
            or (status.state in ("ended", "lapsed") and ends is not None and ends > checked)
            or (status.state == "future" and starts is not None and starts <= checked)
        )
        if denied:
            params = {"state": status.state, "checked": checked, "starts": starts or "–", "ends": ends or "–"}
            yield Defect(agreement, ("status", "state"), "state_against_dates", params)


def schedules_that_fall(content: SectorContent) -> Iterator[Defect]:
    """A threshold that is lower in a later year."""
    for agreement, path, commitment in each_commitment(content):
        known = [(year, value) for year, value in sorted(_thresholds(commitment).items()) if value is not None]
        for (_, lower), (year, value) in pairwise(known):
            if value < lower:
                params = {"id": commitment.id, "year": year, "found": f"{value:g}", "former": f"{lower:g}"}
                yield Defect(agreement, (*path, "due", year), "schedule_falls", params)


def thresholds_outside_nought_to_one(content: SectorContent) -> Iterator[Defect]:
    """A threshold such as 40 where a share of one is meant."""
    for agreement, path, commitment in each_commitment(content):
        for year, value in _thresholds(commitment).items():
            if value is not None and not 0 <= value <= 1:
                params = {"name": commitment.id, "found": f"{value:g}"}
                yield Defect(agreement, (*path, "due", year), "share_outside", params)


def _thresholds(commitment: Commitment) -> dict[int, float | None]:
    return commitment.due.thresholds if commitment.due else {}


def years_that_are_no_count(content: SectorContent) -> Iterator[Defect]:
    """A calendar year, or one below 0, where full years of participation are counted."""
    for agreement, path, commitment in each_commitment(content):
        start = commitment.due.start if commitment.due else None
        years = [*_thresholds(commitment), *([start] if isinstance(start, int) else [])]
        for year in years:
            if not 0 <= year < 100:
                yield Defect(agreement, (*path, "due"), "year_of_participation", {"id": commitment.id, "found": year})


RULES: tuple[Rule, ...] = (
    dates_out_of_order,
    states_that_the_dates_deny,
    schedules_that_fall,
    thresholds_outside_nought_to_one,
    years_that_are_no_count,
)
