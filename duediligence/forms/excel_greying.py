"""When a row turns grey: the formula that is true once the answers above rule a question out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from duediligence.forms.lines import Line
from duediligence.forms.wording import option_text
from duediligence.i18n.texts import translate
from duediligence.model.conditions import OneOf, When
from duediligence.model.form import Form, RowKey, RowKind
from duediligence.model.questionnaire import Question, QuestionType

_LONGEST = 200  # a text in a formula may have 255 characters
_LONGEST_FORMULA = 8000


class Greying:
    """Turns conditions on answers into formulas over the answer cells of one sheet."""

    def __init__(self, form: Form, cells: Mapping[RowKey, str]) -> None:
        self._questions = {asked.question.id: asked.question for asked in form.asked}
        self._cells = cells
        self._language = form.language
        self._yes = translate("form.words.yes", form.language)

    def formula(self, line: Line) -> str | None:
        """The formula that greys a line; None where nothing on the sheet can rule it out."""
        parts = [part for when in line.open if (part := self._fails(when))]
        formula = _joined("OR", parts)
        return formula if formula and len(formula) < _LONGEST_FORMULA else None

    def _fails(self, when: When) -> str | None:
        parts = [part for id, options in when.answer.items() if (part := self._answer_fails(id, options))]
        branches = [self._fails(branch) for branch in when.any]
        if branches and all(branches):
            parts.append(_joined("AND", [branch for branch in branches if branch]) or "")
        return _joined("OR", parts)

    def _answer_fails(self, id: str, wanted: OneOf) -> str | None:
        question = self._questions.get(id)
        if question is None:
            return None
        others = [option.id for option in question.options if option.id not in wanted]
        if question.type is QuestionType.CHOICE:
            return _joined("OR", list(self._chosen(question, others)))
        if question.type is QuestionType.MULTI:
            some_other = _joined("OR", list(self._ticked(question, others)))
            some_wanted = _joined("OR", list(self._ticked(question, wanted)))
            return f"AND({some_other},NOT({some_wanted}))" if some_other and some_wanted else None
        return None

    def _chosen(self, question: Question, options: Sequence[str]) -> Iterator[str]:
        cell = self._cells[RowKey(RowKind.QUESTION, question.id)]
        for option in question.options:
            if option.id in options:
                yield _equals(cell, option_text(option.text, self._language))

    def _ticked(self, question: Question, options: Sequence[str]) -> Iterator[str]:
        for option in options:
            if cell := self._cells.get(RowKey(RowKind.QUESTION, question.id, option)):
                yield _equals(cell, self._yes)


def _equals(cell: str, text: str) -> str:
    quoted = text[:_LONGEST].replace('"', '""')
    return f'LEFT({cell},{_LONGEST})="{quoted}"'


def _joined(function: str, parts: list[str]) -> str | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return f"{function}({','.join(parts)})"
