"""How sources are set beside each other, as `triangulation.yaml` has it: independence, ways to settle, prompts."""

from __future__ import annotations

from typing import Literal

from duediligence.model.base import Declared, Id, Sourced, Text, Words
from duediligence.model.response import SourceKind
from duediligence.model.scales import Scale
from duediligence.model.sector import Dimension

Independence = Literal["own", "engaged", "independent"]
"""Speaks for itself; is paid by somebody with an interest; or neither."""


class Settlement(Sourced):
    """A way to settle a contradiction; the first that fits the sources is proposed, an empty list fits all."""

    id: Id
    assuring: tuple[SourceKind, ...] = ()
    objecting: tuple[SourceKind, ...] = ()
    dimension: Dimension | None = None
    text: Text


class CleanRule(Declared):
    """From how many answers without any doubt, and at which inherent risk, a record is too clean to pass over."""

    least_answers: Scale[int]
    least_inherent: Scale[float]


class CopiedTextRule(Declared):
    """How long a text must be before the same text elsewhere says anything."""

    least_letters: Scale[int]


class CopiedAnswersRule(Declared):
    """How many answers must be the same, and how unlikely (in bits) that must be among all who answered."""

    least_answers: Scale[int]
    least_bits: Scale[float]


class RepeatedRule(Declared):
    """How many answers, texts and numbers included, must come back unchanged at a later date."""

    least_answers: Scale[int]


class SameDayRule(Declared):
    """At how many sites somebody must have been on one day."""

    least_sites: Scale[int]


class FlagRules(Declared):
    """When a pattern is a reason to look again. None of them proves anything."""

    too_clean: CleanRule
    copied_text: CopiedTextRule
    copied_answers: CopiedAnswersRule
    repeated: RepeatedRule
    same_day: SameDayRule


class TriangulationRules(Declared):
    """`triangulation.yaml`."""

    edition: Words
    independence: dict[SourceKind, Scale[Independence]]
    settle: tuple[Settlement, ...]
    flags: FlagRules
