"""A profile names questionnaires, agreements and sets of indicators that exist."""

from __future__ import annotations

from collections.abc import Iterator

from duediligence.declarations.defects import Defect, unknown
from duediligence.declarations.library import Library
from duediligence.model.content import SectorContent


def unknown_names_in_profiles(library: Library, content: SectorContent) -> Iterator[Defect]:
    """A questionnaire, agreement or set of indicators that no file declares."""
    profile = content.profile
    for respondent, uses in profile.questionnaires:
        for index, use in enumerate(uses):
            if use.id not in content.questionnaires:
                path = ("questionnaires", respondent, index)
                yield unknown(profile, path, "unknown_questionnaire_id", use.id, library.questionnaire_ids())
    for index, id in enumerate(profile.agreements):
        if id not in content.agreements:
            yield unknown(profile, ("agreements", index), "unknown_agreement_id", id, library.agreement_ids())
    sets = {indicator.set for indicator in library.indicators.values()}
    for index, id in enumerate(profile.indicators):
        if id not in sets and sets:
            yield unknown(profile, ("indicators", index), "unknown_indicator_set", id, sets)


RULES = (unknown_names_in_profiles,)
