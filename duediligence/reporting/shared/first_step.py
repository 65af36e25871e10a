"""The first step at a site where something must happen now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from duediligence.model.base import Text
from duediligence.reporting.shared.words import say, term

_AT_ONCE = "immediate"


class Step(Protocol):
    """What is to be known of an action here."""

    @property
    def text(self) -> Text:
        """What is to be done."""

    @property
    def horizon(self) -> str:
        """Whether at once, soon or later."""

    @property
    def due(self) -> date:
        """By when."""

    @property
    def lead(self) -> str:
        """Who takes the lead."""

    @property
    def overdue(self) -> bool:
        """Whether that day has passed."""

    @property
    def closed(self) -> bool:
        """Whether nothing more is to be done."""


S = TypeVar("S", bound=Step)


def first_of(actions: Iterable[S]) -> S | None:
    """The one that is due first, what protects people now before all else; in the order given where days are equal."""
    todo = (action for action in actions if not action.closed)
    return min(todo, key=lambda action: (action.horizon != _AT_ONCE, action.due), default=None)


def first_step(action: Step, owner: str = "", moved: bool = False) -> Text:
    """What is to be done first, by whom and by when, or since when it is late; `moved`: its owner chose that day."""
    role = term("role", action.lead)
    if moved and owner and not action.overdue:
        return say("now.step_planned", do=action.text, due=action.due, who=role, owner=owner)
    who = say("now.owned", role=role, owner=owner) if owner else role
    return say("now.step_late" if action.overdue else "now.step", do=action.text, due=action.due, who=who)
