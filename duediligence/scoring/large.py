"""Scoring without limits on the number of suppliers: part by part, because suppliers are scored independently.

Suppliers are numbered in the order of their ids, and their answers are read once into a compact table of numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.scoring.score import score
from duediligence.tables.bulk import bulk_facts, bulk_responses
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.responses import Responses
from duediligence.tables.wordings import Problem

SUPPLIER_COLUMNS = ("supplier", "established", "possible", "gate", "severity", "coverage", "tier")
INDICATOR_COLUMNS = ("supplier", "indicator", "inherent", "established", "possible")


@dataclass(frozen=True, slots=True)
class Part:
    """The results of one range of suppliers: the columns `SUPPLIER_COLUMNS` and `INDICATOR_COLUMNS`."""

    suppliers: Frame
    indicators: Frame


@dataclass(frozen=True, slots=True)
class Large:
    """A register and answers that were read: `names` (number, supplier) tells which number is which supplier."""

    engine: Engine
    content: SectorContent
    names: Frame
    facts: Frame
    responses: Responses
    suppliers: int
    problems: Mapping[Problem, int]

    def parts(self, size: int | None) -> Iterator[Part]:
        """Scores `size` suppliers at a time; all at once where there is no size."""
        for first in range(0, self.suppliers, size or max(1, self.suppliers)):
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
        columns = results.collect_schema().names()
        numbered = results.rename({"supplier": "number"})
        return numbered.join(self.names, on="number", how="inner").select(*columns)


def read_large(engine: Engine, register: Frame, answers: Frame, content: SectorContent) -> Large:
    """Reads a register and a long table of answers."""
    facts = engine.keep(bulk_facts(register, content))
    ids = engine.keep(facts.select("supplier").sort("supplier"))
    names = engine.keep(engine.numbered(ids, "number"))
    bulk = bulk_responses(engine, answers, content)
    given = engine.keep(_numbered(bulk.responses.given, names))
    return Large(
        engine=engine,
        content=content,
        names=names,
        facts=engine.keep(_numbered(facts, names)),
        responses=replace(bulk.responses, given=given),
        suppliers=len(engine.rows(names.select("number"))),
        problems=bulk.problems,
    )


def _numbered(rows: Frame, names: Frame) -> Frame:
    """The rows with the supplier's number for its id; rows of others are left out."""
    return rows.join(names, on="supplier", how="inner").drop("supplier").rename({"number": "supplier"})


def _within(first: int, end: int) -> nw.Expr:
    return (nw.col("supplier") >= first) & (nw.col("supplier") < end)
