"""Which row of a form shows which text: how a form is read whose hidden keys were lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from duediligence.i18n.texts import catalogue
from duediligence.intake.asked import Asked
from duediligence.intake.typed.spelling import fold
from duediligence.model.form import AXES, CHECKED, FILLED_IN_BY, FILLED_IN_ON, SOURCE, RowKey, RowKind
from duediligence.model.questionnaire import Question, QuestionType

_OWN_ROWS = {FILLED_IN_ON: "date", FILLED_IN_BY: "role", CHECKED: "checked", SOURCE: "source"}


def keys_by_text(questions: Iterable[Question], content: Asked | None) -> Mapping[str, tuple[RowKey, ...]]:
    """The keys under every folded text; a text that several rows show has several keys."""
    found: dict[str, dict[RowKey, None]] = {}
    older = [q for form in content.older_editions.values() for q in form.questions()] if content else []
    rows = [
        *(row for question in (*questions, *older) for row in _of_question(question)),
        *_of_tool(),
        *_of_facts(content),
    ]
    for key, text in rows:
        found.setdefault(fold(text), {})[key] = None
    return {text: tuple(keys) for text, keys in found.items()}


def _of_question(question: Question) -> Iterator[tuple[RowKey, str]]:
    for text in question.text.all():
        yield RowKey(RowKind.QUESTION, question.id), text
    if question.type is QuestionType.MULTI:
        for option in question.options:
            yield from ((RowKey(RowKind.QUESTION, question.id, option.id), text) for text in option.text.all())
    for name, axis in zip(AXES, (question.rows, question.columns), strict=True):
        if question.type is QuestionType.MATRIX and axis is not None:
            yield from ((RowKey(RowKind.QUESTION, question.id, name), text) for text in axis.text.all())


def _of_tool() -> Iterator[tuple[RowKey, str]]:
    texts = catalogue("form")
    for key, name in _OWN_ROWS.items():
        yield from ((key, text) for text in texts[f"rows.{name}"].values())


def _of_facts(content: Asked | None) -> Iterator[tuple[RowKey, str]]:
    for fact in content.facts.values() if content else ():
        yield from ((RowKey(RowKind.FACT, fact.id), text) for text in fact.name.all())
