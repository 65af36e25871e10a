"""Everything that is declared for one sector, resolved and by id: what every floor above reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from duediligence.model.agreement import Agreement, Commitment
from duediligence.model.base import Source
from duediligence.model.conditions import Scalar
from duediligence.model.facts import Fact
from duediligence.model.measure import Measure, Regulation
from duediligence.model.questionnaire import Question, Questionnaire, Respondent
from duediligence.model.scales import Scales
from duediligence.model.sector import Driver, FormUse, Indicator, Profile
from duediligence.model.site_words import SiteWords


@dataclass(frozen=True)
class PlaceTable:
    """Values by place and column: a country (`IN`) or, for goods, a country and good (`IN`, `cotton`).

    A place without a value is unknown; for goods, a known pair without a row is "not listed".
    """

    values: Mapping[str, Mapping[tuple[str, ...], Scalar]] = field(default_factory=dict)
    editions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SectorContent:
    """The content of one sector; mappings are by id, `drivers` are the common ones and the profile's own."""

    profile: Profile
    scales: Scales
    facts: Mapping[str, Fact]
    indicators: Mapping[str, Indicator]
    drivers: tuple[Driver, ...]
    questionnaires: Mapping[str, Questionnaire]
    agreements: Mapping[str, Agreement]
    measures: Mapping[str, Measure]
    regulations: tuple[Regulation, ...]
    sources: Mapping[str, Source]
    countries: PlaceTable
    goods: PlaceTable
    older_editions: Mapping[tuple[str, str], Questionnaire] = field(default_factory=dict)
    site_words: SiteWords = field(default_factory=SiteWords)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question of the sector's questionnaires."""
        return {q.id: q for form in self.questionnaires.values() for q in form.questions()}

    @cached_property
    def form_of(self) -> Mapping[str, Questionnaire]:
        """The questionnaire in which each question stands."""
        return {q.id: form for form in self.questionnaires.values() for q in form.questions()}

    @cached_property
    def matter_of(self) -> Mapping[str, str]:
        """The matter (the id of its root question) to which each question belongs, following `checks`."""
        return {id: self._root(id) for id in self.questions}

    @cached_property
    def fact_ids(self) -> Mapping[str, str]:
        """Fact ids by every name that a condition may use."""
        singulars = {f.singular: f.id for f in self.facts.values() if f.singular}
        return {**singulars, **{id: id for id in self.facts}}

    @cached_property
    def commitments(self) -> Mapping[str, Commitment]:
        """Every commitment of the sector's agreements."""
        return {c.id: c for agreement in self.agreements.values() for c in agreement.commitments}

    def uses(self, respondent: Respondent) -> tuple[FormUse, ...]:
        """The questionnaires that the profile names for a respondent, with their conditions."""
        uses: tuple[FormUse, ...] = getattr(self.profile.questionnaires, respondent.value)
        return uses

    def _root(self, id: str) -> str:
        seen = {id}
        while (checked := self.questions[id].checks) and checked in self.questions and checked not in seen:
            id = checked
            seen.add(id)
        return id
