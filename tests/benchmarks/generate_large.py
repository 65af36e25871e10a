"""Seeded parquet files of any number of suppliers and answers, made by columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Question, QuestionType, Respondent
from tests.benchmarks.generate import COUNTRIES

AT_ONCE = 50_000
AUDITED = 5
"""Every fifth supplier was visited, and its workers interviewed: as many further answers as make up the average."""
DAYS = [f"2026-{month:02}-{day:02}" for month in range(1, 11) for day in (1, 8, 15, 22)]
Asked = Sequence[tuple[Question, str]]


def write_large(content: SectorContent, folder: Path, suppliers: int, each: int, seed: int = 1) -> tuple[Path, Path]:
    """Writes `register.parquet` and `answers.parquet` with `each` answers a supplier on average, sorted by supplier."""
    register, answers = folder / "register.parquet", folder / "answers.parquet"
    with TemporaryDirectory(dir=folder) as place:
        for first in range(0, suppliers, AT_ONCE):
            ids = _ids(first, min(first + AT_ONCE, suppliers))
            _register(ids, content, seed).write_parquet(Path(place) / f"register-{first:09}.parquet")
            rows = pl.concat(_all_answers(ids, content, each, seed)).sort("supplier", maintain_order=True)
            rows.write_parquet(Path(place) / f"answers-{first:09}.parquet")
        for name, target in (("register", register), ("answers", answers)):
            pl.scan_parquet(Path(place) / f"{name}-*.parquet").sink_parquet(target)
    return register, answers


def _ids(first: int, end: int) -> pl.DataFrame:
    numbers = pl.DataFrame({"n": pl.int_range(first, end, eager=True)})
    return numbers.select(pl.format("s{}", pl.col("n").cast(pl.String).str.zfill(8)).alias("id"), "n")


def _register(ids: pl.DataFrame, content: SectorContent, seed: int) -> pl.DataFrame:
    pick = pl.col("n").hash(seed)
    scope = content.profile.scope
    return ids.select(
        "id",
        _one_of(pick, list(COUNTRIES)).alias("country"),
        _one_of(pick // 7, list(scope.goods)).alias("goods"),
        _one_of(pick // 11, list(scope.processes)).alias("processes"),
        (pick // 13 % 2000).cast(pl.Float64).alias("workers"),
        ((pick // 17 % 10) / 10).alias("migrant_share"),
        (pick // 19 % 2 == 0).alias("housing_by_employer"),
    )


def _all_answers(ids: pl.DataFrame, content: SectorContent, each: int, seed: int) -> Iterator[pl.DataFrame]:
    own = _asked(content, Respondent.SUPPLIER, "supplier")
    checks = [
        *_asked(content, Respondent.WORKERS, "worker_interviews"),
        *_asked(content, Respondent.AUDITOR, "announced_audit"),
    ]
    fewer = each - each // 8
    yield from (_answers(ids, *asked, seed + index) for index, asked in enumerate(own[:fewer]))
    visited = ids.filter(pl.col("n") % AUDITED == 0)
    more = (each - fewer) * AUDITED
    yield from (_answers(visited, *asked, seed + 500 + index) for index, asked in enumerate(checks[:more]))


def _asked(content: SectorContent, respondent: Respondent, source: str) -> Asked:
    questions = [q for use in content.uses(respondent) for q in content.questionnaires[use.id].questions()]
    return [(question, source) for question in questions if question.type is QuestionType.CHOICE]


def _answers(ids: pl.DataFrame, question: Question, source: str, seed: int) -> pl.DataFrame:
    keys = [key for key, effects in question.effects() if not effects.signals] * 4
    keys += [key for key, _ in question.effects()]
    pick = pl.col("n").hash(seed)
    return ids.select(
        pl.col("id").alias("supplier"),
        pl.lit(source).alias("source"),
        _one_of(pick // 31, DAYS).alias("date"),
        pl.lit(question.id).alias("question"),
        _one_of(pick, keys).alias("answer"),
    )


def _one_of(pick: pl.Expr, values: list[str]) -> pl.Expr:
    return (pick % len(values)).replace_strict(list(range(len(values))), values, return_dtype=pl.String)
