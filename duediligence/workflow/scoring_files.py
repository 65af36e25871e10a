"""`score`: from large files (csv, parquet) to parquet files of scores, without reports; one machine or Apache Spark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory

from duediligence.declarations.sector import load_sector
from duediligence.errors import InputError
from duediligence.findings import Finding, Location, error, in_order, warning
from duediligence.model.assessment import Tier
from duediligence.model.content import SectorContent
from duediligence.model.response import SourceKind
from duediligence.scoring.large import Large, read_large
from duediligence.tables.engine import Engine
from duediligence.tables.opened import open_table, readable
from duediligence.tables.wordings import Problem
from duediligence.workflow.layers import open_library
from duediligence.workflow.steps import OnStep
from duediligence.workflow.whole_folder import whole_folder

AT_ONCE = 50_000
"""So many suppliers are scored at a time where the tables are in this process's memory."""
SHOWN = 200
"""So many problems are findings; the file has them all."""
OF_REGISTER = ("unreadable_fact", "duplicate_supplier")
_PROBLEMS: dict[str, type] = {"code": str, "value": str, "count": int}


@dataclass(frozen=True, slots=True)
class Files:
    """The register (one row a supplier, columns are fact ids), the answers (one row an answer), and where to write."""

    register: Path
    answers: Path
    to: Path


@dataclass(frozen=True, slots=True)
class ScoredFiles:
    """What was written, how many suppliers and answers were read, and how many suppliers are in each tier."""

    folder: Path
    suppliers: int
    answers: int
    tiers: Mapping[str, int]
    findings: tuple[Finding, ...]

    @property
    def document(self) -> dict[str, object]:
        """The outcome as plain values."""
        counts = {"suppliers": self.suppliers, "answers": self.answers, "tiers": dict(self.tiers)}
        return {**counts, "folder": str(self.folder)}


def score_files(
    engine: Engine,
    sector: str,
    files: Files,
    content: Path | None = None,
    on_part: OnStep | None = None,
    at_once: int | None = AT_ONCE,
) -> ScoredFiles:
    """Scores every supplier of the register; all files of the folder appear, or none.

    `at_once` suppliers are scored at a time, all where it is None; `on_part` is told how many are done, of how many.
    Raises InputError where a file cannot be read, lacks a column or names no supplier.
    """
    declared = load_sector(open_library(Path(), None, content), sector)
    register = open_table(engine, files.register, ("id",))
    answers = open_table(engine, files.answers, ("supplier", "source", "question", "answer"))
    with readable(files.register, files.answers):
        large = read_large(engine, register, answers, declared)
    if not large.suppliers:
        told = in_order(_findings(large.problems, files, declared))
        raise InputError("no_suppliers", file=files.register.name, findings=told)
    with whole_folder(files.to) as folder:
        tiers = _write(engine, large, folder, at_once, on_part or _nobody)
        rows = [(code, value, count) for (code, value), count in sorted(large.problems.items())]
        engine.write(engine.table(rows, _PROBLEMS), folder / "problems.parquet")
    findings = in_order(_findings(large.problems, files, declared))
    return ScoredFiles(files.to, large.suppliers, large.answers, tiers, findings)


def _nobody(done: int, of: int) -> None:
    """Nobody asked to be told."""


def _write(engine: Engine, large: Large, folder: Path, at_once: int | None, on_part: OnStep) -> dict[str, int]:
    """Writes `suppliers.parquet` and `indicators.parquet`, part by part and then as one table each."""
    tiers = {tier.value: 0 for tier in Tier}
    with TemporaryDirectory(dir=folder.parent, prefix=f"{folder.name}-") as place:
        parts, done = Path(place), 0
        for number, part in enumerate(large.parts(at_once)):
            engine.write(part.suppliers, parts / "suppliers" / f"{number:06}.parquet")
            engine.write(part.indicators, parts / "indicators" / f"{number:06}.parquet")
            for tier, count in part.tiers(engine).items():
                tiers[tier] += count
            done = min(large.suppliers, done + (at_once or large.suppliers))
            on_part(done, large.suppliers)
        for name in ("suppliers", "indicators"):
            engine.gather(parts / name, folder / f"{name}.parquet")
    return tiers


def _findings(problems: Mapping[Problem, int], files: Files, content: SectorContent) -> list[Finding]:
    """The most frequent problems, each with its remedy."""
    told = sorted(problems.items(), key=lambda item: (-item[1], item[0]))
    found = [_finding(code, value, count, files, content) for (code, value), count in told[:SHOWN]]
    rest = told[SHOWN:]
    if rest:
        found.append(warning("many_problems", Location(file=files.answers.name), count=len(rest)))
    return found


def _finding(code: str, value: str, count: int, files: Files, content: SectorContent) -> Finding:
    place = Location(file=(files.register if code in OF_REGISTER else files.answers).name)
    if code == "unknown_question":
        return error(code, place, found=value, count=count, nearest=_nearest(value, list(content.questions)))
    if code == "unknown_source":
        kinds = [kind.value for kind in SourceKind]
        return error(code, place, found=value, count=count, allowed=", ".join(kinds), nearest=_nearest(value, kinds))
    return error(f"many_{code}", place, found=value, count=count)


def _nearest(text: str, known: Sequence[str]) -> str:
    return ", ".join(get_close_matches(text, known, n=3, cutoff=0.5)) or "–"
