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


def first_step(action: Step, planned_by: str = "") -> Text:
    """What is to be done first, by whom and by when, or since when it is late; `planned_by`: who chose that day."""
    if action.overdue:
        return say("now.step_late", do=action.text, due=action.due, who=term("role", action.lead))
    step = "now.step_planned" if planned_by else "now.step"
    return say(step, do=action.text, due=action.due, who=term("role", action.lead), owner=planned_by)
