"""Seeded parquet files of any number of suppliers and answers, made by columns."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Question, QuestionType, Respondent
from tests.benchmarks.generate import COUNTRIES


def write_large(content: SectorContent, folder: Path, suppliers: int, each: int, seed: int = 1) -> tuple[Path, Path]:
    """Writes `register.parquet` and `answers.parquet`; every supplier answers the same `each` questions."""
    register, answers = folder / "register.parquet", folder / "answers.parquet"
    ids = pl.DataFrame({"n": pl.int_range(0, suppliers, eager=True)}).select(
        pl.format("s{}", pl.col("n").cast(pl.String).str.zfill(8)).alias("id"), "n"
    )
    _register(ids, content, seed).write_parquet(register)
    own = [q for use in content.uses(Respondent.SUPPLIER) for q in content.questionnaires[use.id].questions()]
    asked = [q for q in own if q.type is QuestionType.CHOICE][:each]
    parts = [_answers(ids, question, seed + index) for index, question in enumerate(asked)]
    pl.concat(parts).sort("supplier").write_parquet(answers)
    return register, answers


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


def _answers(ids: pl.DataFrame, question: Question, seed: int) -> pl.DataFrame:
    keys = [key for key, effects in question.effects() if not effects.signals] * 4
    keys += [key for key, _ in question.effects()]
    return ids.select(
        pl.col("id").alias("supplier"),
        pl.lit("supplier").alias("source"),
        pl.lit("2026-06-01").alias("date"),
        pl.lit(question.id).alias("question"),
        _one_of(pl.col("n").hash(seed), keys).alias("answer"),
    )


def _one_of(pick: pl.Expr, values: list[str]) -> pl.Expr:
    return (pick % len(values)).replace_strict(list(range(len(values))), values, return_dtype=pl.String)
