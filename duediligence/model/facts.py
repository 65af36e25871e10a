"""Facts: the columns of the register, what they may hold, and who may see them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from duediligence.model.base import Declared, Id, Text, Words


class FactType(StrEnum):
    """What a fact holds; a share is 0 to 1."""

    TEXT = "text"
    CHOICE = "choice"
    MULTI = "multi"
    NUMBER = "number"
    SHARE = "share"
    FLAG = "flag"
    COUNTRY = "country"
    SUBDIVISION = "subdivision"


class Choice(Declared):
    """One of the values that a fact of type choice or multi may have."""

    id: Id
    name: Text
    aliases: tuple[Words, ...] = ()


class Aliases(Declared):
    """Other headers under which registers carry a fact."""

    nl: tuple[Words, ...] = ()
    en: tuple[Words, ...] = ()


class Fact(Declared):
    """A column of the register; `singular` is the name of one value (`goods`, `good`) in conditions.

    `ask: false` keeps it off the forms: a supplier is neither shown the value nor asked for it.
    """

    id: Id
    name: Text
    help: Text | None = None
    type: FactType = FactType.TEXT
    singular: Id | None = None
    unit: Words | Text | None = None
    choices: tuple[Choice, ...] = ()
    aliases: Aliases = Field(default_factory=Aliases)
    private: str | None = Field(default=None, pattern="^(company|union)$")
    ask: bool = True

    @property
    def is_year(self) -> bool:
        """Whether its number is the name of a year: 2010 is no quantity, and nobody writes it as 2,010."""
        return self.type is FactType.NUMBER and self.unit == "year"
