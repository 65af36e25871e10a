"""What every declared record shares: no unknown keys, frozen, sourced, and text in two languages or more."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _as_written(value: Any) -> Any:
    """`1.10` and `2026` are text where text is expected (`yamlfile` keeps how a number was written)."""
    return getattr(value, "written", value)


Words: TypeAlias = Annotated[str, BeforeValidator(_as_written)]
Id: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Declared(BaseModel):
    """A record of a content file."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Text(BaseModel):
    """Text that people read, in Dutch and English and, where somebody translated it, other languages."""

    model_config = ConfigDict(extra="allow", frozen=True)

    nl: Words
    en: Words
    __pydantic_extra__: dict[str, Words]

    def get(self, language: str) -> str:
        """The text in a language, or in English where it was not translated."""
        return self.given(language) or self.en

    def given(self, language: str) -> str | None:
        """The text in a language, or None where nobody translated it."""
        if language in ("nl", "en"):
            return self.nl if language == "nl" else self.en
        return (self.__pydantic_extra__ or {}).get(language)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which this text exists."""
        return ("nl", "en", *(self.__pydantic_extra__ or {}))

    def __str__(self) -> str:
        """English, for records that are of no language."""
        return self.en

    def all(self) -> tuple[str, ...]:
        """The text in every language."""
        return (self.nl, self.en, *(self.__pydantic_extra__ or {}).values())


class Confidence(StrEnum):
    """How far a statement was checked: read at the source, read elsewhere, or our own assumption."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    ASSUMPTION = "assumption"


class Sourced(Declared):
    """A record that makes a claim: it names its sources, or is an assumption."""

    sources: tuple[Id, ...] = ()
    confidence: Confidence = Confidence.ASSUMPTION
    why: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_language_why(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("why"), str):
            return {**data, "why": {"nl": data["why"], "en": data["why"]}}
        return data


class Source(Declared):
    """An entry of the bibliography; `mark` is V (read at the source), S (read elsewhere) or M (from memory)."""

    id: Id
    title: Words | Text
    publisher: Words | None = None
    year: int | None = None
    url: Words | None = None
    checked: date | None = None
    mark: str = Field(default="S", pattern="^[VSM]$")
    note: Words | Text | None = None
