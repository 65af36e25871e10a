"""What a report was made from, so that somebody else can repeat it: versions, editions, the clock and digests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

SCHEMA = "duediligence.assessment/1.1"
"""The format of `assessment.json`: the first number changes when a reader would have to change, the second when
something is added that a reader may leave alone."""


def readable_as(schema: object) -> str:
    """A format without the number of what was added to it: who reads `name/1` reads `name/1.1` too."""
    name, _, number = str(schema or "").rpartition("/")
    return f"{name}/{number.partition('.')[0]}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Versions, editions, clock, seed, and the SHA-256 of every file of input and content, by name."""

    version: str
    assessed_on: date
    seed: int
    schema: str = SCHEMA
    inputs: Mapping[str, str] = field(default_factory=dict)
    content: Mapping[str, str] = field(default_factory=dict)
    editions: Mapping[str, str] = field(default_factory=dict)

    def without_inputs(self) -> Manifest:
        """The manifest for another audience: a digest of an input changes with every value that it may not see."""
        return replace(self, inputs={})
