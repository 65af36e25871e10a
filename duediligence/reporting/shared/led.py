"""What a union or an NGO leads itself, measure by measure: the part of the plan that nobody else will start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from duediligence.model.base import Text
from duediligence.reporting.shared.parts import Link, NowItem
from duediligence.reporting.shared.rows import SharedMeasure
from duediligence.reporting.shared.words import counted, listed, say, without_stop

NAMED = 4
"""How many measures are named one by one at the top; the rest is counted and listed."""


def led_items(measures: Sequence[SharedMeasure], role: str, today: date) -> Iterable[NowItem]:
    """The measures that a party leads, the first date on top, with where they are in the plan."""
    mine = [measure for measure in measures if measure.lead == role]
    yield from (NowItem("led", m.text, _led(m, today), target=m.number) for m in mine[:NAMED])
    rest = mine[NAMED:]
    if rest:
        links = tuple(Link(without_stop(measure.text), measure.number) for measure in rest)
        yield NowItem("led", counted("now.led_more", len(rest)), say("now.led_more_text"), links)


def _led(measure: SharedMeasure, today: date) -> Text:
    """At how many sites, where, and by when, or since when the first is late."""
    first = say("now.first_late" if measure.first_due < today else "now.first_due", due=measure.first_due)
    sites = counted("now.led", measure.count, first=first)
    return say("now.led_where", sites=sites, places=listed(measure.places)) if measure.places else sites
