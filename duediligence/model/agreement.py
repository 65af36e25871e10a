"""Agreements: parties, dates, status and commitments, as data with sources."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, model_validator

from duediligence.model.base import Declared, Id, Sourced, Text, Words
from duediligence.model.conditions import When
from duediligence.model.questionnaire import Topic


class AgreementKind(StrEnum):
    """What kind of text it is."""

    COVENANT = "covenant"
    CODE_OF_CONDUCT = "code_of_conduct"
    STATUTE = "statute"
    SCHEME = "scheme"


class Status(Declared):
    """Whether the agreement binds today, as of the day `checked`; dates that are not known are absent.

    `unclear`: no source that was read says whether it still applies. It is measured as an active one.
    """

    state: Literal["negotiating", "active", "unclear", "ended", "lapsed", "never_concluded", "future"]
    signed: date | None = None
    starts: date | None = None
    ends: date | None = None
    checked: date | None = None
    note: Text | None = None


class Parties(Declared):
    """Who signed."""

    government: tuple[Words | Text, ...] = ()
    companies: tuple[Words | Text, ...] = ()
    unions: tuple[Words | Text, ...] = ()
    ngos: tuple[Words | Text, ...] = ()


class Reference(Declared):
    """Where in which text."""

    text: Text | Words | None = None
    source: Id | None = None


class AnswerMeasure(Declared):
    """Met by an answer of the company to one question."""

    kind: Literal["answer"] = "answer"
    question: Id
    met: tuple[Id, ...]
    partly: tuple[Id, ...] = ()


class ShareMeasure(Declared):
    """A share of suppliers, workers or volume that meet a condition; it may look at results too."""

    kind: Literal["share"] = "share"
    of: Literal["suppliers", "workers", "volume"]
    where: When
    among: When = When()


class ScoreMeasure(Declared):
    """A percentage score of a questionnaire, or of the topics named."""

    kind: Literal["score"] = "score"
    questionnaire: Id
    topics: tuple[Topic, ...] = ()


class AbsenceMeasure(Declared):
    """No open finding on these indicators or questions."""

    kind: Literal["absence"] = "absence"
    indicators: tuple[Id, ...] = ()
    questions: tuple[Id, ...] = ()


class JointMeasure(Declared):
    """A joint action of the parties, whose state people record in the workspace."""

    kind: Literal["joint"] = "joint"
    action: Text


Measurement: TypeAlias = Annotated[
    AnswerMeasure | ShareMeasure | ScoreMeasure | AbsenceMeasure | JointMeasure, Field(discriminator="kind")
]


class Due(Declared):
    """From when a commitment counts, and the threshold by full year of participation (None: not published)."""

    start: Annotated[int | date | None, Field(alias="from")] = None
    thresholds: dict[int, float | None] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _years_beside_from(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "thresholds" in data:
            return data
        years = {key: value for key, value in data.items() if isinstance(key, int)}
        return {**{key: value for key, value in data.items() if key not in years}, "thresholds": years}


class Commitment(Sourced):
    """One thing that a party promised, with how it is measured and when it is due."""

    id: Id
    text: Text
    party: Literal["company", "government", "unions", "ngos", "secretariat"] = "company"
    reference: Reference = Reference()
    kind: Literal["answer", "share", "score", "absence", "joint"]
    measure: Measurement
    due: Due | None = None
    not_published: bool = False
    mandatory: bool = False
    weight: float = Field(default=1.0, ge=0)
    topics: tuple[Topic, ...] = ()
    indicators: tuple[Id, ...] = ()
    publish: Literal["public", "secretariat", "company"] = "company"

    @model_validator(mode="before")
    @classmethod
    def _measure_by_kind(cls, data: Any) -> Any:
        """The kind stands beside the measure in the file and says how to read it."""
        if isinstance(data, dict) and isinstance(data.get("measure"), dict):
            return {**data, "measure": {**data["measure"], "kind": data.get("kind")}}
        return data


class Submission(Sourced):
    """What a company hands to the secretariat beyond tiers, signs and states; what is not named here stays with it.

    `facts` are facts of sites that are not private; `weight` is the fact whose total gives shares of volume;
    `warn_members` lets the secretariat's letter say that another member, unnamed, found something critical at a shared
    site. Whether the agreement asks for it is a claim like any other.
    """

    location: Literal["country", "subdivision", "address"] = "country"
    facts: tuple[Id, ...] = ("goods", "processes")
    weight: Id | None = None
    signed: bool = False
    warn_members: bool = False


class Agreement(Sourced):
    """A covenant, code of conduct, statute or scheme."""

    id: Id
    edition: Words
    name: Text
    kind: AgreementKind
    status: Status
    parties: Parties = Parties()
    years: Literal["full", "calendar"] = "full"
    summary: Text | None = None
    submission: Submission = Submission()
    commitments: tuple[Commitment, ...] = ()
