"""What a reader gives back: the value as far as it could be read, and what was wrong on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from duediligence.findings import Finding

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T_co]):
    """A value and the findings that came with it; nothing in it was guessed without one."""

    value: T_co
    findings: tuple[Finding, ...] = ()
