"""Which questions are put to whom (method, section 4): its own form; a condition on the unknown holds.

Many questions share a condition, so a supplier has a flag for each distinct one, and a matter is put where one of the
conditions of its questions is open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import narwhals as nw

from duediligence.model.conditions import OneOf, When
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Question, Respondent
from duediligence.model.response import SAYS_NOTHING, SourceKind
from duediligence.tables.conditions import answer_column, answer_tests, condition
from duediligence.tables.engine import Code, Engine, Frame
from duediligence.tables.expressions import constant, flag, in_state
from duediligence.tables.responses import Responses

Conditions = frozenset[int]
"""Numbers of conditions; open where one of them is."""

_ALWAYS = When()
OPEN = "open:"
"""Prefix of the columns with the flags: `open:3` is 1 where the third distinct condition is open."""


@dataclass(frozen=True)
class Asked:
    """Every question of the supplier's forms with the condition of its form and its own."""

    content: SectorContent

    @cached_property
    def questions(self) -> Sequence[tuple[When, When, Question]]:
        """The condition of the form, that of the question, and the question."""
        return [
            (use.condition or _ALWAYS, question.ask_when or _ALWAYS, question)
            for use in self.content.uses(Respondent.SUPPLIER)
            for question in self.content.questionnaires[use.id].questions()
        ]

    @cached_property
    def conditions(self) -> Sequence[tuple[When, When]]:
        """The distinct conditions; their places are their numbers."""
        return list({repr((form, ask)): (form, ask) for form, ask, _ in self.questions}.values())

    @cached_property
    def numbered(self) -> Sequence[tuple[int, Question]]:
        """The number of every question's condition."""
        numbers = {repr(pair): number for number, pair in enumerate(self.conditions)}
        return [(numbers[repr((form, ask))], question) for form, ask, question in self.questions]

    @cached_property
    def of_matter(self) -> Mapping[str, Conditions]:
        """The conditions under which a matter is put; without an entry it never is."""
        found: dict[str, set[int]] = {}
        for number, question in self.numbered:
            found.setdefault(self.content.matter_of[question.id], set()).add(number)
        return {matter: frozenset(numbers) for matter, numbers in found.items()}

    @cached_property
    def of_core(self) -> Sequence[tuple[str, int]]:
        """The matter and the condition of each core question."""
        return [(self.content.matter_of[question.id], number) for number, question in self.numbered if question.core]


def with_open(facts: Frame, responses: Responses, asked: Asked) -> Frame:
    """The facts with the flags of all conditions."""
    facts = _with_answers(facts, responses, asked)
    return facts.with_columns(
        *(_flag(pair, asked.content).alias(f"{OPEN}{number}") for number, pair in enumerate(asked.conditions))
    )


def any_open(conditions: Conditions) -> nw.Expr:
    """1 where one of these conditions is open."""
    flags = [nw.col(f"{OPEN}{number}") for number in sorted(conditions)]
    return nw.max_horizontal(*flags) if len(flags) > 1 else flags[0]


def put_questions(engine: Engine, opened: Frame, asked: Asked) -> Frame:
    """The questions put: supplier, question, matter, core."""
    none = constant(-1).alias("condition")
    nobody = opened.select("supplier", none).filter(nw.col("condition") >= 0)
    open_to = [
        opened.filter(nw.col(f"{OPEN}{number}") == 1).select("supplier", constant(number).alias("condition"))
        for number in range(len(asked.conditions))
    ]
    questions = [(number, q.id, asked.content.matter_of[q.id], int(q.core)) for number, q in asked.numbered]
    table = engine.table(questions, {"condition": int, "question": Code, "matter": Code, "core": int})
    put = nw.concat([nobody, *open_to], how="vertical").join(table, on="condition", how="inner")
    return engine.keep(put.select("supplier", "question", "matter", "core"))


def _flag(conditions: Sequence[When], content: SectorContent) -> nw.Expr:
    parts = [condition(part, content) for part in conditions if part != _ALWAYS]
    if not parts:
        return constant(1)
    is_open = reduce(lambda a, b: a & b, [part.fill_null(True) for part in parts])
    return flag(is_open)


def _with_answers(facts: Frame, responses: Responses, asked: Asked) -> Frame:
    """Adds a column for every test of an earlier answer that a condition makes; null where nothing was chosen.

    Silence does not take the place of an earlier answer here either.
    """
    tests: dict[tuple[str, OneOf], None] = {}
    for pair in asked.conditions:
        tests.update(dict.fromkeys(test for part in pair for test in answer_tests(part)))
    if not tests:
        return facts
    of_answer = ["supplier", "question"]
    own = responses.sayings.filter(
        (nw.col("source") == SourceKind.SUPPLIER.value)
        & ~in_state(SAYS_NOTHING)
        & nw.col("question").is_in(sorted({q for q, _ in tests}))
    )
    rows = responses.given.join(own, on="saying", how="inner").with_columns(
        nw.col("day").max().over(*of_answer).alias("newest")
    )
    rows = rows.filter((nw.col("day") == nw.col("newest")) & ~nw.col("key").is_null())
    flags = rows.group_by("supplier").agg(*(_chosen(question, options) for question, options in tests))
    return facts.join(flags, on="supplier", how="left")


def _chosen(question: str, options: OneOf) -> nw.Expr:
    """1 where the newest own answer to the question is one of the options, 0 where it is another."""
    chosen = flag(nw.col("key").is_in(list(options)))
    return nw.when(nw.col("question") == question).then(chosen).max().alias(answer_column(question, options))
