"""All content by what it is: which sectors, questionnaires and agreements there are, read once and on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from duediligence.declarations.files import AGREEMENTS, PROFILES, QUESTIONNAIRES, ContentFiles, D, Root
from duediligence.errors import ContentError
from duediligence.model.agreement import Agreement
from duediligence.model.base import Source
from duediligence.model.case import PlainLanguage
from duediligence.model.facts import Fact
from duediligence.model.measure import Measure, Regulation
from duediligence.model.questionnaire import Questionnaire
from duediligence.model.scales import Scales
from duediligence.model.sector import Driver, Indicator, Profile
from duediligence.model.site_words import SiteWords
from duediligence.yamlfile import Document

__all__ = ["Library", "Root"]


@dataclass
class Library(ContentFiles):
    """What the content folders declare, by id."""

    def sector_ids(self) -> list[str]:
        """The ids of all profiles."""
        return sorted(self.index(PROFILES))

    def questionnaire_ids(self) -> list[str]:
        """The ids of all questionnaires."""
        return sorted(self.index(QUESTIONNAIRES))

    def profile(self, id: str) -> Profile:
        """The newest edition of a profile."""
        return self._newest(Profile, id, PROFILES, "unknown_sector")

    def questionnaire(self, id: str) -> Questionnaire:
        """The newest edition of a questionnaire."""
        return self._newest(Questionnaire, id, QUESTIONNAIRES, "unknown_questionnaire")

    def editions(self, id: str) -> list[Questionnaire]:
        """Every edition of a questionnaire, oldest first."""
        return self.editions_of(Questionnaire, id, QUESTIONNAIRES)

    def agreement(self, id: str) -> Agreement:
        """The newest edition of an agreement."""
        return self._newest(Agreement, id, AGREEMENTS, "unknown_agreement")

    def agreements(self, id: str) -> list[Agreement]:
        """Every edition of an agreement, oldest first."""
        return self.editions_of(Agreement, id, AGREEMENTS)

    def agreement_ids(self) -> list[str]:
        """The ids of all agreements."""
        return sorted(self.index(AGREEMENTS))

    def newest_profiles(self) -> list[Profile]:
        """Every profile that can be read, in its newest edition."""
        return [editions[-1] for id in self.sector_ids() if (editions := self.editions_of(Profile, id, PROFILES))]

    def newest_questionnaires(self) -> list[Questionnaire]:
        """Every questionnaire that can be read, in its newest edition."""
        return [editions[-1] for id in self.questionnaire_ids() if (editions := self.editions(id))]

    def newest_agreements(self) -> list[Agreement]:
        """Every agreement that can be read, in its newest edition."""
        return [editions[-1] for id in self.agreement_ids() if (editions := self.agreements(id))]

    @cached_property
    def question_ids(self) -> frozenset[str]:
        """The ids of all questions of all questionnaires."""
        return frozenset(question.id for form in self.newest_questionnaires() for question in form.questions())

    @cached_property
    def commitment_ids(self) -> frozenset[str]:
        """The ids of all commitments of all agreements."""
        return frozenset(c.id for agreement in self.newest_agreements() for c in agreement.commitments)

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The common facts by id."""
        return self.records(Fact, "common", "facts.yaml")

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """All indicators of all sets by id."""
        return self.records(Indicator, "common", "indicators.yaml")

    @cached_property
    def drivers(self) -> dict[str, Driver]:
        """The common drivers by id."""
        return self.records(Driver, "common", "drivers.yaml")

    @cached_property
    def regulations(self) -> dict[str, Regulation]:
        """The crosswalk of laws and standards by id."""
        return self.records(Regulation, "common", "regulations.yaml")

    @cached_property
    def scales(self) -> Scales:
        """The numbers of the method; a later root may replace single ones, as long as the whole stays valid."""
        for roots in (self.roots, self.roots[:1]):
            found = self._scales(roots)
            if found is not None:
                return found
        raise self.invalid()

    def measures(self, sector: str) -> dict[str, Measure]:
        """The common measures and those of a sector, by id."""
        return {
            **self.records(Measure, "common", "measures.yaml"),
            **self.records(Measure, sector, "measures.yaml"),
        }

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The whole bibliography by id."""
        return self.records(Source, "*", "sources.yaml")

    @cached_property
    def plain_language(self) -> PlainLanguage | None:
        """The rules of plain language, of the last root that has valid ones."""
        return self._last(PlainLanguage, "plain_language.yaml")

    @cached_property
    def site_words(self) -> SiteWords:
        """The words that say little about which site is meant, of the last root that lists any, if one does."""
        return self._last(SiteWords, "company_forms.yaml") or SiteWords()

    def place_files(self, name: str) -> list[tuple[Path, str]]:
        """The files of a table, the bundled one first."""
        pattern = f"sector_profiles/common/{name}"
        found = [(file, root.shown(file)) for root in self.roots for file in sorted(root.path.glob(pattern))]
        self.files.update({shown: file for file, shown in found})
        return found

    def _last(self, model: type[D], name: str) -> D | None:
        """What the last root with a valid file of this name in the common folder says."""
        for _, _, document in reversed(list(self.documents(f"sector_profiles/common/{name}"))):
            record = self.whole(model, document)
            if record is not None:
                return record
        return None

    def _scales(self, roots: Sequence[Root]) -> Scales | None:
        merged: dict[str, Any] = {}
        last = Document("sector_profiles/common/scales.yaml", {}, {}, frozenset())
        for root in roots:
            for file in sorted(root.path.glob("sector_profiles/common/scales.yaml")):
                document = self._document(root, file)
                if document is not None and isinstance(document.data, dict):
                    last = document
                    _overlay(merged, document.data)
        return self._record(Scales, merged, Document(last.file, merged, last.marks, last.flow), ())

    def _newest(self, model: type[D], id: str, pattern: str, missing: str) -> D:
        editions = self.editions_of(model, id, pattern)
        if editions:
            return editions[-1]
        if id in self.index(pattern):
            raise self.invalid()
        raise ContentError(missing, id=id, known=", ".join(sorted(self.index(pattern))))


def _overlay(base: dict[str, Any], over: dict[str, Any]) -> None:
    """Lays one mapping over another; a record with a `value` replaces as a whole."""
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict) and "value" not in value:
            _overlay(base[key], value)
        else:
            base[key] = dict(value) if isinstance(value, dict) else value
