"""Where nobody can go or speak without danger: which drivers and answers close a site, and whom one can still ask."""

from __future__ import annotations

from collections.abc import Iterable

from duediligence.model.assessment import AnswerRow, DriverRow
from duediligence.model.content import SectorContent
from duediligence.model.scales import Evidence


def closed_by(drivers: Iterable[DriverRow], answers: Iterable[AnswerRow], content: SectorContent) -> tuple[str, ...]:
    """What closes a site, as `driver:id` or `question:id`; a driver only where its condition is known to hold.

    Only a newer answer of the same source takes an answer back: others may not know, or may not dare to say.
    """
    closing = {driver.id for driver in content.drivers if driver.closes_access}
    found = {f"driver:{row.id}" for row in drivers if row.id in closing and not row.unknown_facts}
    found |= {f"question:{row.question}" for row in answers if row.counts and _closes(row, content)}
    return tuple(sorted(found))


def from_outside(respondent: str, content: SectorContent) -> bool:
    """Whether the answers of a respondent can be had without going there or making workers speak."""
    reach = content.scales.reach
    return respondent not in reach or not Evidence[reach[respondent].value].on_site


def _closes(row: AnswerRow, content: SectorContent) -> bool:
    question = content.questions.get(row.question)
    return question is not None and any(
        key in row.keys and effects.closes_access for key, effects in question.effects()
    )
