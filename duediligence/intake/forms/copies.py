"""Rows of a form that stand twice, and the answers that a question's rows and their copies give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from duediligence.findings import Finding, error
from duediligence.intake.files.unread import shown
from duediligence.intake.forms.rows import FormRow
from duediligence.intake.typed.values import yes_or_no
from duediligence.model.form import Column, RowKey, RowKind

T = TypeVar("T")
NOTES = (Column.REASON, Column.COMMENT, Column.DOCUMENT, Column.DATE)
"""What may be typed beside an answer."""


def once(
    rows: list[FormRow],
) -> tuple[dict[RowKey, FormRow], dict[RowKey, Finding], dict[RowKey, list[FormRow]]]:
    """The rows by key, the keys that stand twice with different answers, and the other rows of these.

    Of two rows that say something the yes is kept; of a row outside the questions neither.
    """
    kept: dict[RowKey, FormRow] = {}
    twice: dict[RowKey, Finding] = {}
    others: dict[RowKey, list[FormRow]] = {}
    for row in rows:
        other = kept.setdefault(row.key, row)
        if other is row or _said(row) == _said(other) or not any(_said(row)):
            continue
        first = not any(_said(other))
        if first or says_yes(row):
            kept[row.key] = row
        if not first:
            twice[row.key] = _twice(row, other)
            others.setdefault(row.key, []).append(other if kept[row.key] is row else row)
    asked = {key: row for key, row in kept.items() if key not in twice or key.kind is RowKind.QUESTION}
    return asked, twice, others


def by_question(rows: Mapping[RowKey, FormRow]) -> dict[str, dict[str, FormRow]]:
    """The rows of each question, by part; the question's own row has no part."""
    asked: dict[str, dict[str, FormRow]] = {}
    for key, row in rows.items():
        if key.kind is RowKind.QUESTION:
            asked.setdefault(key.id, {})[key.part] = row
    return asked


def of_question(id: str, found: Mapping[RowKey, T]) -> dict[str, T]:
    """What was found of one question, by part."""
    return {key.part: value for key, value in found.items() if key.kind is RowKind.QUESTION and key.id == id}


def each_given(
    parts: Mapping[str, FormRow], others: Mapping[str, Sequence[FormRow]]
) -> Iterator[Mapping[str, FormRow]]:
    """The rows of each answer to a question that takes one: copies of its rows that say something else give more.

    All of them are answers of one day, of which the more adverse counts: so no concern is lost.
    """
    copies = range(max(map(len, others.values()), default=0))
    for copy in (
        parts,
        *({**parts, **{part: rows[n] for part, rows in others.items() if n < len(rows)}} for n in copies),
    ):
        yield from _own_and_rest(copy)


def says_yes(row: FormRow | None) -> bool:
    """Whether a row is there and its answer is yes."""
    return row is not None and yes_or_no(row.value(Column.ANSWER)) is True


def _own_and_rest(parts: Mapping[str, FormRow]) -> Iterator[Mapping[str, FormRow]]:
    """A matrix has two answers where something stands in its own cell beside its numbers."""
    rest = {part: row for part, row in parts.items() if part}
    if (
        "" in parts
        and not parts[""].is_blank(Column.ANSWER)
        and any(not row.is_blank(Column.ANSWER) for row in rest.values())
    ):
        yield {"": parts[""]}
        yield rest
    else:
        yield parts


def _twice(row: FormRow, other: FormRow) -> Finding:
    first, found = other.location(Column.ANSWER), shown(row.value(Column.ANSWER))
    params = {"question": row.key, "first": first.cell or str(first), "found": found}
    return error("form_key_twice", row.location(Column.ANSWER), **params)


def _said(row: FormRow) -> tuple[str, ...]:
    return tuple(row.text(column) for column in (Column.ANSWER, *NOTES))
