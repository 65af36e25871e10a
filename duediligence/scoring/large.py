"""Scoring without limits on the number of suppliers: part by part, because suppliers are scored independently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.scoring.score import score
from duediligence.tables.bulk import bulk_facts, bulk_responses
from duediligence.tables.engine import Engine, Frame

SUPPLIER_COLUMNS = ("supplier", "established", "possible", "gate", "severity", "coverage", "tier")
INDICATOR_COLUMNS = ("supplier", "indicator", "inherent", "established", "possible")


@dataclass(frozen=True, slots=True)
class Part:
    """The results of one range of suppliers, and what could not be read of their answers."""

    number: int
    of: int
    suppliers: Frame
    indicators: Frame
    problems: Frame


def score_parts(engine: Engine, register: Frame, answers: Frame, content: SectorContent, size: int) -> Iterator[Part]:
    """Scores a register and a long table of answers, `size` suppliers at a time, in the order of their ids."""
    ids = sorted(row["id"] for row in engine.rows(register.select("id")))
    starts = range(0, len(ids), size)
    for number, start in enumerate(starts, 1):
        first, last = ids[start], ids[min(start + size, len(ids)) - 1]
        facts = bulk_facts(engine, _between(register, "id", first, last), content)
        bulk = bulk_responses(engine, _between(answers, "supplier", first, last), content)
        scores = score(engine, facts, bulk.table, content)
        yield Part(
            number,
            len(starts),
            scores.suppliers.select(*SUPPLIER_COLUMNS),
            scores.indicators.select(*INDICATOR_COLUMNS),
            bulk.problems,
        )


def _between(frame: Frame, column: str, first: str, last: str) -> Frame:
    return frame.filter((nw.col(column) >= first) & (nw.col(column) <= last))
