"""Cases beside the content: facts and answers in, what must follow out. And the rules of plain language."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, TypeAlias

from pydantic import Field, StrictBool, model_validator

from duediligence.model.assessment import CommitmentState, Gate, Tier
from duediligence.model.base import Declared, Id, Text, Words
from duediligence.model.response import SourceKind

Number: TypeAlias = Annotated[float, Field(strict=True)]
Raw: TypeAlias = Annotated[StrictBool | Number | Words | tuple[Words | Number, ...], Field(union_mode="left_to_right")]
"""A value as it is written in a case; a number stays a number."""


class GivenAnswer(Declared):
    """An answer as a case writes it; the short form `{question: answer}` is a supplier's undated answer."""

    question: Id
    answer: Raw
    source: SourceKind = SourceKind.SUPPLIER
    date: dt.date | None = None
    reason: Words = ""
    document: Words = ""
    document_seen: bool = False

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        if isinstance(data, dict) and "question" not in data and len(data) == 1:
            ((question, answer),) = data.items()
            return {"question": question, "answer": answer}
        return data


class GivenCompany(Declared):
    """What a case says about the company itself."""

    joined: dict[Id, dt.date] = Field(default_factory=dict)
    answers: tuple[GivenAnswer, ...] = ()


class Expectation(Declared):
    """What must follow; lists mean "at least these"."""

    status: str | None = None
    tier: Tier | None = None
    gate: Gate | None = None
    indicators: tuple[Id, ...] = ()
    not_indicators: tuple[Id, ...] = ()
    drivers: tuple[Id, ...] = ()
    measures: tuple[Id, ...] = ()
    commitments: dict[Id, CommitmentState] = Field(default_factory=dict)


class Case(Declared):
    """One case of a sector in the domain's words."""

    id: Id
    name: Text
    facts: dict[str, Raw | None] = Field(default_factory=dict)
    answers: tuple[GivenAnswer, ...] = ()
    company: GivenCompany = GivenCompany()
    assessed_on: dt.date = dt.date(2026, 11, 1)
    expect: Expectation


class PlainLanguage(Declared):
    """How questions are kept readable, by language: the longest sentence in words, and words to avoid.

    Of `denials` a question has at most one; `leading` are wordings that put the answer into somebody's mouth.
    `promised` is what the intro of a talk with workers says, each in one of several words; `unsafe` are words that no
    question to workers may use.
    """

    longest_sentence: int
    jargon: dict[str, tuple[Words, ...]] = Field(default_factory=dict)
    denials: dict[str, tuple[Words, ...]] = Field(default_factory=dict)
    leading: dict[str, tuple[Words, ...]] = Field(default_factory=dict)
    promised: dict[str, tuple[tuple[Words, ...], ...]] = Field(default_factory=dict)
    unsafe: dict[str, tuple[Words, ...]] = Field(default_factory=dict)
