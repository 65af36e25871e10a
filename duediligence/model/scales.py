"""The numbers of the method, as they stand in `scales.yaml`: each with its reason, source and confidence."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from typing import Generic, TypeVar

from pydantic import Field, model_validator

from duediligence.model.assessment import DECIMALS, CommitmentState, Interval, Tier
from duediligence.model.base import Declared, Id, Sourced, Text
from duediligence.model.sector import Dimension

T = TypeVar("T")

LEVELS = ("low", "elevated", "high", "severe")
STRENGTHS = ("weak", "medium", "strong")


class Evidence(IntEnum):
    """The evidence classes, from no answer to binding worker-driven monitoring."""

    E0 = 0
    E1 = 1
    E2 = 2
    E3 = 3
    E4 = 4
    E5 = 5
    E6 = 6

    @property
    def on_site(self) -> bool:
        """Whether somebody has to go there, or to hear people there, to have evidence of this class."""
        return self >= Evidence.E3


class Scale(Sourced, Generic[T]):
    """One number (or list) of the method with its justification."""

    value: T

    def __reduce__(self) -> tuple[Callable[[], Scale[T]], tuple[()]]:
        """For another process, where a scale of any kind is a plain one: pydantic gives the class of a kind no name."""
        return partial(Scale.model_construct, **dict(self)), ()


class GateRule(Declared):
    """A minimum count of signals of one dimension; `other` counts signals beyond the strong ones named."""

    strong: int = 0
    medium: int = 0
    weak: int = 0
    other: int = 0

    def holds(self, strong: int, medium: int, weak: int) -> bool:
        """Whether these counts of matters reach the rule."""
        beyond = strong + medium + weak - self.strong
        return strong >= self.strong and medium >= self.medium and weak >= self.weak and beyond >= self.other


class ScopeBand(Declared):
    """The scope of harm at sites with fewer workers than `below` (without it: the rest)."""

    below: int | None = None
    value: float


class Tiers(Declared):
    """The thresholds of the tiers."""

    high_established: Scale[float]
    high_possible: Scale[float]
    medium_established: Scale[float]
    medium_possible: Scale[float]


class Closing(Declared):
    """The evidence class that closes a concern, by the dimension of its signal."""

    default: Scale[str]
    coercion: Scale[str]

    def least(self, dimension: str) -> Evidence:
        """The lowest class that ends a concern of this dimension."""
        return Evidence[(self.coercion if dimension == Dimension.COERCION.value else self.default).value]


class Robustness(Declared):
    """How the parameters are varied to see whether a tier holds."""

    draws: Scale[int]
    lowest_factor: Scale[float]
    highest_factor: Scale[float]
    exponents: Scale[tuple[float, ...]]


class CoarseClass(Declared):
    """Several words that are counted together, under one name."""

    id: Id
    of: tuple[Id, ...] = Field(min_length=1)
    name: Text


class CoarseClasses(Sourced):
    """Fewer classes than there are words; each word stands in one of them."""

    value: tuple[CoarseClass, ...]

    @property
    def by_word(self) -> dict[str, str]:
        """By word, the class under which it is counted."""
        return {word: found.id for found in self.value for word in found.of}


class SmallSector(Declared):
    """The coarser classes of a sector report with few companies, in which more can be shown of everybody."""

    below: Scale[int]
    score: Scale[tuple[float, ...]]
    states: CoarseClasses
    signs: CoarseClasses
    tiers: CoarseClasses

    @model_validator(mode="after")
    def _every_word_once(self) -> SmallSector:
        """Every word has one class, and what reports speak of by name has one of its own."""
        for classes, words, alone in (
            (self.states, {s.value for s in CommitmentState} - {CommitmentState.NOT_DUE.value}, "met"),
            (self.signs, {"established", "possible", "none"}, "established"),
            (self.tiers, {tier.value for tier in Tier}, None),
        ):
            listed = sorted(word for found in classes.value for word in found.of)
            if listed != sorted(words):
                raise ValueError(f"each of these must stand in one class: {', '.join(sorted(words))}")
            if alone and not any((found.id, found.of) == (alone, (alone,)) for found in classes.value):
                raise ValueError(f"{alone} must be a class by itself")
        return self


class Scales(Declared):
    """Every number of the method."""

    levels: dict[str, Scale[float]]
    strengths: dict[str, Scale[float]]
    caps: dict[str, Scale[float]]
    evidence: dict[str, Scale[str]]
    reach: dict[str, Scale[str]]
    exponent: Scale[float]
    gate: Scale[tuple[GateRule, ...]]
    tiers: Tiers
    severity_from_possible: Scale[float]
    scope: Scale[tuple[ScopeBand, ...]]
    scope_unknown: Scale[float]
    coverage_floor: Scale[float]
    closing: Closing
    robustness: Robustness
    preventive_from_possible: Scale[float]
    small_site_below: Scale[int]
    short_form_questions: Scale[int]
    form_minutes: Scale[float]
    confirming_share: Scale[float]
    soon_days: Scale[int]
    latest_days: dict[str, Scale[int]] = Field(default_factory=dict)
    disclosure: dict[str, Scale[float]] = Field(default_factory=dict)
    sector_bands: dict[str, Scale[tuple[float, ...]]] = Field(default_factory=dict)
    small_sector: SmallSector | None = None

    def asks_prevention(self, possible: float) -> bool:
        """Whether a sign is too likely to leave alone, though nothing of it may be established."""
        return round(possible, DECIMALS) >= self.preventive_from_possible.value

    def in_play(self, bounds: Interval) -> bool:
        """Whether a sign asks for measures: it is established, or too likely to leave alone."""
        return round(bounds.established, DECIMALS) > 0 or self.asks_prevention(bounds.possible)

    def evidence_of(self, source: str, document_seen: bool) -> Evidence:
        """The class of an answer from this kind of source."""
        with_document = self.evidence.get(f"{source}_document")
        scale = with_document if document_seen and with_document else self.evidence[source]
        return Evidence[scale.value]
