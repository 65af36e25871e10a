"""Puts the company's sheets together in the order that the audience declares."""

from __future__ import annotations

from collections.abc import Callable

from duediligence.reporting.company import CompanyView
from duediligence.reporting.company_ledger import ledger_sheet
from duediligence.reporting.company_sheets import (
    actions_sheet,
    ask_next_sheet,
    commitments_sheet,
    findings_sheet,
    suppliers_sheet,
)
from duediligence.reporting.prose_sheets import method_sheet, summary_sheet
from duediligence.reporting.sheet_words import Words
from duediligence.reporting.sheets import Book, Sheet

SHEETS: dict[str, Callable[[CompanyView, Words], Sheet]] = {
    "suppliers": suppliers_sheet,
    "findings": findings_sheet,
    "actions": actions_sheet,
    "commitments": commitments_sheet,
    "ask_next": ask_next_sheet,
    "ledger": ledger_sheet,
    "method": lambda view, words: method_sheet(view.frame, words),
}


def company_book(view: CompanyView, words: Words, page: str) -> Book:
    """The company's workbook as data."""
    rows_of = {s.target: row for s, row in zip(view.suppliers, words.rows_of(view.suppliers).values(), strict=True)}
    summary, tier_start = summary_sheet(
        view.frame, view.lead, view.now, view.tiers, view.indicators, view.agreements, rows_of, words
    )
    sheets = tuple(SHEETS[key](view, words) for key in view.frame.sheets if key in SHEETS)
    return Book(
        title=f"{view.frame.head.company} · {words.say('page.title')}",
        sheets=(summary, *sheets),
        page=page,
        tier_lines=len(view.tiers),
        tier_start=tier_start,
        interval_names=(words.say("legend.established"), words.say("legend.possible")),
        chart_titles=(words.say("figure.tiers"), words.say("figure.panorama")),
    )
