"""The company's workbook as data, and its page: a real assessment of invented suppliers, some seven actions each."""

from __future__ import annotations

import gc
import pickle
from pathlib import Path
from tempfile import TemporaryDirectory

from duediligence.model.content import SectorContent
from duediligence.reporting.pages.page import render_page
from duediligence.reporting.views import View, build_view
from duediligence.reporting.workbook.books import book
from duediligence.reporting.workbook.sheet_words import Words
from duediligence.reporting.workbook.sheets import Book
from duediligence.workflow.opened import open_workspace
from duediligence.workflow.rounds import assess_opened
from tests.benchmarks.generate import ORDINARY
from tests.benchmarks.workspace import write_workspace


def company_book(content: SectorContent, sites: int, each: int = 60) -> Book:
    """What the company's workbook of such an assessment holds."""
    gc.disable()
    made = book(_company_view(content, sites, each), Words("en"), "company-plan.html")
    gc.enable()
    return made


def company_page(content: SectorContent, sites: int, each: int = 60) -> str:
    """The company's page of such an assessment."""
    return render_page(_company_view(content, sites, each), "en")


def _company_view(content: SectorContent, sites: int, each: int) -> View:
    with TemporaryDirectory() as place:
        write_workspace(content, Path(place), sites, each, ORDINARY)
        return build_view("company", assess_opened(open_workspace(Path(place))).round)


def keep_book(content: SectorContent, file: Path, sites: int) -> None:
    """Makes such a book once, for all that will write it."""
    file.write_bytes(pickle.dumps(company_book(content, sites)))


def kept_book(file: Path) -> Book:
    """The book that was kept."""
    book: Book = pickle.loads(file.read_bytes())
    return book
