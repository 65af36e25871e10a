"""Where nobody can go or speak without danger, or nobody knows: what closes a site, and whom one can still ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from duediligence.model.assessment import AnswerRow, DriverRow
from duediligence.model.conditions import Values, holds
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import Supplier
from duediligence.model.scales import Evidence
from duediligence.model.sector import Driver


def closed_by(drivers: Iterable[DriverRow], answers: Iterable[AnswerRow], content: SectorContent) -> tuple[str, ...]:
    """What closes a site, as `driver:id` or `question:id`; a driver only where its condition is known to hold.

    Only a newer answer of the same source takes an answer back: others may not know, or may not dare to say.
    """
    closing = {driver.id for driver in content.drivers if driver.closes_access}
    found = {f"driver:{row.id}" for row in drivers if row.id in closing and not row.unknown_facts}
    found |= {f"question:{row.question}" for row in answers if row.counts and _closes(row, content)}
    return tuple(sorted(found))


def doubted_by(
    supplier: Supplier, drivers: Iterable[DriverRow], possible: Mapping[str, float], content: SectorContent
) -> tuple[str, ...]:
    """What may close a site and that nobody has ruled out, as `driver:id`: silence is never safety.

    A driver that closes access and whose condition hangs on an unknown fact; and, where a driver with
    `access_waits_for` raises enough risk for prevention, each driver named there that is not known to fail.
    """
    declared = {driver.id: driver for driver in content.drivers}
    found: set[str] = set()
    for row in drivers:
        driver = declared[row.id]
        if driver.closes_access and row.unknown_facts:
            found.add(row.id)
        elif content.scales.asks_prevention(possible[row.indicator]):
            found |= {id for id in driver.access_waits_for if not _ruled_out(declared.get(id), supplier, content)}
    return tuple(sorted(f"driver:{id}" for id in found))


def from_outside(respondent: str, content: SectorContent) -> bool:
    """Whether the answers of a respondent can be had without going there or making workers speak."""
    reach = content.scales.reach
    return respondent not in reach or not Evidence[reach[respondent].value].on_site


def may_be_asked(respondent: str, closed: bool, content: SectorContent) -> bool:
    """Whether a respondent may be asked where nobody is sent; at a `closed` site not even the supplier itself.

    Questions about a state's programme can put the one who answers in danger, and nobody there is free to answer them.
    """
    return from_outside(respondent, content) and not (closed and respondent == Respondent.SUPPLIER)


def _ruled_out(driver: Driver | None, supplier: Supplier, content: SectorContent) -> bool:
    """Whether the register's facts say that a driver does not hold; columns of tables count as unknown here."""

    def fact(name: str) -> Values:
        return supplier.facts.get(content.fact_ids.get(name, name)) or None

    return driver is None or holds(driver.when, fact) is False


def _closes(row: AnswerRow, content: SectorContent) -> bool:
    question = content.questions.get(row.question)
    return question is not None and any(
        key in row.keys and effects.closes_access for key, effects in question.effects()
    )
