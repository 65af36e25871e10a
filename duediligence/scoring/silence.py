"""An answer that says nothing never takes the place of one that says something (method, section 4)."""

from __future__ import annotations

import narwhals as nw

from duediligence.model.response import SAYS_NOTHING
from duediligence.tables.declared import Declared
from duediligence.tables.engine import Frame
from duediligence.tables.expressions import in_state

_OF_SOURCE = ["supplier", "source"]


def silence_beside_words(responses: Frame, declared: Declared) -> Frame:
    """The response table, where silence gets no later day than the last words of its source.

    Of one day the more adverse counts, so that a concern stays and an assurance does not. The last words are those on
    the question, or where its source never answered it, those on the matter.
    """
    silent = in_state(SAYS_NOTHING)
    rows = responses.join(declared.questions, on="question", how="inner")
    rows = rows.with_columns(nw.when(~silent).then(nw.col("day")).alias("spoken"))
    rows = rows.with_columns(
        nw.col("spoken").max().over(*_OF_SOURCE, "question").alias("on_question"),
        nw.col("spoken").max().over(*_OF_SOURCE, "matter").alias("on_matter"),
    )
    last = nw.coalesce("on_question", "on_matter", "day")
    day = nw.when(silent & (last < nw.col("day"))).then(last).otherwise(nw.col("day"))
    return rows.with_columns(day.alias("day")).drop("matter", "spoken", "on_question", "on_matter")
