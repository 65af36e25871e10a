"""The NGO's view: what the agreement lets be published, and what joint action needs. Sites have a place here only
where the company publishes its list; everything else is a count by country."""

from __future__ import annotations

from dataclasses import dataclass

from duediligence.model.base import Text
from duediligence.reporting.shared.parts import AgreementView, Frame, IndicatorLine, NowItem, TierLine
from duediligence.reporting.shared.rows import PlaceLine, SharedMeasure


@dataclass(frozen=True, slots=True)
class PublicSite:
    """A site of a published list; the signs of a small one stay in the counts."""

    id: str
    name: str
    target: str
    country: Text
    activity: Text
    tier: str
    signs: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class NgoView:
    """Everything that the NGO's page and workbook show."""

    frame: Frame
    now: tuple[NowItem, ...]
    lead: Text
    unknown: tuple[Text, ...]
    tiers: tuple[TierLine, ...]
    indicators: tuple[IndicatorLine, ...]
    places: tuple[PlaceLine, ...]
    sites: tuple[PublicSite, ...]
    measures: tuple[SharedMeasure, ...]
    agreements: tuple[AgreementView, ...]
