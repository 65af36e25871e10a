"""Since when a company takes part in an agreement, what is due by now, and at which threshold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duediligence.model.agreement import Agreement, AgreementKind, Commitment, Status
from duediligence.model.workspace import Workspace

_OVER = ("ended", "lapsed")
_NOT_YET = ("negotiating", "future", "never_concluded")


@dataclass(frozen=True, slots=True)
class Participation:
    """`years` counts participation as the agreement does; None where the company does not take part yet."""

    on: date
    joined: date | None
    years: int | None
    binding: bool
    ended: bool


def participation(agreement: Agreement, workspace: Workspace) -> Participation:
    """How long the company has taken part; a statute binds without joining, from the day on which it starts."""
    on, joined = workspace.assessed_on, workspace.company.joined.get(agreement.id)
    statute = agreement.kind is AgreementKind.STATUTE
    since = joined or (agreement.status.starts if statute else None)
    takes_part = since is not None and since <= on
    return Participation(
        on=on,
        joined=joined,
        years=_years(since, on, agreement.years) if since and takes_part else None,
        binding=(statute or takes_part) and _in_force(agreement.status, on),
        ended=agreement.status.state in _OVER or (agreement.status.ends is not None and agreement.status.ends < on),
    )


def is_due(commitment: Commitment, part: Participation) -> bool:
    """Whether the commitment counts by now; without a `due` it counts as soon as the agreement binds."""
    due = commitment.due
    if not part.binding:
        return False
    if due is None:
        return True
    if isinstance(due.start, date):
        started = due.start <= part.on
    else:
        started = due.start is None or (part.years is not None and due.start <= part.years)
    return started and (not due.thresholds or _scheduled_year(commitment, part) is not None)


def threshold(commitment: Commitment, part: Participation) -> float | None:
    """What the measured value must reach now; None where it was not published or nothing is scheduled yet.

    A year's threshold counts once that many years are completed; after the last year of the schedule the last one
    holds. A share without a schedule is about all of them, unless its threshold exists and was not published.
    """
    if commitment.due is not None and commitment.due.thresholds:
        year = _scheduled_year(commitment, part)
        return None if year is None else commitment.due.thresholds[year]
    return 1.0 if commitment.kind == "share" and not commitment.not_published else None


def _scheduled_year(commitment: Commitment, part: Participation) -> int | None:
    thresholds = commitment.due.thresholds if commitment.due else {}
    reached = [year for year in thresholds if part.years is not None and year <= part.years]
    return max(reached, default=None)


def _years(joined: date, on: date, counted: str) -> int:
    if counted == "calendar":
        return on.year - joined.year
    return on.year - joined.year - ((on.month, on.day) < (joined.month, joined.day))


def _in_force(status: Status, on: date) -> bool:
    """An agreement that has ended stays measurable; one that has not begun binds nobody."""
    if status.starts is not None:
        return status.starts <= on
    return status.state not in _NOT_YET
