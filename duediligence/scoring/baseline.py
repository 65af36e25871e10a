"""What follows from the facts and the forms alone: the drivers that apply, and the matters that are put in silence.

Everything here is a sum over flags of one row of facts, so it takes no join.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.scoring.drivers import is_critical, level_sums, with_drivers
from duediligence.scoring.flags import Flags
from duediligence.scoring.packed import total
from duediligence.scoring.put import Asked, Conditions, any_open, with_open
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.responses import Responses


def with_flags(engine: Engine, facts: Frame, responses: Responses, content: SectorContent, flags: Flags) -> Frame:
    """The facts with the state of every driver, the flag of every condition, and what follows for the supplier.

    critical_places (1: by a driver), core_put (core questions put), and the words of `Flags`.
    """
    stated = engine.keep(with_drivers(with_open(facts, responses, flags.asked), content))
    core = _weighted(Counter(frozenset({number}) for _, number in flags.asked.of_core))
    return stated.with_columns(is_critical(content).alias("critical_places"), core.alias("core_put"), *flags.columns())


def baseline(content: SectorContent, asked: Asked) -> Mapping[str, list[nw.Expr]]:
    """Of each indicator: `level_1`..`level_4`, silent (matters put that cover it), put_controls (its controls put)."""
    questions = list(content.questions.values())
    covering = _matters((content.matter_of[q.id], i) for q in questions for i in q.covers())
    controls = _matters((content.matter_of[q.id], i) for q in questions for i in q.controls)
    return {
        indicator: [
            *levels,
            _weighted(_sets(covering.get(indicator, ()), asked)).alias("silent"),
            _weighted(_sets(controls.get(indicator, ()), asked)).alias("put_controls"),
        ]
        for indicator, levels in level_sums(content).items()
    }


def _matters(pairs: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    """The matters of each indicator."""
    found: dict[str, set[str]] = {}
    for matter, indicator in pairs:
        found.setdefault(indicator, set()).add(matter)
    return found


def _weighted(counts: Mapping[Conditions, int]) -> nw.Expr:
    """The sum of these counts over the sets of conditions that are open."""
    return total(any_open(conditions) * count for conditions, count in counts.items())


def _sets(matters: Iterable[str], asked: Asked) -> Mapping[Conditions, int]:
    return Counter(asked.of_matter[matter] for matter in matters if matter in asked.of_matter)
