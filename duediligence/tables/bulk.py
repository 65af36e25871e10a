"""Large clean files (csv, parquet) as facts and response tables, without a Python object for each row.

The same columns and words as the long csv of a workspace, but ids only: an answer is an option's id, a number, two
numbers for a matrix, or a universal state. What cannot be read is counted by code and value, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

import narwhals as nw

from duediligence.model.content import SectorContent
from duediligence.model.facts import Fact, FactType
from duediligence.model.questionnaire import Axis, Question, QuestionType
from duediligence.model.response import AnswerState, SourceKind
from duediligence.tables.conditions import FACT, NUMERIC
from duediligence.tables.engine import Code, Engine, Frame
from duediligence.tables.facts import IDENTITY
from duediligence.tables.responses import RESPONSES, UNDATED

TRUE = ("true", "yes", "1", "ja", "True")
FALSE = ("false", "no", "0", "nee", "False")
NUMBERS = (QuestionType.NUMBER, QuestionType.PERCENT)
_NUMBER = r"^[-+]?[0-9]+([.][0-9]+)?$"
_PAIR = r"^ *[0-9]+([.][0-9]+)? *; *[0-9]+([.][0-9]+)? *$"
OPTIONAL = ("date", "reason", "document_seen")


@dataclass(frozen=True, slots=True)
class Bulk:
    """A table and what could not be read: code, value, count."""

    table: Frame
    problems: Frame


def bulk_facts(engine: Engine, raw: Frame, content: SectorContent) -> Frame:
    """The facts table of a file whose columns are fact ids (`id`, `country`, ...); absent columns are unknown."""
    present = set(raw.collect_schema().names())
    country = _text("country") if "country" in present else nw.lit(None, dtype=nw.String)
    facts = [fact for fact in content.facts.values() if fact.id not in IDENTITY]
    columns = [_fact_column(fact, fact.id in present).alias(FACT + fact.id) for fact in facts]
    return engine.coded(raw.select(_text("id").alias("supplier"), country.alias("country"), *columns), "supplier")


def bulk_responses(engine: Engine, raw: Frame, content: SectorContent) -> Bulk:
    """The response table of a long file of answers, and the problems by code and value."""
    rows = engine.numbered(_with_optional(raw), "answer").select(
        "answer",
        _text("supplier").alias("supplier"),
        _text("question").alias("question"),
        _text("source").alias("source"),
        _day().alias("day"),
        _flag("document_seen").fill_null(nw.lit(False)).alias("seen"),
        _text("reason").alias("reason"),
        _text("answer_text").alias("said"),
    )
    rows = engine.coded(rows.with_columns(_state().alias("state")), "supplier", "question", "source", "state")
    rows = rows.join(_kinds(engine, content), on="question", how="left")
    rows = rows.join(_classes(engine, content), on=["source", "seen"], how="left")
    known = rows.filter(~nw.col("kind").is_null() & ~nw.col("evidence").is_null())
    said = engine.keep(known.filter(nw.col("state") == AnswerState.ANSWERED.value))
    readable = said.filter((nw.col("kind") == "free") | _is_readable())
    read = engine.keep(
        nw.concat(
            [
                part.select(*RESPONSES)
                for part in (
                    _chosen(engine, readable, content),
                    _measured(engine, readable.filter(nw.col("kind") == "number"), content),
                    _looked_up(engine, readable.filter(nw.col("kind") == "matrix"), content),
                )
            ],
            how="vertical",
        )
    )
    rest = said.join(read.select("answer").unique(), on="answer", how="anti")
    unread = rest.filter((nw.col("kind") == "choice") | ((nw.col("kind") != "free") & ~_is_readable()))
    without_key = rest.join(unread.select("answer"), on="answer", how="anti")
    table = nw.concat(
        [
            read,
            *(
                engine.coded(part.with_columns(_null_key()), "key", "state").select(*RESPONSES)
                for part in (
                    known.filter(nw.col("state") != AnswerState.ANSWERED.value),
                    without_key,
                    unread.with_columns(nw.lit(AnswerState.NO_ANSWER.value).alias("state")),
                )
            ),
        ],
        how="vertical",
    )
    return Bulk(table, _problems(rows, unread))


def _with_optional(raw: Frame) -> Frame:
    present = set(raw.collect_schema().names())
    added = [nw.lit(None, dtype=nw.String).alias(name) for name in OPTIONAL if name not in present]
    renamed = raw.rename({"answer": "answer_text"})
    return renamed.with_columns(*added) if added else renamed


def _text(column: str) -> nw.Expr:
    return nw.col(column).cast(nw.String).str.strip_chars()


def _fact_column(fact: Fact, present: bool) -> nw.Expr:
    if not present:
        kind = nw.Float64 if fact.type in NUMERIC else nw.Boolean if fact.type is FactType.FLAG else nw.String
        return nw.lit(None, dtype=kind)
    if fact.type in NUMERIC:
        return nw.col(fact.id).cast(nw.Float64)
    if fact.type is FactType.FLAG:
        return _flag(fact.id)
    joined = nw.concat_str(nw.lit(";"), _text(fact.id).str.replace_all("; ", ";", literal=True), nw.lit(";"))
    return nw.when(_text(fact.id) != "").then(joined)


def _flag(column: str) -> nw.Expr:
    text = _text(column)
    otherwise = nw.when(text.is_in(list(FALSE))).then(nw.lit(False))
    return nw.when(text.is_in(list(TRUE))).then(nw.lit(True)).otherwise(otherwise)


def _day() -> nw.Expr:
    """2026-11-01 as 20261101; a date that is missing is the oldest."""
    digits = _text("date").str.slice(0, 10).str.replace_all("-", "", literal=True)
    return nw.when(digits.str.len_chars() == 8).then(digits).otherwise(nw.lit(str(UNDATED))).cast(nw.Int64)


def _state() -> nw.Expr:
    universal = [state.value for state in AnswerState if state is not AnswerState.ANSWERED]
    unreasoned = (nw.col("said") == AnswerState.NOT_APPLICABLE.value) & (nw.col("reason").fill_null("") == "")
    blank = nw.col("said").is_null() | (nw.col("said") == "") | unreasoned
    named = nw.when(nw.col("said").is_in(universal)).then(nw.col("said"))
    return (
        nw.when(blank)
        .then(nw.lit(AnswerState.NO_ANSWER.value))
        .otherwise(named.otherwise(nw.lit(AnswerState.ANSWERED.value)))
    )


def _is_readable() -> nw.Expr:
    """Whether the text has the form that its kind of question takes."""
    number = nw.col("said").str.contains(_NUMBER)
    pair = nw.col("said").str.contains(_PAIR)
    of_kind = nw.when(nw.col("kind") == "matrix").then(pair).otherwise(nw.lit(True))
    return nw.when(nw.col("kind") == "number").then(number).otherwise(of_kind)


def _null_key() -> nw.Expr:
    return nw.lit(None, dtype=nw.String).alias("key")


def _kinds(engine: Engine, content: SectorContent) -> Frame:
    rows = [(question.id, _kind(question)) for question in content.questions.values()]
    return engine.table(rows, {"question": Code, "kind": str})


def _kind(question: Question) -> str:
    if question.type in (QuestionType.CHOICE, QuestionType.MULTI):
        return "choice"
    if question.type is QuestionType.MATRIX:
        return "matrix"
    return "number" if question.type in NUMBERS and question.bands else "free"


def _classes(engine: Engine, content: SectorContent) -> Frame:
    rows = [
        (kind.value, seen, int(content.scales.evidence_of(kind.value, seen)))
        for kind in SourceKind
        if kind.value in content.scales.evidence
        for seen in (False, True)
    ]
    return engine.table(rows, {"source": Code, "seen": bool, "evidence": int})


def _chosen(engine: Engine, said: Frame, content: SectorContent) -> Frame:
    options = [(q.id, o.id) for q in content.questions.values() if _kind(q) == "choice" for o in q.options]
    known = engine.table(options, {"question": Code, "key": Code})
    rows = said.filter(nw.col("kind") == "choice").with_columns(nw.col("said").str.split(";").alias("key"))
    rows = engine.coded(rows.explode("key").with_columns(nw.col("key").str.strip_chars()), "key")
    return rows.join(known, on=["question", "key"], how="inner")


def _measured(engine: Engine, said: Frame, content: SectorContent) -> Frame:
    bands = [row for q in content.questions.values() if _kind(q) == "number" for row in _bands(q)]
    table = engine.table(bands, {"question": Code, "key": Code, "low": float, "high": float})
    rows = said.with_columns(nw.col("said").cast(nw.Float64).alias("number")).join(table, on="question", how="inner")
    return rows.filter((nw.col("number") > nw.col("low")) & (nw.col("number") <= nw.col("high")))


def _bands(question: Question) -> Iterator[tuple[object, ...]]:
    """Bands are tried in order, so each begins where those before it end."""
    low = -inf
    for index, band in enumerate(question.bands):
        high = inf if band.at_most is None else band.at_most
        if high > low:
            yield question.id, f"band_{index}", low, high
            low = high


def _looked_up(engine: Engine, said: Frame, content: SectorContent) -> Frame:
    zones = [row for q in content.questions.values() if _kind(q) == "matrix" for row in _zones(q)]
    names = ("row_low", "row_high", "column_low", "column_high")
    table = engine.table(zones, {"question": Code, "key": Code, **dict.fromkeys(names, float)})
    first = nw.col("said").str.replace(r";.*$", "").str.strip_chars().cast(nw.Float64).alias("row")
    second = nw.col("said").str.replace(r"^[^;]*;", "").str.strip_chars().cast(nw.Float64).alias("column")
    rows = said.with_columns(first, second).join(table, on="question", how="inner")
    in_row = (nw.col("row") > nw.col("row_low")) & (nw.col("row") <= nw.col("row_high"))
    in_column = (nw.col("column") > nw.col("column_low")) & (nw.col("column") <= nw.col("column_high"))
    return rows.filter(in_row & in_column)


def _zones(question: Question) -> Iterator[tuple[object, ...]]:
    if question.rows is None or question.columns is None:
        return
    for names, row in zip(question.zones, _ranges(question.rows), strict=True):
        for zone, column in zip(names, _ranges(question.columns), strict=True):
            yield question.id, zone, *row, *column


def _ranges(axis: Axis) -> Sequence[tuple[float, float]]:
    edges = [-inf, *axis.bands, inf]
    return list(pairwise(edges))


def _problems(rows: Frame, unread: Frame) -> Frame:
    """Rows that were left out, counted by what was wrong with them."""
    counted = [
        part.group_by(column)
        .agg(nw.len().cast(nw.Int64).alias("count"))
        .select(nw.lit(code).alias("code"), nw.col(column).cast(nw.String).alias("value"), "count")
        for code, column, part in (
            ("unknown_question", "question", rows.filter(nw.col("kind").is_null())),
            ("unknown_source", "source", rows.filter(nw.col("evidence").is_null())),
            ("unreadable_answer", "question", unread),
        )
    ]
    return nw.concat(counted, how="vertical")
