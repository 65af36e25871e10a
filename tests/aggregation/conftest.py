"""Two years of one invented sector of 60 members, added up once for all tests that look at the outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from duediligence.aggregation.hand_in import Round
from duediligence.declarations.library import Library
from duediligence.declarations.sector import load_sector
from duediligence.model.content import SectorContent
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow import secretariat
from duediligence.workflow.aggregating import Aggregated, aggregate
from duediligence.workflow.layers import open_library
from duediligence.workflow.sector_files import write_report
from tests import generators
from tests.aggregation import office

THEN = generators.Sector(year=2025, missing=frozenset({3, 4}))
NOW = generators.Sector(year=2026, missing=frozenset({7}))
"""Two members joined this year and one left, so that subtracting the years would tell about them."""


@pytest.fixture(scope="session", autouse=True)
def content_read_once() -> Iterator[None]:
    """Reads the bundled content once for all runs: it takes longer than adding up a few packages."""
    patched = pytest.MonkeyPatch()
    sectors: dict[tuple[int, str], SectorContent] = {}

    @cache
    def read(content: Path | None) -> Library:
        return open_library(Path(), None, content)

    def load(library: Library, sector: str) -> SectorContent:
        if (id(library), sector) not in sectors:
            sectors[id(library), sector] = load_sector(library, sector)
        return sectors[id(library), sector]

    patched.setattr(secretariat, "open_library", lambda _folder, _workspace, content: read(content))
    patched.setattr(secretariat, "load_sector", load)
    yield
    patched.undo()


@dataclass(frozen=True)
class Years:
    """The workspace, what was handed in each year, and both outcomes."""

    folder: Path
    then_rounds: tuple[Round, ...]
    now_rounds: tuple[Round, ...]
    then: Aggregated
    now: Aggregated


@pytest.fixture(scope="session")
def years(tmp_path_factory: pytest.TempPathFactory) -> Years:
    """Both years, added up and written; bad packages lie among this year's good ones."""
    folder = tmp_path_factory.mktemp("office")
    generators.write(folder / "packages-2026", "holiday.zip", b"PK")
    generators.write(folder / "packages-2026", "empty.package.zip", b"")
    return two_years(folder)


def two_years(folder: Path) -> Years:
    """Hands in, adds up and writes both years in a folder."""
    then, first = one_year(folder, THEN)
    now, second = one_year(folder, NOW, previous="reports/2025", members=office.members(60))
    return Years(folder, then, now, first, second)


def one_year(
    folder: Path, sector: generators.Sector, content: Path | None = None, **more: object
) -> tuple[tuple[Round, ...], Aggregated]:
    """Hands in, adds up and writes one year in a folder."""
    rounds, engine = tuple(sector.rounds()), PolarsEngine()
    office.hand_in_all(rounds, folder / f"packages-{sector.year}")
    office.settings(folder, sector.year, **more)
    outcome = aggregate(folder, content=content, engine=engine)
    write_report(outcome, engine)
    return rounds, outcome
