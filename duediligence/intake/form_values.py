"""The answer to one question from the cells that hold it: its own, and those of its options or axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duediligence.findings import Finding, error, warning
from duediligence.intake.answers import QuestionReader, state_of
from duediligence.intake.form_rows import FormRow
from duediligence.intake.grid import Cell, Fault, Value, is_blank
from duediligence.intake.several import parts_of
from duediligence.intake.unread import Unread, shown
from duediligence.intake.values import yes_or_no
from duediligence.model.form import AXES, Column
from duediligence.model.questionnaire import QuestionType


def answer_of(
    parts: Mapping[str, FormRow], main: FormRow, reader: QuestionReader | None
) -> tuple[Value, list[Finding]]:
    """The raw answer to a question, and what was wrong with its parts; `main` is the question's own row."""
    if len(parts) == 1 and "" in parts:
        return main.value(Column.ANSWER), []
    if reader is None or all(row.is_blank(Column.ANSWER) for part, row in parts.items() if part):
        return parts[""].value(Column.ANSWER) if "" in parts else "", []
    own = parts[""].cell(Column.ANSWER) if "" in parts else Cell("", main.location(Column.ANSWER))
    others = {part: row.cell(Column.ANSWER) for part, row in parts.items() if part}
    if reader.question.type is QuestionType.MULTI:
        return _ticked(own, others, reader)
    if reader.question.type is QuestionType.MATRIX:
        return _measured(own, others, reader)
    return own.value, [error("form_row_unknown", cell.location, found=shown(cell.value)) for cell in others.values()]


def _ticked(own: Cell, options: Mapping[str, Cell], reader: QuestionReader) -> tuple[Value, list[Finding]]:
    """The options that say yes, together with what was typed in the question's own cell; all of them, or nothing."""
    findings: list[Finding] = []
    order = [option.id for option in reader.question.options]
    chosen = [o for o in sorted(options, key=lambda o: _place(o, order)) if _yes(options[o], reader, o, findings)]
    typed = own.text
    if findings:
        return "", findings
    if not chosen and not typed:
        first = next(cell for cell in options.values() if not cell.blank)
        return "", [warning("form_nothing_chosen", first.location, question=reader.question.id)]
    if not typed or isinstance(own.value, Fault):
        return (own.value if isinstance(own.value, Fault) else chosen), []
    if not chosen:
        return own.value, []
    if state_of(typed) is not None and reader.option(typed) is None:
        found = f"{shown(typed)}; {'; '.join(chosen)}"
        return "", [error("two_answers", own.location, question=reader.question.id, found=found)]
    return [*chosen, *parts_of(typed, lambda part: reader.option(part) is not None)], []


def _place(option: str, order: Sequence[str]) -> int:
    """The place of an option in the question: a sorted sheet must not change the answer."""
    return order.index(option) if option in order else len(order)


def _yes(cell: Cell, reader: QuestionReader, option: str, findings: list[Finding]) -> bool:
    """Whether an option was ticked; its own text typed beside it is a yes as well."""
    if cell.blank:
        return False
    if isinstance(cell.value, Fault):
        findings.append(Unread(cell.value.code).at(cell.location, cell.value, question=reader.question.id))
        return False
    if isinstance(cell.value, str) and reader.option(cell.value) == option:
        return True
    said = yes_or_no(cell.value)
    if isinstance(said, Unread):
        findings.append(said.at(cell.location, cell.value, fact=reader.question.id))
        return False
    return said


def _measured(own: Cell, axes: Mapping[str, Cell], reader: QuestionReader) -> tuple[Value, list[Finding]]:
    numbers = [_number(axes[axis]) if axis in axes else "" for axis in AXES]
    if not own.blank:
        found = "; ".join([shown(own.value), *(cell.text for cell in axes.values())])
        return "", [error("two_answers", own.location, question=reader.question.id, found=found)]
    return numbers, []


def _number(cell: Cell) -> Value:
    """The number of an axis as people see it: 0.35 that is formatted as a percentage is 35."""
    if isinstance(cell.value, (int, float)) and cell.percent:
        return round(cell.value * 100, 9)
    return "" if is_blank(cell.value) else cell.value
