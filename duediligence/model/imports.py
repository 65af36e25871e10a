"""How a published file that we may not ship is laid out, so that people can import their own copy of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from duediligence.model.base import Declared, Id, Text, Words

Value = Annotated[float | Words, Field(union_mode="left_to_right")]


class Table(StrEnum):
    """The table that the values go to."""

    COUNTRIES = "countries"
    GOODS = "goods"


class Combine(StrEnum):
    """What becomes of several rows about the same place: the newest year's, their sum, or the largest value."""

    NEWEST = "newest"
    SUM = "sum"
    LARGEST = "largest"


class ImportColumn(Declared):
    """One column of ours: the headers that it may have in the file, and how its cells become values.

    `{year}` in a header stands for a year, the newest where several columns fit. `values` are words of the file
    and what they are here; `flag` means that a cell says yes or no, where a blank is no; `constant` is the value of
    every row.
    """

    to: Id
    headers: tuple[Words, ...] = ()
    code: Words | None = None
    values: dict[Words, Value] = Field(default_factory=dict)
    flag: bool = False
    constant: float | None = None
    combine: Combine = Combine.NEWEST
    lowest: float | None = None
    highest: float | None = None


class ImportKind(Declared):
    """One published file. The file may be wide (a column a measure) or long (`measure` and `value` name the columns).

    `years` is how many years are taken together, counted back from the newest; `complete` means that a pair that the
    file does not have is no longer listed.
    """

    id: Id
    title: Words
    publisher: Words
    url: Words | None = None
    terms: Text
    sources: tuple[Id, ...]
    table: Table = Table.COUNTRIES
    place: tuple[Words, ...]
    good: tuple[Words, ...] = ()
    good_names: dict[Words, Id] = Field(default_factory=dict)
    year: tuple[Words, ...] = ()
    years: int = Field(default=1, ge=1)
    measure: tuple[Words, ...] = ()
    value: tuple[Words, ...] = ()
    columns: tuple[ImportColumn, ...] = Field(min_length=1)
    complete: bool = False

    @model_validator(mode="after")
    def _hangs_together(self) -> ImportKind:
        if self.table is Table.GOODS and not self.good:
            raise ValueError("needs_good")
        if bool(self.measure) != bool(self.value):
            raise ValueError("needs_measure_and_value")
        return self
