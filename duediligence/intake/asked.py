"""What readers of forms need to know of a sector; another process gets this much of the content and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from duediligence.model.facts import Fact
from duediligence.model.questionnaire import Questionnaire

if TYPE_CHECKING:  # another process would take a third of its start to load what it is not given
    from duediligence.model.content import SectorContent


@dataclass(frozen=True)
class Asked:
    """A sector's questionnaires, their older editions, and the facts that forms ask to confirm."""

    questionnaires: Mapping[str, Questionnaire]
    older_editions: Mapping[tuple[str, str], Questionnaire]
    facts: Mapping[str, Fact]

    @classmethod
    def of_content(cls, content: SectorContent) -> Asked:
        """The part of a sector's content that was asked of anybody."""
        return cls(content.questionnaires, content.older_editions, content.facts)

    @cached_property
    def form_of(self) -> Mapping[str, Questionnaire]:
        """The questionnaire in which each question stands."""
        return {q.id: form for form in self.questionnaires.values() for q in form.questions()}
