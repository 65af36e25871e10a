"""Every file of the content folders: which there may be, read all of them, and name those that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from fnmatch import fnmatch
from pathlib import Path

from duediligence.declarations.files import AGREEMENTS, PROFILES, QUESTIONNAIRES
from duediligence.declarations.library import Library
from duediligence.findings import Finding, Location, warning
from duediligence.model.base import Declared, Source
from duediligence.model.case import Case, PlainLanguage
from duediligence.model.facts import Fact
from duediligence.model.imports import ImportKind
from duediligence.model.measure import Measure, Regulation
from duediligence.model.problems import NO_SUGGESTION
from duediligence.model.sampling import SamplingRules
from duediligence.model.sector import Driver, Indicator
from duediligence.model.site_words import SiteWords
from duediligence.model.triangulation import TriangulationRules

LISTS: tuple[tuple[str, str, type[Declared]], ...] = (
    ("common", "facts.yaml", Fact),
    ("common", "indicators.yaml", Indicator),
    ("common", "drivers.yaml", Driver),
    ("common", "regulations.yaml", Regulation),
    ("common", "imports.yaml", ImportKind),
    ("*", "sources.yaml", Source),
)
OF_SECTOR: tuple[tuple[str, type[Declared]], ...] = (("measures.yaml", Measure), ("tests.yaml", Case))
SINGLE: tuple[tuple[str, type[Declared]], ...] = (
    ("plain_language.yaml", PlainLanguage),
    ("company_forms.yaml", SiteWords),
    ("sampling.yaml", SamplingRules),
    ("triangulation.yaml", TriangulationRules),
)
TABLES = ("scales.yaml", "countries.csv", "goods.csv")
_FOLDERS = ("sector_profiles", "questionnaires")
_WRITING = (".yaml", ".yml", ".csv", ".json", ".xlsx")


def read_everything(library: Library) -> None:
    """Reads every file of every kind, so that the library has all their defects."""
    for folder, name, model in LISTS:
        library.records(model, folder, name)
    for name, single in SINGLE:
        for _, _, document in library.documents(f"sector_profiles/common/{name}"):
            library.whole(single, document)
    for sector in ("common", *library.sector_ids()):
        for name, model in OF_SECTOR:
            library.records(model, sector, name)
    library.newest_profiles()
    library.newest_questionnaires()
    library.newest_agreements()


def files_that_nothing_reads(library: Library) -> Iterator[Finding]:
    """A file whose name or place is none of those that are read."""
    for root in library.roots:
        for folder in _FOLDERS:
            for file in sorted((root.path / folder).rglob("*")):
                inside = file.relative_to(root.path).as_posix()
                if file.suffix.lower() in _WRITING and "/examples/" not in f"/{inside}" and not _is_read(inside):
                    yield warning("content_file_not_read", Location(file=root.shown(file)), nearest=_nearest(file))


def _patterns() -> Iterator[str]:
    yield from (PROFILES, AGREEMENTS, QUESTIONNAIRES, *(f"sector_profiles/*/{name}" for name, _ in OF_SECTOR))
    yield from (f"sector_profiles/{folder}/{name}" for folder, name, _ in LISTS)
    yield from (f"sector_profiles/common/{name}" for name in (*TABLES, *(name for name, _ in SINGLE)))


def _is_read(inside: str) -> bool:
    return any(fnmatch(inside, pattern) and inside.count("/") == pattern.count("/") for pattern in _patterns())


def _nearest(file: Path) -> str:
    names = {Path(pattern).name.replace("*", "") for pattern in _patterns()}
    near = get_close_matches(file.with_suffix(".yaml").name, names, n=1)
    return near[0] if near else NO_SUGGESTION
