"""From answers to the cells of indicators: what was said, what counts, what is closed, credited and covered."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.scoring.controls import credited
from duediligence.scoring.coverage import MATTER, Coverage, coverage
from duediligence.scoring.features import open_cells
from duediligence.scoring.judgements import Judgements, judge
from duediligence.scoring.silence import silence_beside_words
from duediligence.tables.declared import Declared
from duediligence.tables.engine import Engine, Frame


@dataclass(frozen=True, slots=True)
class Details:
    """The tables behind the counts; `matters` are those that were put and did not leave the sum."""

    judgements: Judgements
    coverage: Coverage
    credit: Frame
    matters: Frame
    cells: Frame


def details(engine: Engine, responses: Frame, put: Frame, declared: Declared, content: SectorContent) -> Details:
    """Judges the rows of a response table; `put` says which matters were put to whom (supplier, matter)."""
    responses = engine.keep(silence_beside_words(responses, declared))
    judgements = judge(engine, responses, declared, content)
    covered = coverage(engine, responses, declared, judgements.signals)
    left = covered.matters.filter(nw.col("left") == 1)
    matters = engine.keep(put.select(*MATTER).unique().join(left, on=MATTER, how="anti"))
    return Details(
        judgements=judgements,
        coverage=covered,
        credit=credited(engine, responses, declared),
        matters=matters,
        cells=engine.keep(open_cells(matters, judgements, declared)),
    )
