"""What is measured: for each work its sizes, how its data are made, and who does it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import Any

Prepare = Callable[[Path, int], None]
Do = Callable[[Path, int], Callable[[], Any]]
"""Gets ready (imports, content) and returns the work to be timed; what that returns is the outcome."""

OURS = "ours"
BARE = """
import typer
app = typer.Typer()
@app.command()
def one(name: str = "x") -> None: "One command."
@app.command()
def two(name: str = "x") -> None: "Another command."
app()
"""


@dataclass(frozen=True)
class Work:
    """A line of the table for each size and rival; the first side is ours. `data` names data that works share."""

    name: str
    says: str
    sizes: Sequence[int]
    quick: int
    data: str
    prepare: Prepare
    sides: Mapping[str, Do]
    runs: int = 3


@cache
def content() -> Any:
    """The bundled garments sector."""
    from duediligence.declarations.library import Library, Root
    from duediligence.declarations.sector import load_sector
    from duediligence.resources import content_root

    return load_sector(Library([Root(content_root())]), "garments")


def _nothing(folder: Path, size: int) -> None:
    """Needs no data."""


def _command(*arguments: str) -> Do:
    """A whole process."""

    def ready(folder: Path, size: int) -> Callable[[], Any]:
        command = [sys.executable, *(part.replace("FOLDER", str(folder)) for part in arguments)]
        return lambda: subprocess.run(command, check=True, capture_output=True).returncode

    return ready


def _forms(folder: Path, size: int) -> None:
    from tests.benchmarks.generate_forms import write_filled

    write_filled(content(), folder / "forms", size)


def _read_forms(folder: Path, size: int) -> Callable[[], Any]:
    """Our reader, on as many processes as it takes by itself."""
    from datetime import date

    from duediligence.intake.responses import read_responses
    from tests.benchmarks.generate import ORDINARY, suppliers

    sites = {s.id: s for s in suppliers(content(), size, 1, ORDINARY)}
    questions = content().questions
    return lambda: len(read_responses(folder / "forms", questions, sites, date(2026, 11, 1), folder).value)


def _forms_openpyxl(read_only: bool) -> Do:
    def ready(folder: Path, size: int) -> Callable[[], Any]:
        from tests.benchmarks.rival_forms import read_forms

        told = content()
        return lambda: len(set(read_forms(folder / "forms", told, read_only)))

    return ready


def _large(folder: Path, size: int) -> None:
    from tests.benchmarks.generate_large import write_large

    write_large(content(), folder, size, 40)


def _score_files(folder: Path, size: int) -> Callable[[], Any]:
    """`duediligence score` without the command line: parquet in, parquet out."""
    from duediligence.tables.engine import PolarsEngine
    from duediligence.workflow.scoring_files import Files, score_files

    files = Files(folder / "register.parquet", folder / "answers.parquet", folder / "scores")
    return lambda: score_files(PolarsEngine(), "garments", files).document


def _score_pandas(folder: Path, size: int) -> Callable[[], Any]:
    import pyarrow  # noqa: F401 (pandas reads parquet with it)

    from tests.benchmarks.rival_pandas import score

    told = content()
    return lambda: len(score(folder / "register.parquet", folder / "answers.parquet", told))


def _score_duckdb(folder: Path, size: int) -> Callable[[], Any]:
    from tests.benchmarks.rival_duckdb import score

    told = content()
    return lambda: len(score(folder / "register.parquet", folder / "answers.parquet", told))


def _book(folder: Path, size: int) -> None:
    from tests.benchmarks.plans import keep_book

    keep_book(content(), folder / BOOK, size)


def _plan(writer: str) -> Do:
    """Writes the company's workbook of so many suppliers; what it holds was made beforehand."""

    def ready(folder: Path, size: int) -> Callable[[], Any]:
        if writer == "with_xlsxwriter":
            import xlsxwriter  # noqa: F401 (absent: this side is skipped)
        from duediligence.reporting.workbook.workbook import write_book
        from tests.benchmarks import rival_workbooks
        from tests.benchmarks.plans import kept_book

        write = getattr(rival_workbooks, writer) if writer else write_book
        book = kept_book(folder / BOOK)
        rows = {sheet.key: len(sheet.rows) for sheet in book.sheets if hasattr(sheet, "rows")}
        return lambda: {"bytes": len(write(book)), "rows": rows}

    return ready


