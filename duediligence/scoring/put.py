"""Which questions are put to whom (method, section 4): its own form; a condition on the unknown holds."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from duediligence.model.conditions import OneOf, When
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Question, Respondent
from duediligence.model.response import SourceKind
from duediligence.tables.conditions import answer_column, answer_tests, condition
from duediligence.tables.engine import Code, Engine, Frame

_ALWAYS = When()


def put_questions(engine: Engine, facts: Frame, responses: Frame, content: SectorContent) -> Frame:
    """The questions put: supplier, question, matter, core."""
    asked = supplier_questions(content)
    facts = _with_answers(facts, responses, content)
    conditions = {repr(pair): pair for *pair, _ in asked}
    places = {text: index for index, text in enumerate(conditions)}
    nobody = engine.table([], {"supplier": Code, "condition": int})
    open_to = [_open_to(facts, places[text], pair, content) for text, pair in conditions.items()]
    table = engine.table(
        [
            (places[repr(pair)], question.id, content.matter_of[question.id], int(question.core))
            for *pair, question in asked
        ],
        {"condition": int, "question": Code, "matter": Code, "core": int},
    )
    put = nw.concat([nobody, *open_to], how="vertical").join(table, on="condition", how="inner")
    return engine.keep(put.select("supplier", "question", "matter", "core"))


def supplier_questions(content: SectorContent) -> list[tuple[When, When, Question]]:
    """Every question of the supplier's forms with the condition of its form and its own."""
    return [
        (use.condition or _ALWAYS, question.ask_when or _ALWAYS, question)
        for use in content.uses(Respondent.SUPPLIER)
        for question in content.questionnaires[use.id].questions()
    ]


def _open_to(facts: Frame, index: int, conditions: Sequence[When], content: SectorContent) -> Frame:
    rows = facts
    for part in conditions:
        if part != _ALWAYS:
            holds = condition(part, content)
            rows = rows.filter(holds | holds.is_null())
    return rows.select("supplier", nw.lit(index).cast(nw.Int64).alias("condition"))


def _with_answers(facts: Frame, responses: Frame, content: SectorContent) -> Frame:
    """Adds a column for every test of an earlier answer that a condition makes."""
    tests: dict[tuple[str, OneOf], None] = {}
    for form, ask, _ in supplier_questions(content):
        tests.update(dict.fromkeys((*answer_tests(form), *answer_tests(ask))))
    own = responses.filter(nw.col("source") == SourceKind.SUPPLIER.value)
    for question, options in tests:
        facts = facts.join(_answer_flags(own, question, options), on="supplier", how="left")
    return facts


def _answer_flags(own: Frame, question: str, options: OneOf) -> Frame:
    rows = own.filter(nw.col("question") == question)
    newest = rows.group_by("supplier").agg(nw.col("day").max().alias("newest"))
    rows = rows.join(newest, on="supplier", how="inner").filter(
        (nw.col("day") == nw.col("newest")) & ~nw.col("key").is_null()
    )
    chosen = nw.when(nw.col("key").is_in(list(options))).then(nw.lit(1)).otherwise(nw.lit(0))
    return rows.group_by("supplier").agg(chosen.max().alias(answer_column(question, options)))
