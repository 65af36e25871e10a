"""The words for rows and columns of the sector tables, and the classes in which they count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from duediligence.model.assessment import CommitmentState, Tier

ALL, OTHER, UNKNOWN, TOTAL, DUE = "all", "other", "unknown", "total", "due"
WITH, WITHOUT, REACHED, REST = "with", "without", "reached", "rest"
CRITICAL, NOT_CRITICAL = "critical", "not_critical"
ESTABLISHED, POSSIBLE, NONE = "established", "possible", "none"
MET, NOT_DUE = CommitmentState.MET.value, CommitmentState.NOT_DUE.value
SERIOUS = (Tier.CRITICAL.value, Tier.HIGH.value, Tier.NOT_RATEABLE.value)
"""The tiers that say that something was found, or that nobody can say that nothing is there."""

Classes = Mapping[str, str]
"""By word, as it is handed in, the class under which it is counted."""

TIER_GROUPS: Classes = MappingProxyType({tier.value: tier.value for tier in Tier} | {Tier.NOT_RATEABLE.value: "high"})
"""Tiers as they are told by place and good: fewer classes, so that fewer cells must be withheld."""

COMMITMENT_STATES: Classes = MappingProxyType(
    {state.value: state.value for state in CommitmentState if state is not CommitmentState.NOT_DUE}
)
SIGNS: Classes = MappingProxyType({level: level for level in (ESTABLISHED, POSSIBLE, NONE)})


@dataclass(frozen=True, slots=True)
class Detail:
    """How finely a report tells: `score` and `coverage` are the edges of bands, in hundredths.

    Below the coverage `rated_from` a site that answered is not rateable.
    """

    score: tuple[float, ...]
    coverage: tuple[float, ...]
    rated_from: float
    states: Classes = field(default_factory=lambda: COMMITMENT_STATES)
    signs: Classes = field(default_factory=lambda: SIGNS)
    tiers: Classes = field(default_factory=lambda: TIER_GROUPS)
    coarse: bool = False


def names(classes: Classes) -> tuple[str, ...]:
    """The classes, each once."""
    return tuple(dict.fromkeys(classes.values()))


def members(classes: Classes, name: str) -> tuple[str, ...]:
    """The words that are counted under a class."""
    return tuple(word for word, of in classes.items() if of == name)


def bands(edges: Sequence[float]) -> tuple[str, ...]:
    """`0-20`, `20-40`, ... for edges 0.2, 0.4, ...; a value belongs to the band that it reaches."""
    marks = [0, *(round(edge * 100) for edge in edges), 100]
    return tuple(f"{low}-{high}" for low, high in pairwise(marks))