def _open_page(folder: Path, size: int) -> Callable[[], Any]:
    """Opens the company's page as people do, finds suppliers and unfolds one; what it holds is made beforehand."""
    from playwright.sync_api import sync_playwright

    from tests.benchmarks.plans import company_page
    from tests.reporting.pages import opened_in_chromium

    page = folder / "company-plan.html"
    page.write_text(company_page(content(), size), "utf-8")
    driver = sync_playwright().start()
    return lambda: {"bytes": page.stat().st_size, **opened_in_chromium(driver, page)}


def _workspace(mix: str) -> Prepare:
    def prepare(folder: Path, size: int) -> None:
        from tests.benchmarks import generate
        from tests.benchmarks.workspace import write_workspace

        write_workspace(content(), folder / "workspace", size, 60, getattr(generate, mix))

    return prepare


def _packages(folder: Path, size: int) -> None:
    from tests.benchmarks.generate_packages import write_workspace

    write_workspace(folder, size, 1000)


def _example(folder: Path, size: int) -> None:
    from duediligence.resources import content_root

    copytree(content_root() / "questionnaires" / "examples" / "garments", folder / "workspace")


def _aggregate(folder: Path, size: int) -> Callable[[], Any]:
    """`duediligence aggregate` without the command line: packages in, every file of the report out."""
    from duediligence.tables.engine import PolarsEngine
    from duediligence.workflow.aggregating import aggregate
    from duediligence.workflow.sector_files import write_report

    def work() -> Any:
        engine = PolarsEngine()
        done = aggregate(folder, engine=engine)
        write_report(done, engine)
        return done.document

    return work


BOOK = "book.pickle"
ASSESS = _command("-m", "duediligence", "assess", "FOLDER/workspace", "--quiet")
HELP, VERSION = (_command("-m", "duediligence", option) for option in ("--help", "--version"))
ORDINARY_WORKSPACE = _workspace("ORDINARY")
TYPER = {"bare typer": _command("-c", BARE, "--help")}
SCORED = "score suppliers x 40 answers, parquet to parquet"

WORKS = {
    work.name: work
    for work in (
        Work("help", "`--help`, process", (1,), 1, "none", _nothing, {OURS: HELP, **TYPER}, 9),
        Work("version", "`--version`, process", (1,), 1, "none", _nothing, {OURS: VERSION, **TYPER}, 9),
        Work(
            "forms", "read filled xlsx forms", (100, 300, 1000), 10, "forms", _forms,
            {OURS: _read_forms, "openpyxl": _forms_openpyxl(False), "openpyxl, read-only": _forms_openpyxl(True)},
            1,
        ),
        Work(
            "score", SCORED, (5000, 15_000, 50_000), 500, "large", _large,
            {OURS: _score_files, "pandas": _score_pandas, "DuckDB": _score_duckdb}, 1,
        ),
        Work(
            "score_large", SCORED, (100_000, 300_000, 1_000_000), 4000, "large", _large,
            {OURS: _score_files}, 1,
        ),
        Work(
            "plan", "write the company's workbook, suppliers", (1000, 3000, 10_000), 50, "book", _book,
            {OURS: _plan(""), "openpyxl": _plan("with_openpyxl"), "XlsxWriter": _plan("with_xlsxwriter")}, 1,
        ),
        Work(
            "page", "open the company's page in Chromium, suppliers", (100, 250, 500), 50, "page", _nothing,
            {OURS: _open_page}, 1,
        ),
        Work(
            "example", "`assess` of the worked example in two languages, process", (24,), 24, "example", _example,
            {OURS: ASSESS},
        ),
        Work(
            "assess_small", "`assess`, all reports, process", (20,), 20, "ordinary", ORDINARY_WORKSPACE,
            {OURS: ASSESS},
        ),
        Work(
            "assess", "`assess` x 60 answers from csv, all reports, process", (1000, 3000, 10_000), 50,
            "ordinary", ORDINARY_WORKSPACE, {OURS: ASSESS}, 1,
        ),
        Work(
            "assess_harsh", "the same, some 40 actions a supplier", (250, 500, 1000), 20,
            "harsh", _workspace("HARSH"), {OURS: ASSESS}, 1,
        ),
        Work(
            "aggregate", "`aggregate`, packages of 1,000 suppliers, all files", (50, 200, 1000), 30,
            "packages", _packages, {OURS: _aggregate}, 1,
        ),
    )
}  # fmt: skip
