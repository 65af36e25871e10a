"""What a reader gives back: the value as far as it could be read, and what was wrong on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from duediligence.findings import Finding
from duediligence.model.response import Answer
from duediligence.model.returned import ReturnedForm

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T_co]):
    """A value and the findings that came with it; nothing in it was guessed without one."""

    value: T_co
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned(Reading[tuple[Answer, ...]]):
    """Answers, and the forms on which they came; answers in a plain table have no form."""

    forms: tuple[ReturnedForm, ...] = ()
