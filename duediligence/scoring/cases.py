"""Answers by case: what is said on one matter, judged once however many suppliers say it.

A matter stands alone: what its answers come to depends on nothing else. With one answer on it, its saying is the case;
with two, both sayings and whether they are of one day; with more, the supplier is a case of its own there. The counts
of a supplier are sums over its cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.scoring.coverage import MATTER
from duediligence.scoring.details import details
from duediligence.scoring.flags import Flags
from duediligence.scoring.outcomes import Layout, outcomes
from duediligence.tables.declared import Declared
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.expressions import constant, flag
from duediligence.tables.responses import RESPONSES, UNDATED, Responses

_PAIR = ["case", "matter", "earlier", "later", "apart"]
_ROWS = ["supplier", "answer", "saying", "day"]


@dataclass(frozen=True)
class _Cases:
    """answered: supplier, case and state of every matter that somebody spoke about.

    matters: every case (as a supplier), its matter, and the state where it has only one;
    said: case (as a supplier), answer, saying, day.
    """

    answered: Frame
    matters: Frame
    said: Frame


def case_sums(
    engine: Engine, facts: Frame, responses: Responses, declared: Declared, content: SectorContent, flags: Flags
) -> tuple[Frame, Layout]:
    """The sums of all suppliers in `facts` of whom something is said, and how they are to be read."""
    said = responses.sayings.select("saying", "question").unique().join(declared.questions, on="question", how="inner")
    said = engine.keep(said.select("saying", "matter"))
    found = _found(engine, engine.keep(_given(engine, facts, responses, said, flags)), said, max(1, responses.count))
    rows = found.said.join(responses.sayings, on="saying", how="inner").select(*RESPONSES)
    told = details(engine, rows, found.matters, declared, content)
    table, layout = outcomes(engine, told, found.matters, declared, content, flags)
    sums = found.answered.select("supplier", layout.key().alias("outcome")).join(table, on="outcome", how="inner")
    return engine.keep(sums.group_by("supplier").agg(*(nw.col(name).sum() for name in layout.columns))), layout


def _given(engine: Engine, facts: Frame, responses: Responses, said: Frame, flags: Flags) -> Frame:
    """Every answer with its matter, and the state of that matter for the supplier."""
    placed = said.join(flags.places(engine), on="matter", how="inner")
    rows = responses.given.join(facts.select("supplier", *flags.words), on="supplier", how="inner")
    rows = rows.join(placed, on="saying", how="inner").with_columns(flags.state().alias("state"))
    return rows.select("answer", "supplier", "saying", "day", "matter", "state")


def _found(engine: Engine, given: Frame, said: Frame, count: int) -> _Cases:
    spoken = given.group_by("supplier").agg(nw.len().alias("answers"), nw.col("matter").n_unique().alias("matters"))
    repeating = engine.keep(spoken.filter(nw.col("answers") > nw.col("matters")).select("supplier"))
    once = given.join(repeating, on="supplier", how="anti").with_columns(nw.col("saying").alias("case"))
    rest = engine.keep(_grouped(given.join(repeating, on="supplier", how="semi"), count))
    first_ones = rest.filter(nw.col("answer") == nw.col("lead"))
    pairs = engine.keep(first_ones.filter(nw.col("answers") == 2).select(*_PAIR).unique())
    several = rest.filter(nw.col("answers") > 2)
    answered = [part.select("supplier", "case", "state") for part in (once, first_ones)]
    matters = (_all_states(said, "saying"), _all_states(pairs, "case"), _own_state(several))
    rows = (_alone(said), *_paired(pairs), several.drop("supplier").rename({"case": "supplier"}).select(*_ROWS))
    return _Cases(
        answered=nw.concat(answered, how="vertical"),
        matters=engine.keep(nw.concat(list(matters), how="vertical")),
        said=engine.keep(nw.concat(list(rows), how="vertical")),
    )


def _grouped(rows: Frame, count: int) -> Frame:
    """Adds how many answers are on the same matter, the `lead` that stands for them, and their case.

    Of two answers also the earlier and the later saying, and whether they are a day or more apart; on one day the
    order of their numbers decides. `count` is the number of sayings.
    """
    answer, told = nw.col("answer"), nw.col("told")
    rows = rows.with_columns(((nw.col("day") - UNDATED) * count + nw.col("saying")).alias("told")).with_columns(
        answer.count().over(*MATTER).alias("answers"),
        answer.min().over(*MATTER).alias("lead"),
        told.min().over(*MATTER).alias("first"),
        told.max().over(*MATTER).alias("last"),
    )
    apart = flag(nw.col("last") // count > nw.col("first") // count)
    rows = rows.with_columns(
        (nw.col("first") % count).cast(nw.Int64).alias("earlier"),
        (nw.col("last") % count).cast(nw.Int64).alias("later"),
        apart.alias("apart"),
    )
    pair = count + (nw.col("earlier") * count + nw.col("later")) * 2 + nw.col("apart")
    of_several = nw.when(nw.col("answers") == 2).then(pair).otherwise(-1 - nw.col("lead"))
    case = nw.when(nw.col("answers") == 1).then(nw.col("saying")).otherwise(of_several)
    return rows.with_columns(case.cast(nw.Int64).alias("case")).drop("told", "first", "last")


def _all_states(cases: Frame, name: str) -> Frame:
    return cases.select(nw.col(name).alias("supplier"), "matter", constant(-1).alias("state")).unique()


def _own_state(several: Frame) -> Frame:
    return several.select(nw.col("case").alias("supplier"), "matter", "state").unique()


def _alone(said: Frame) -> Frame:
    undated = constant(UNDATED).alias("day")
    return said.select(nw.col("saying").alias("supplier"), (-1 - nw.col("saying")).alias("answer"), "saying", undated)


def _paired(pairs: Frame) -> list[Frame]:
    """The two answers of each pair; only the order of their days matters."""
    case, day = nw.col("case").alias("supplier"), constant(1)
    ends = (("earlier", day), ("later", day + nw.col("apart")))
    return [
        pairs.select(
            case, (-2 - place - 2 * nw.col("case")).alias("answer"), nw.col(end).alias("saying"), on.alias("day")
        )
        for place, (end, on) in enumerate(ends)
    ]
