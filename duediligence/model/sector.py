"""What is known of a sector before anyone is asked: indicators, drivers and the profile that ties them together."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from duediligence.model.base import Declared, Id, Sourced, Text, Words
from duediligence.model.conditions import When
from duediligence.model.facts import Fact


class Dimension(StrEnum):
    """The two sides of the definition of forced labour."""

    INVOLUNTARINESS = "involuntariness"
    COERCION = "coercion"


class Indicator(Sourced):
    """A sign of forced labour; `reducible` is false where no answer may lower the risk."""

    id: Id
    set: Id = "ilo"
    number: int | None = None
    name: Text
    dimension: Dimension
    scale: float = Field(ge=0, le=1)
    irremediable: float = Field(ge=0, le=1)
    describes: Text | None = None
    reducible: bool = True


class Driver(Sourced):
    """A fact that makes indicators more likely before anyone is asked; levels are words of the scales.

    `closes_access`: where it holds, a visit or a talk puts people in danger, so that nobody is sent there.
    `access_waits_for`: where it holds, such drivers may hold too; nobody is sent before each of them is ruled out.
    """

    id: Id
    label: Text
    when: When = When()
    raises: dict[Id, str]
    if_unknown: str | None = None
    critical: bool = False
    closes_access: bool = False
    access_waits_for: tuple[Id, ...] = ()


class FormUse(Declared):
    """A questionnaire that a profile uses; `condition` (written `if`) keeps low-risk suppliers' forms short."""

    id: Id
    condition: When | None = Field(default=None, alias="if")

    @model_validator(mode="before")
    @classmethod
    def _plain_id(cls, data: Any) -> Any:
        return {"id": data} if isinstance(data, str) else data


class Questionnaires(Declared):
    """The questionnaires of a profile by respondent."""

    supplier: tuple[FormUse, ...] = ()
    company: tuple[FormUse, ...] = ()
    workers: tuple[FormUse, ...] = ()
    auditor: tuple[FormUse, ...] = ()
    union: tuple[FormUse, ...] = ()
    ngo: tuple[FormUse, ...] = ()

    def all(self) -> tuple[FormUse, ...]:
        """Every use, in the order of respondents."""
        return (*self.supplier, *self.company, *self.workers, *self.auditor, *self.union, *self.ngo)


class Scope(Declared):
    """What a sector covers."""

    nace: tuple[Words, ...] = ()
    goods: tuple[Id, ...] = ()
    processes: tuple[Id, ...] = ()


class Profile(Sourced):
    """A sector: its scope, agreements, questionnaires and drivers."""

    id: Id
    edition: Words
    name: Text
    summary: Text | None = None
    indicators: tuple[Id, ...] = ("ilo",)
    scope: Scope = Scope()
    agreements: tuple[Id, ...] = ()
    questionnaires: Questionnaires = Questionnaires()
    drivers: tuple[Driver, ...] = ()
    facts: tuple[Fact, ...] = ()
