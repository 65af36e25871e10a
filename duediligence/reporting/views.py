"""From an audience to its frozen view: one line a kind of reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from duediligence.reporting.audience import AudienceSpec, audiences
from duediligence.reporting.company import CompanyView
from duediligence.reporting.company_build import company_view
from duediligence.reporting.ngo import NgoView
from duediligence.reporting.ngo_build import ngo_view
from duediligence.reporting.parts import Round
from duediligence.reporting.union import UnionView
from duediligence.reporting.union_build import union_view

View: TypeAlias = CompanyView | UnionView | NgoView

BUILDERS: Mapping[str, Callable[[Round, AudienceSpec], View]] = {
    "company": company_view,
    "union": union_view,
    "ngo": ngo_view,
}


def build_view(audience: str, round: Round) -> View:
    """The view of one audience, as `reports/audiences.yaml` declares it."""
    return BUILDERS[audience](round, audiences()[audience])
