"""The tables behind the results of suppliers: the drivers that apply, the questions put, and every answer judged."""

from __future__ import annotations

from dataclasses import dataclass

from duediligence.scoring.details import Details, details
from duediligence.scoring.drivers import applying_drivers
from duediligence.scoring.put import Asked, put_questions
from duediligence.scoring.score import Scores
from duediligence.tables.engine import Engine, Frame


@dataclass(frozen=True, slots=True)
class Reasons:
    """drivers: supplier, driver, known, indicator, level, critical; put: supplier, question, matter, core."""

    drivers: Frame
    put: Frame
    details: Details


def reasons(engine: Engine, scores: Scores) -> Reasons:
    """Judges the answers of every supplier one by one, by the same rules as their cases were."""
    put = put_questions(engine, scores.facts, Asked(scores.content))
    own = scores.responses.rows().join(scores.facts.select("supplier"), on="supplier", how="semi")
    return Reasons(
        drivers=applying_drivers(engine, scores.facts, scores.content),
        put=put,
        details=details(engine, engine.keep(own), put, scores.declared, scores.content),
    )
