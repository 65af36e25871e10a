"""What each answer says about each indicator, which answers count, and which concerns are closed (method, section 4).

Everything here is structure: states, ranks and days. The numbers of the scales come in `bounds.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.model.response import LEAVES_ALL_POSSIBLE, AnswerState
from duediligence.model.scales import Evidence
from duediligence.model.sector import Dimension
from duediligence.tables.declared import Declared
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.expressions import constant, flag, in_state
from duediligence.tables.responses import UNDATED

CELL = ["supplier", "matter", "indicator"]
OF_SOURCE = [*CELL, "source"]


@dataclass(frozen=True, slots=True)
class Judgements:
    """The long tables that bounds, gate, coverage and ledger are made of.

    said: answer x covered indicator with its state, source, day, evidence, ceiling, and `counts` (1: not replaced);
    signals: answer, cell, dimension, strength, critical, `newest`, `counts`, `closed`;
    clears: answer, cell, day, evidence;
    adverse: cell, strength (0..3, of open concerns), reach (0..3, of concerns and refusals), refused;
    benign: cell, evidence (class of the best source; 0 where it says unknown).
    """

    said: Frame
    signals: Frame
    clears: Frame
    adverse: Frame
    benign: Frame


def judge(engine: Engine, responses: Frame, declared: Declared, content: SectorContent) -> Judgements:
    """Reads the response table by the declarations."""
    answered = responses.join(declared.questions, on="question", how="inner")
    said = _newest_marked(_said(answered, declared))
    raised = _raised(answered, declared)
    clears = engine.keep(_clears(answered, declared, raised))
    said = engine.keep(said)
    signals = engine.keep(_closed_marked(_counting_signals(raised, said), clears, content))
    return Judgements(
        said=said,
        signals=signals,
        clears=clears,
        adverse=engine.keep(_adverse(signals, said)),
        benign=engine.keep(_benign(said, signals, clears)),
    )


def is_open() -> nw.Expr:
    """Whether a signal is of an open concern: it counts, and no later evidence closed it."""
    return (nw.col("counts") == 1) & (nw.col("closed") == 0)


def _said(answered: Frame, declared: Declared) -> Frame:
    rows = answered.select("answer", "supplier", "matter", "question", "source", "day", "evidence", "state").unique()
    return rows.join(declared.covers.drop("matter"), on="question", how="inner")


def _newest_marked(said: Frame) -> Frame:
    """Only the newest answer of each kind of source counts; an answer without a date is the oldest."""
    newest = nw.col("day").max().over(*OF_SOURCE)
    return said.with_columns(flag(nw.col("day") == newest).alias("counts"))


def _raised(answered: Frame, declared: Declared) -> Frame:
    """The signals of each answer; those of several chosen options are united."""
    rows = answered.filter(nw.col("state") == AnswerState.ANSWERED.value).join(
        declared.signals, on=["question", "key"], how="inner"
    )
    cell = ["answer", *CELL, "question", "source", "day", "evidence", "dimension"]
    return rows.group_by(cell).agg(nw.col("strength").max(), nw.col("critical").max())


def _clears(answered: Frame, declared: Declared, raised: Frame) -> Frame:
    """`no_concern` holds where no chosen option raises a signal for the same indicator."""
    rows = answered.filter(nw.col("state") == AnswerState.ANSWERED.value).join(
        declared.clears, on=["question", "key"], how="inner"
    )
    cleared = rows.select("answer", *CELL, "source", "day", "evidence").unique()
    return cleared.join(raised.select("answer", "indicator").unique(), on=["answer", "indicator"], how="anti")


def _counting_signals(raised: Frame, said: Frame) -> Frame:
    """A critical concern is never replaced by a newer answer of its source; only the closing rule ends it."""
    marks = said.select("answer", "indicator", nw.col("counts").alias("newest"))
    marked = raised.join(marks, on=["answer", "indicator"], how="inner")
    counts = flag((nw.col("newest") == 1) | (nw.col("critical") == 1))
    return marked.with_columns(counts.alias("counts"))


def _closed_marked(signals: Frame, clears: Frame, content: SectorContent) -> Frame:
    """A later-dated `no_concern` of a strong enough class closes a signal."""
    closing = content.scales.closing
    coercion, other = closing.least(Dimension.COERCION), closing.least(Dimension.INVOLUNTARINESS)
    marked = signals.join(_last_clear(clears, other, "cleared"), on=CELL, how="left")
    marked = marked.join(_last_clear(clears, coercion, "cleared_coercion"), on=CELL, how="left")
    cleared = nw.when(nw.col("dimension") == Dimension.COERCION.value).then(nw.col("cleared_coercion"))
    closed = flag(cleared.otherwise(nw.col("cleared")).fill_null(UNDATED) > nw.col("day"))
    return marked.with_columns(closed.alias("closed")).drop("cleared", "cleared_coercion")


def _last_clear(clears: Frame, least: Evidence, name: str) -> Frame:
    return clears.filter(nw.col("evidence") >= int(least)).group_by(CELL).agg(nw.col("day").max().alias(name))


def _adverse(signals: Frame, said: Frame) -> Frame:
    """Open concerns and refusals by cell: a contradicted assurance is void there."""
    concerns = signals.filter(is_open()).select(
        *CELL, "strength", nw.col("strength").alias("reach"), constant(0).alias("refused")
    )
    refusals = said.filter((nw.col("counts") == 1) & in_state(LEAVES_ALL_POSSIBLE)).select(
        *CELL, constant(0).alias("strength"), nw.col("ceiling").alias("reach"), constant(1).alias("refused")
    )
    rows = nw.concat([concerns, refusals], how="vertical")
    return rows.group_by(CELL).agg(nw.col("strength").max(), nw.col("reach").max(), nw.col("refused").max())


def _benign(said: Frame, signals: Frame, clears: Frame) -> Frame:
    """The best evidence class by cell; among answers of one source on one day the more adverse one counts."""
    left_out = [*(state.value for state in LEAVES_ALL_POSSIBLE), AnswerState.NOT_APPLICABLE.value]
    rows = said.filter((nw.col("counts") == 1) & ~nw.col("state").is_in(left_out))
    worried = signals.filter(nw.col("newest") == 1).select(OF_SOURCE).unique()
    rows = rows.join(worried, on=OF_SOURCE, how="anti")
    rows = rows.join(signals.select("answer", "indicator").unique(), on=["answer", "indicator"], how="anti")
    assured = clears.select("answer", "indicator", nw.col("evidence").alias("assured"))
    rows = rows.join(assured, on=["answer", "indicator"], how="left")
    by_source = rows.group_by(OF_SOURCE).agg(nw.col("assured").fill_null(0).min().alias("evidence"))
    return by_source.group_by(CELL).agg(nw.col("evidence").max())
