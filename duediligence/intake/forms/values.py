"""The answer to one question from the cells that hold it: its own, and those of its options or axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duediligence.findings import Finding, error, warning
from duediligence.intake.answers import QuestionReader, state_of
from duediligence.intake.files.grid import Cell, Fault, Value, is_blank
from duediligence.intake.files.unread import Unread, shown
from duediligence.intake.forms.rows import FormRow
from duediligence.intake.typed.values import yes_or_no
from duediligence.model.form import AXES, Column
from duediligence.model.questionnaire import QuestionType


def answer_of(
    parts: Mapping[str, FormRow], main: FormRow, reader: QuestionReader | None, twice: Mapping[str, Finding]
) -> tuple[Value, list[Finding]]:
    """The raw answer to a question, and what was wrong with its parts; `main` is the question's own row.

    `twice` names the options of several that stand in the form twice and say different things.
    """
    if reader is None or (not twice and all(row.is_blank(Column.ANSWER) for part, row in parts.items() if part)):
        return parts[""].value(Column.ANSWER) if "" in parts else "", []
    own = parts[""].cell(Column.ANSWER) if "" in parts else Cell("", main.location(Column.ANSWER))
    others = {part: row.cell(Column.ANSWER) for part, row in parts.items() if part}
    if reader.question.type is QuestionType.MULTI:
        return _several(own, others, reader, twice)
    if reader.question.type is QuestionType.MATRIX:
        return [_number(others[axis]) if axis in others else "" for axis in AXES], []
    return own.value, [error("form_row_unknown", cell.location, found=shown(cell.value)) for cell in others.values()]


def _several(
    own: Cell, options: Mapping[str, Cell], reader: QuestionReader, twice: Mapping[str, Finding]
) -> tuple[Value, list[Finding]]:
    """The options that say yes, together with what was typed in the question's own cell."""
    unread = list(twice.values())
    order = [option.id for option in reader.question.options]
    chosen = [o for o in sorted(options, key=lambda o: _place(o, order)) if _yes(options[o], reader, o, unread)]
    typed = _typed(own, chosen, reader, unread)
    if unread:
        return _in_part([*chosen, *typed], unread, reader)
    if not chosen and not typed and any(not cell.blank for cell in options.values()):
        first = next(cell for cell in options.values() if not cell.blank)
        return "", [warning("form_nothing_chosen", first.location, question=reader.question.id)]
    return ([*chosen, *typed] if chosen else own.value), []


def _typed(own: Cell, chosen: Sequence[str], reader: QuestionReader, unread: list[Finding]) -> list[str]:
    """What was typed in the question's own cell; beside options that were chosen, a state (`refused`) does not fit."""
    if own.blank:
        return []
    if isinstance(own.value, Fault):
        unread.append(Unread(own.value.code).at(own.location, own.value, question=reader.question.id))
        return []
    if chosen and state_of(own.text) is not None and reader.option(own.text) is None:
        found = f"{shown(own.value)}; {'; '.join(chosen)}"
        unread.append(error("two_answers", own.location, question=reader.question.id, found=found))
        return []
    return reader.parts(own.value)


def _in_part(said: Sequence[str], unread: Sequence[Finding], reader: QuestionReader) -> tuple[Value, list[Finding]]:
    """What stays of an answer beside what cannot be read in it; each part that cannot be read says so at its place."""
    keys = [key for text in said if (key := reader.option(text))]
    if not keys:
        return "", list(unread)
    question, kept = reader.question.id, reader.question.still_said(keys)
    parts = [reader.in_part(keys, str(finding.params["found"])).unread for finding in unread]
    found = [part.at(finding.location, "", question=question) for part, finding in zip(parts, unread, strict=True)]
    return list(kept) or "", found


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


def _number(cell: Cell) -> Value:
    """The number of an axis as people see it: 0.35 that is formatted as a percentage is 35."""
    if isinstance(cell.value, (int, float)) and cell.percent:
        return round(cell.value * 100, 9)
    return "" if is_blank(cell.value) else cell.value
