"""What each case comes to, in each state of its matter, as one row of numbers that suppliers add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.scoring.controls import blocked_controls, control_features
from duediligence.scoring.details import Details
from duediligence.scoring.features import BENIGN_COUNTS, CREDITS, PAIR, REACH_COUNTS, STRENGTH_COUNTS, cell_counts
from duediligence.scoring.flags import Flags
from duediligence.scoring.packed import Packed
from duediligence.scoring.tiers import CONCERNS, concerns
from duediligence.tables.declared import Declared
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.expressions import constant, flag, zero_where_null

OBJECTIONS = [*STRENGTH_COUNTS, *REACH_COUNTS, "blocked"]
"""What counts whether or not the matter is put."""
WHERE_PUT = [*BENIGN_COUNTS[1:], "spoken", "gone"]
"""What counts where it is put: `spoken`, a matter is no longer silent; `gone`, a control has left the sum."""
HEARD = ("core_answered", "core_left", "received")
OUTCOME = ["supplier", "state"]
"""A case, as a supplier, and the state of its matter."""


@dataclass(frozen=True)
class Layout:
    """How the numbers of an outcome are laid out; sums of suppliers are laid out alike.

    Under each indicator's id the words of `counts` and the credits that occur (`earned`), and of the supplier the
    words of `worries`, and `HEARD`.
    """

    states: int
    indicators: Sequence[str]
    counts: Packed
    worries: Packed
    earned: Sequence[tuple[str, str]]

    @property
    def columns(self) -> list[str]:
        """Everything that is added up."""
        words = [f"{i}:{word}" for i in self.indicators for word in self.counts.columns]
        return [*words, *(f"{i}:{credit}" for i, credit in self.earned), *self.worries.columns, *HEARD]

    def key(self) -> nw.Expr:
        """The outcome of a case in a state."""
        return nw.col("case") * self.states + nw.col("state")

    def counted(self, indicator: str) -> list[nw.Expr]:
        """The counts of one indicator and its credits, from a supplier's sums."""
        names = [credit for i, credit in self.earned if i == indicator]
        earned = [nw.col(f"{indicator}:{name}") if name in names else nw.lit(0.0) for name in CREDITS]
        credits = [value.alias(name) for value, name in zip(earned, CREDITS, strict=True)]
        return [*self.counts.unpack(f"{indicator}:"), *credits]


def outcomes(
    engine: Engine, told: Details, matters: Frame, declared: Declared, content: SectorContent, flags: Flags
) -> tuple[Frame, Layout]:
    """The outcomes of judged cases, and their layout.

    `matters` are all cases (as suppliers) with their matter, and its state where the case has only one (else -1).
    """
    variants = engine.keep(_variants(matters, flags.variants(engine)))
    cells = engine.keep(_cells(told, matters.drop("state"), declared))
    layout = Layout(
        states=flags.states,
        indicators=list(content.indicators),
        counts=Packed([*OBJECTIONS, *WHERE_PUT], _most_matters(content)),
        worries=Packed(CONCERNS, len(set(content.matter_of.values()))),
        earned=_earned(engine, cells),
    )
    rows = variants.select(*OUTCOME)
    for part in (_by_indicator(variants, cells, layout), _worries(variants, told, layout), _heard(variants, told)):
        rows = rows.join(part, on=OUTCOME, how="left")
    rows = rows.rename({"supplier": "case"})
    return engine.keep(rows.select(layout.key().alias("outcome"), *zero_where_null(*layout.columns))), layout


def _variants(matters: Frame, variants: Frame) -> Frame:
    """Every case in every state that it can have, with `put` and `core`."""
    several = matters.filter(nw.col("state") < 0).drop("state").join(variants, on="matter", how="inner")
    one = matters.filter(nw.col("state") >= 0).join(variants, on=["matter", "state"], how="inner")
    return nw.concat([rows.select(*OUTCOME, "put", "core") for rows in (several, one)], how="vertical")


def _cells(told: Details, matters: Frame, declared: Declared) -> Frame:
    """The counts of every case and indicator that differ from those of a matter in silence."""
    rows = matters.join(_pairs(declared), on="matter", how="inner").drop("matter")
    counts = control_features(told.matters, told.credit, declared)
    for part in (cell_counts(told.cells), counts, blocked_controls(told.judgements, declared)):
        rows = rows.join(part, on=PAIR, how="left")
    left = (nw.col("controlled") == 1) & nw.col("controls").is_null()
    rows = rows.with_columns(flag(left).alias("gone"), *zero_where_null(*OBJECTIONS, *BENIGN_COUNTS, *CREDITS))
    silent = (nw.col("covered") == 0) | (nw.col("benign_0") > 0)
    return rows.with_columns(flag(~silent).alias("spoken")).select(*PAIR, *OBJECTIONS, *WHERE_PUT, *CREDITS)


def _pairs(declared: Declared) -> Frame:
    """matter, indicator, and whether the matter covers it, and is a control of it."""
    yes, no = constant(1), constant(0)
    covered = declared.matters.with_columns(yes.alias("covered"), no.alias("controlled"))
    controlled = declared.controls.with_columns(no.alias("covered"), yes.alias("controlled"))
    both = nw.concat([covered, controlled], how="vertical").group_by(["matter", "indicator"])
    return both.agg(nw.col("covered").max(), nw.col("controlled").max())


def _earned(engine: Engine, cells: Frame) -> list[tuple[str, str]]:
    """Which indicators have credits of which class at all."""
    sums = cells.group_by("indicator").agg(*(nw.col(name).sum() for name in CREDITS))
    return sorted((row["indicator"], name) for row in engine.rows(sums) for name in CREDITS if row[name] > 0)


def _by_indicator(variants: Frame, cells: Frame, layout: Layout) -> Frame:
    """One row an outcome with the columns of all indicators."""
    rows = variants.select(*OUTCOME, "put").join(cells, on="supplier", how="inner")
    rows = rows.with_columns(*(nw.col(name) * nw.col("put") for name in (*WHERE_PUT, *CREDITS)))
    rows = rows.with_columns(*layout.counts.pack())
    words = [(i, word) for i in layout.indicators for word in layout.counts.columns]
    return rows.group_by(OUTCOME).agg(*(_of(i, name) for i, name in (*words, *layout.earned)))


def _of(indicator: str, name: str) -> nw.Expr:
    value = nw.when(nw.col("indicator") == indicator).then(nw.col(name)).otherwise(nw.lit(0))
    return value.sum().alias(f"{indicator}:{name}")


def _worries(variants: Frame, told: Details, layout: Layout) -> Frame:
    """The open concerns of a case; they count in every state."""
    found = concerns(told.judgements.signals).with_columns(*layout.worries.pack())
    return variants.select(*OUTCOME).join(found.select("supplier", *layout.worries.columns), on="supplier", how="inner")


def _heard(variants: Frame, told: Details) -> Frame:
    """How many core questions are answered, or have left the sum, and whether anything was received."""
    rows = variants.select(*OUTCOME, "core").join(told.coverage.matters, on="supplier", how="inner")
    return rows.select(
        *OUTCOME,
        (nw.col("core") * nw.col("answered")).alias("core_answered"),
        (nw.col("core") * nw.col("left")).alias("core_left"),
        "received",
    )


def _most_matters(content: SectorContent) -> int:
    """The largest number of matters that concern one indicator."""
    pairs = {(content.matter_of[q.id], i) for q in content.questions.values() for i in (*q.covers(), *q.controls)}
    return max(Counter(indicator for _, indicator in pairs).values(), default=1)
