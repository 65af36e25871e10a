"""Conditions on facts and earlier answers: three-valued, for a fact may be unknown. Nothing is run as code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from duediligence.model.base import Declared, Id, Words

Scalar: TypeAlias = bool | float | str
Values: TypeAlias = tuple[Scalar, ...] | None  # None: unknown


class Bounds(Declared):
    """A test of a number; a number meets it if it meets every bound that is given."""

    above: float | None = None
    at_least: float | None = None
    below: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _some_bound(self) -> Bounds:
        if self == Bounds.model_construct():
            raise ValueError("empty_bounds")
        return self

    def holds(self, value: float) -> bool:
        """Whether the number meets every bound."""
        return not (
            (self.above is not None and not value > self.above)
            or (self.at_least is not None and not value >= self.at_least)
            or (self.below is not None and not value < self.below)
            or (self.at_most is not None and not value <= self.at_most)
        )


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, (str, int, float)) and not isinstance(value, bool) else value


OneOf: TypeAlias = Annotated[tuple[Words, ...], BeforeValidator(_as_list)]
Test: TypeAlias = bool | Bounds | OneOf


class When(Declared):
    """All entries together: tests by fact name, answers by question, and alternatives."""

    facts: dict[str, Test] = Field(default_factory=dict)
    answer: dict[Id, OneOf] = Field(default_factory=dict)
    any: tuple[When, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_entries(cls, data: Any) -> Any:
        """The file writes fact names beside `any` and `answer`; they are gathered under `facts` here."""
        if not isinstance(data, dict) or "facts" in data:
            return data
        kept = {key: value for key, value in data.items() if key in ("any", "answer")}
        return {**kept, "facts": {key: value for key, value in data.items() if key not in kept}}

    def names(self) -> frozenset[str]:
        """The names of all facts that the condition looks at."""
        return frozenset(self.facts).union(*(branch.names() for branch in self.any))

    def questions(self) -> frozenset[str]:
        """The ids of all questions whose answers the condition looks at."""
        return frozenset(self.answer).union(*(branch.questions() for branch in self.any))


def meets(test: Test, values: Values) -> bool | None:
    """Whether any of a fact's values meets the test; None where the fact is unknown."""
    if values is None:
        return None
    return any(_meets_one(test, value) for value in values)


def _meets_one(test: Test, value: Scalar) -> bool:
    if isinstance(test, bool):  # tables write flags as 1 and 0
        return not isinstance(value, str) and value == test
    if isinstance(test, Bounds):
        return isinstance(value, (int, float)) and not isinstance(value, bool) and test.holds(value)
    return written(value) in test


def written(value: Scalar) -> str:
    """A value as it is written in a list of a condition (2.0 is `2`)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def holds(
    when: When, fact: Callable[[str], Values], answer: Callable[[str], Values] = lambda question: None
) -> bool | None:
    """Whether a condition holds: False if any entry is known to fail, else None if any is unknown, else True."""
    entries = [meets(test, fact(name)) for name, test in when.facts.items()]
    entries += [meets(options, answer(question)) for question, options in when.answer.items()]
    if when.any:
        entries.append(_any_of(holds(branch, fact, answer) for branch in when.any))
    if False in entries:
        return False
    return None if None in entries else True


def _any_of(branches: Iterable[bool | None]) -> bool | None:
    states = set(branches)
    if True in states:
        return True
    return None if None in states else False


def lookup(values: Mapping[str, Values]) -> Callable[[str], Values]:
    """A reader of facts in which a name that is absent is unknown."""
    return values.get
