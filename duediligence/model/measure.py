"""Measures: what can be done about a risk, by whom, how soon, and what closes it; and the laws that ask for it."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from pydantic import Field, model_validator

from duediligence.model.base import Declared, Id, Sourced, Text, Words
from duediligence.model.conditions import When
from duediligence.model.questionnaire import Topic
from duediligence.model.scales import Evidence

Role = Literal["company", "supplier", "union", "ngo", "government", "secretariat"]
Horizon = Literal["immediate", "short", "long"]
Gap = Literal[
    "no_response",
    "low_coverage",
    "refused",
    "unknown_facts",
    "contradiction",
    "no_access",
    "unsure_access",
    "not_asked",
]

ROLES: tuple[Role, ...] = get_args(Role)
HORIZONS: tuple[Horizon, ...] = get_args(Horizon)


class Purpose(Declared):
    """What a measure is for."""

    indicators: tuple[Id, ...] = ()
    topics: tuple[Topic, ...] = ()
    commitments: tuple[Id, ...] = ()
    gaps: tuple[Gap, ...] = ()


class Kpi(Declared):
    """How one sees that a measure works."""

    text: Text
    unit: Words | Text | None = None
    target: float | Words | None = None


class Material(Declared):
    """Training or information material, with its language and link."""

    title: Words | Text
    language: Words
    url: Words | None = None


class Measure(Sourced):
    """Something to do; `preventive` measures are also chosen where there is risk but no concern.

    `condition` (written `if`) looks at a supplier's facts: a measure for home workers is not for every factory.
    `told_by_others`: it protects those who spoke, so it is chosen for a sign only where somebody else than the supplier
    itself gave that sign.
    `from_outside`: it can be done, and shown to be done, without anybody going there and without making anybody there
    speak. Where nobody is sent no other measure is chosen: a measure that says nothing is not safe there.
    `together`: done once for all sites that need it (a training, a purchasing rule, a round of calls), so that the plan
    has one action for all of them.
    `repays`: it brings money to workers that they are owed.
    """

    id: Id
    text: Text
    type: Literal[
        "remedy", "prevention", "training", "information", "governance", "purchasing", "engagement", "traceability"
    ] = "prevention"
    purpose: Purpose = Field(alias="for")
    condition: When | None = Field(default=None, alias="if")
    told_by_others: bool = False
    preventive: bool = False
    horizon: Horizon
    days: int = Field(ge=0)
    lead: Role
    support: tuple[Role, ...] = ()
    kpi: Kpi | None = None
    closes_with: str = Field(default="E2", pattern="^E[0-6]$")
    from_outside: bool = False
    together: bool = False
    buyer_cost_share: bool = False
    repays: bool = False
    material: tuple[Material, ...] = ()

    @model_validator(mode="after")
    def _shown_from_outside(self) -> Measure:
        if self.from_outside and Evidence[self.closes_with].on_site:
            raise ValueError("from_outside_needs_visit")
        return self

    @property
    def sends_people(self) -> bool:
        """Whether it can only be shown to be done by somebody who was there, whoever does it."""
        return not self.from_outside and Evidence[self.closes_with].on_site


class RegulationDate(Declared):
    """A moment that matters in a law."""

    date: date
    event: Text
    confidence: str = "secondary"


class Regulation(Sourced):
    """A law or standard, with what it asks for per topic."""

    id: Id
    name: Text
    short: Words
    jurisdiction: Words
    status: Text
    dates: tuple[RegulationDate, ...] = ()
    topics: dict[Topic, Literal["required", "expected", "none"]] = Field(default_factory=dict)
    references: dict[Topic, Words] = Field(default_factory=dict)
    as_of: date
