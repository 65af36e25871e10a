"""The company's workbook as data: a real assessment of invented suppliers, with some seven actions each."""

from __future__ import annotations

import gc
from pathlib import Path
from tempfile import TemporaryDirectory

from duediligence.model.content import SectorContent
from duediligence.reporting.books import book
from duediligence.reporting.sheet_words import Words
from duediligence.reporting.sheets import Book
from duediligence.reporting.views import build_view
from duediligence.workflow.opened import open_workspace
from duediligence.workflow.rounds import assess_opened
from tests.benchmarks.generate import ORDINARY
from tests.benchmarks.workspace import write_workspace


def company_book(content: SectorContent, sites: int, each: int = 60) -> Book:
    """What the company's workbook of such an assessment holds."""
    gc.disable()
    with TemporaryDirectory() as place:
        write_workspace(content, Path(place), sites, each, ORDINARY)
        round = assess_opened(open_workspace(Path(place))).round
    made = book(build_view("company", round), Words("en"), "company-plan.html")
    gc.enable()
    return made
