"""Talks that came in from a site where talking puts people in danger: they are to be kept apart, at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from duediligence.findings import Finding, Location, error
from duediligence.forms.facts import facts_of
from duediligence.intake.confidential import SPEAK_FOR_WORKERS
from duediligence.model.conditions import holds
from duediligence.model.content import SectorContent
from duediligence.model.response import Answer, Supplier


def talks_at_closed_sites(
    content: SectorContent, suppliers: Sequence[Supplier], answers: Sequence[Answer]
) -> tuple[Finding, ...]:
    """Every file with what workers or their union told of a site that is closed, with how many answers."""
    told = Counter((a.supplier, a.location.file) for a in answers if a.source in SPEAK_FOR_WORKERS)
    known = {supplier.id: supplier for supplier in suppliers}
    closed = {id for id in {id for id, _ in told} if id in known and _is_closed(known[id], answers, content)}
    return tuple(
        error("talks_at_closed_site", Location(file=file), supplier=id, count=count)
        for (id, file), count in sorted(told.items())
        if id in closed
    )


def _is_closed(supplier: Supplier, answers: Sequence[Answer], content: SectorContent) -> bool:
    """Whether its register or an answer says so; what is only possible does not make a file dangerous to have."""
    closing = [driver for driver in content.drivers if driver.closes_access]
    if any(holds(driver.when, facts_of(supplier, content)) is True for driver in closing):
        return True
    keys = {(q.id, key) for q in content.questions.values() for key, said in q.effects() if said.closes_access}
    return any((a.question, key) in keys for a in answers if a.supplier == supplier.id for key in a.keys)
