"""Puts an audience's sheets together in the order that `reports/audiences.yaml` declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import singledispatch

from duediligence.reporting.company.view import CompanyView
from duediligence.reporting.ngo.view import NgoView
from duediligence.reporting.union.view import UnionView
from duediligence.reporting.workbook.charts import MOST_SHOWN
from duediligence.reporting.workbook.company_ledger import ledger_sheet
from duediligence.reporting.workbook.company_sheets import (
    actions_sheet,
    ask_next_sheet,
    commitments_sheet,
    findings_sheet,
    suppliers_sheet,
)
from duediligence.reporting.workbook.prose_sheets import method_sheet, summary_sheet
from duediligence.reporting.workbook.shared_sheets import (
    ngo_measures_sheet,
    ngo_places_sheet,
    ngo_sites_sheet,
    shared_commitments_sheet,
    union_actions_sheet,
    union_findings_sheet,
    union_sites_sheet,
)
from duediligence.reporting.workbook.sheet_words import FIRST_SUPPLIER_ROW, Words
from duediligence.reporting.workbook.sheets import Book, Sheet

COMPANY: Mapping[str, Callable[[CompanyView, Words], Sheet | None]] = {
    "suppliers": suppliers_sheet,
    "findings": findings_sheet,
    "actions": actions_sheet,
    "commitments": commitments_sheet,
    "ask_next": ask_next_sheet,
    "ledger": ledger_sheet,
    "method": lambda view, words: method_sheet(view.frame, words),
}
UNION: Mapping[str, Callable[[UnionView, Words], Sheet | None]] = {
    "suppliers": union_sites_sheet,
    "findings": union_findings_sheet,
    "actions": union_actions_sheet,
    "commitments": lambda view, words: shared_commitments_sheet(view.agreements, words),
    "method": lambda view, words: method_sheet(view.frame, words),
}
NGO: Mapping[str, Callable[[NgoView, Words], Sheet | None]] = {
    "places": ngo_places_sheet,
    "suppliers": ngo_sites_sheet,
    "actions": ngo_measures_sheet,
    "commitments": lambda view, words: shared_commitments_sheet(view.agreements, words),
    "method": lambda view, words: method_sheet(view.frame, words),
}


@singledispatch
def book(view: object, words: Words, page: str) -> Book:
    """The workbook of a view as data."""
    raise TypeError(type(view).__name__)


@book.register
def _company(view: CompanyView, words: Words, page: str) -> Book:
    sheets = [COMPANY[key](view, words) for key in view.frame.sheets if key in COMPANY]
    targets = [s.target for s in view.suppliers]
    return _bound(view, sheets, targets, words, page)


@book.register
def _union(view: UnionView, words: Words, page: str) -> Book:
    sheets = [UNION[key](view, words) for key in view.frame.sheets if key in UNION]
    return _bound(view, sheets, [site.target for site in view.sites], words, page)


@book.register
def _ngo(view: NgoView, words: Words, page: str) -> Book:
    sheets = [NGO[key](view, words) for key in view.frame.sheets if key in NGO]
    return _bound(view, sheets, [], words, page)


def _bound(
    view: CompanyView | UnionView | NgoView,
    sheets: Sequence[Sheet | None],
    targets: Sequence[str],
    words: Words,
    page: str,
) -> Book:
    rows_of = {target: row for row, target in enumerate(targets, FIRST_SUPPLIER_ROW)}
    summary, tier_start = summary_sheet(view, rows_of, words)
    return Book(
        title=f"{view.frame.head.company} · {words.say('page.title')}",
        sheets=(summary, *(sheet for sheet in sheets if sheet is not None)),
        page=page,
        tier_lines=len(view.tiers),
        tier_start=tier_start,
        interval_names=(words.say("legend.established"), words.say("legend.possible")),
        chart_titles=(words.say("figure.tiers"), _intervals_title(len(targets), words)),
    )


def _intervals_title(suppliers: int, words: Words) -> str:
    """What the chart of intervals shows, and of how many suppliers where it has no room for all."""
    title = words.say("figure.panorama")
    if suppliers <= MOST_SHOWN:
        return title
    return words.say("figure.panorama_first", title=title, shown=MOST_SHOWN, total=suppliers)
