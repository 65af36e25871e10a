"""Scoring without limits on the number of suppliers: part by part, because suppliers are scored independently.

Suppliers are numbered in the order of their ids, and their answers are read once into a compact table of numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.scoring.score import score
from duediligence.tables.bulk import bulk_facts, bulk_responses, unreadable_facts
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.expressions import row_count
from duediligence.tables.responses import Responses
from duediligence.tables.wordings import Problem

SUPPLIER_COLUMNS = ("supplier", "established", "possible", "gate", "severity", "coverage", "tier")
INDICATOR_COLUMNS = ("supplier", "indicator", "inherent", "established", "possible")


@dataclass(frozen=True, slots=True)
class Part:
    """The results of one range of suppliers: the columns `SUPPLIER_COLUMNS` and `INDICATOR_COLUMNS`."""

    suppliers: Frame
    indicators: Frame

    def tiers(self, engine: Engine) -> dict[str, int]:
        """How many suppliers are in each tier that occurs."""
        counted = self.suppliers.group_by("tier").agg(row_count("count"))
        return {row["tier"]: row["count"] for row in engine.rows(counted)}


@dataclass(frozen=True, slots=True)
class Large:
    """A register and answers that were read: `names` (number, supplier) tells which number is which supplier."""

    engine: Engine
    content: SectorContent
    names: Frame
    facts: Frame
    responses: Responses
    suppliers: int
    answers: int
    problems: Mapping[Problem, int]

    def parts(self, size: int | None) -> Iterator[Part]:
        """Scores `size` suppliers at a time; all at once where there is no size."""
        for first in range(0, max(1, self.suppliers), size or max(1, self.suppliers)):
            yield self._part(first, first + (size or self.suppliers))

    def _part(self, first: int, end: int) -> Part:
        given = self.responses.given.filter(_within(first, end))
        facts = self.facts.filter(_within(first, end))
        scores = score(self.engine, facts, replace(self.responses, given=given), self.content)
        return Part(
            self._named(scores.suppliers.select(*SUPPLIER_COLUMNS)),
            self._named(scores.indicators.select(*INDICATOR_COLUMNS)),
        )

    def _named(self, results: Frame) -> Frame:
        """Under the ids of the suppliers, in their order."""
        columns = results.collect_schema().names()
        if "indicator" in columns:
            results = results.with_columns(nw.col("indicator").cast(nw.String))
        rows = results.rename({"supplier": "number"}).join(self.names, on="number", how="inner")
        return rows.sort("number", *(name for name in columns if name == "indicator")).select(*columns)


def read_large(engine: Engine, register: Frame, answers: Frame, content: SectorContent) -> Large:
    """Reads a register and a long table of answers; a supplier that stands twice in the register is left out."""
    listed = engine.keep(bulk_facts(register, content))
    names, problems = _names(engine, listed)
    facts = engine.keep(_numbered(listed, names))
    bulk = bulk_responses(engine, answers, content)
    given = engine.keep(_numbered(bulk.responses.given, names))
    kept = _length(engine, given)
    problems.update(unreadable_facts(engine, register, content))
    problems.update(bulk.problems)
    if bulk.read > kept:
        problems["unknown_supplier", ""] = bulk.read - kept
    responses = replace(bulk.responses, given=given)
    return Large(engine, content, names, facts, responses, _length(engine, names), kept, problems)


def _names(engine: Engine, listed: Frame) -> tuple[Frame, Counter[Problem]]:
    """The suppliers numbered in the order of their ids, and the ids that stand twice."""
    ids = listed.select("supplier").filter(nw.col("supplier").fill_null("") != "")
    counted = engine.keep(ids.group_by("supplier").agg(row_count("count")))
    twice = engine.rows(counted.filter(nw.col("count") > 1))
    once = engine.keep(counted.filter(nw.col("count") == 1).select("supplier").sort("supplier"))
    problems = Counter({("duplicate_supplier", row["supplier"]): row["count"] for row in twice})
    return engine.keep(engine.numbered(once, "number")), problems


def _length(engine: Engine, rows: Frame) -> int:
    (row,) = engine.rows(rows.select(row_count("length")))
    return int(row["length"])


def _numbered(rows: Frame, names: Frame) -> Frame:
    """The rows with the supplier's number for its id; rows of others are left out."""
    return rows.join(names, on="supplier", how="inner").drop("supplier").rename({"number": "supplier"})


def _within(first: int, end: int) -> nw.Expr:
    return (nw.col("supplier") >= first) & (nw.col("supplier") < end)
