"""From an audience to its frozen view: one line a kind of reader."""

from __future__ import annotations

from duediligence.reporting.audience import audiences
from duediligence.reporting.company import CompanyView
from duediligence.reporting.company_build import company_view
from duediligence.reporting.parts import Round


def build_company(round: Round) -> CompanyView:
    """The view of the company itself: everything."""
    return company_view(round, audiences()["company"])
