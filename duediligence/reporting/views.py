"""From an audience to its frozen view: one line a kind of reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from duediligence.reporting.company.build import company_view
from duediligence.reporting.company.view import CompanyView
from duediligence.reporting.ngo.build import ngo_view
from duediligence.reporting.ngo.view import NgoView
from duediligence.reporting.shared.audience import AudienceSpec, audiences
from duediligence.reporting.shared.parts import Round
from duediligence.reporting.union.build import union_view
from duediligence.reporting.union.view import UnionView

View: TypeAlias = CompanyView | UnionView | NgoView

BUILDERS: Mapping[str, Callable[[Round, AudienceSpec], View]] = {
    "company": company_view,
    "union": union_view,
    "ngo": ngo_view,
}


def build_view(audience: str, round: Round) -> View:
    """The view of one audience, as `reports/audiences.yaml` declares it."""
    return BUILDERS[audience](round, audiences()[audience])
