"""Exports of KoboToolbox and ODK as submissions: which column or key holds which field, by name or by label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from duediligence.findings import Finding, Location, note, warning
from duediligence.i18n.texts import catalogue
from duediligence.intake.books import QuestionBook
from duediligence.intake.files.grid import Grid, Value, is_blank
from duediligence.intake.files.sources import Received
from duediligence.intake.files.text import clean
from duediligence.intake.typed.spelling import fold, folded
from duediligence.model.form import (
    AXES,
    CONSENT,
    CONVERSATION_DATE,
    CONVERSATION_SOURCE,
    FORM_FIELD,
    INTERVIEW_FIELD,
    PART_SIGN,
    REMARKS,
    SITE,
    RowKind,
)
from duediligence.model.questionnaire import QuestionType
from duediligence.model.response import AnswerState

OWN_FIELDS = (SITE, CONSENT, CONVERSATION_DATE, CONVERSATION_SOURCE, REMARKS, FORM_FIELD)
PARTS = ("reason", "comment", "document", "state", *AXES)
_STATES = frozenset(f"{INTERVIEW_FIELD}{state.value}" for state in AnswerState if state is not AnswerState.UNREAD)
_SEPARATORS = re.compile(r"[/:.-]")
_MARKS_WITHIN = 5
_MADE_BY_PLATFORM = re.compile(
    "start|end|today|username|deviceid|phonenumber|simserial|subscriberid|audit|uuid|instanceid|instancename|key"
    "|submissiondate|submitterid|submittername|reviewstate|edits|formversion|status|attachmentspresent"
    "|attachmentsexpected|rootuuid|deprecatedid|version"
)
_PLURAL_KEYS = ("results", "value")
"""Under which keys Kobo and ODK Central put the list of submissions."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One interview: values by field, and where each stands. `fees/nothing` is an option in a column of its own."""

    values: Mapping[str, Value]
    places: Mapping[str, Location]
    place: Location

    def value(self, name: str) -> Value:
        """The value of a field; blank where it is not there."""
        return self.values.get(name, "")

    def where(self, name: str) -> Location:
        """The place of a field."""
        return self.places.get(name, self.place)


@dataclass
class Export:
    """The submissions of one file, and what was not read of it."""

    submissions: list[Submission] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def is_interview_grid(grid: Grid) -> bool:
    """Whether a sheet is an export of an interview form of ours."""
    return _header(grid) is not None


def records_in(received: Received) -> Sequence[Mapping[str, Any]]:
    """The submissions of a json export, still nested; none where it is something else."""
    data = received.data
    if isinstance(data, dict):
        data = next((data[key] for key in _PLURAL_KEYS if isinstance(data.get(key), list)), None)
    records = data if isinstance(data, list) and all(isinstance(record, dict) for record in data) else []
    return records if any(_is_mark(key) for record in records for key, _ in _flat(record)) else []


def read_grid(grid: Grid, book: QuestionBook) -> Export:
    """The submissions of one sheet."""
    header, export = _header(grid) or 0, Export(findings=list(grid.findings))
    fields = _fields(grid, header, book, export)
    for row in grid.rows_below(header):
        values = {name: row.value(column) for column, name in fields.items()}
        places = {name: row.location(column) for column, name in fields.items()}
        export.submissions.append(Submission(values, places, row.location()))
    return export


def read_records(records: Sequence[Mapping[str, Any]], book: QuestionBook, file: str) -> Export:
    """The submissions of a json export."""
    export = Export()
    for index, record in enumerate(records):
        values: dict[str, Value] = {}
        places: dict[str, Location] = {}
        for path, value in _flat(record):
            if name := field_name(path, book):
                values[name] = clean(value) if isinstance(value, str) else value
                places[name] = Location(file=file, path=f"[{index}].{path}")
        export.submissions.append(Submission(values, places, Location(file=file, path=f"[{index}]")))
    return export


def field_name(header: str, book: QuestionBook) -> str | None:
    """The field that a heading stands for: by its name, whatever groups stand before it, or by its label."""
    steps = _SEPARATORS.split(header.strip())
    last, before = steps[-1], steps[-2] if len(steps) > 1 else ""
    if before in book and (last in _STATES or book.reader(before).options.get(fold(last)) == last):
        return f"{before}/{last}"
    if last in book or last in OWN_FIELDS:
        return last
    question, sign, part = last.rpartition(PART_SIGN)
    if sign and question in book and part in PARTS:
        return last
    return _by_label(header, book)


def _by_label(header: str, book: QuestionBook) -> str | None:
    """A label may hold the sign that stands between groups, so every way to cut it is tried, the longest first."""
    cuts = [0, *(found.end() for found in re.finditer("/", header))]
    for start in cuts:
        label = header[start:]
        if own := _own_labels().get(fold(label)):
            return own
        if question := _labelled(label, book):
            return question
        for found in re.finditer("/", label):
            question, option = _labelled(label[: found.start()], book), label[found.end() :]
            if question and (key := _option(question, option, book)):
                return f"{question}/{key}"
    return None


def _labelled(label: str, book: QuestionBook) -> str | None:
    keys = [key for key in book.row_keys.get(fold(label), ()) if key.kind is RowKind.QUESTION and not key.part]
    return keys[0].id if len(keys) == 1 else None


def _option(question: str, label: str, book: QuestionBook) -> str | None:
    if book[question].type is not QuestionType.MULTI:
        return None
    return book.reader(question).option(label) or state_names().get(fold(label))


@cache
def state_names() -> Mapping[str, str]:
    """The universal answers as interview forms name them, by every text under which they are offered."""
    texts = catalogue("form")
    words = [(text, state) for state in AnswerState for text in texts.get(f"states.{state.value}", {}).values()]
    return folded([(text, f"{INTERVIEW_FIELD}{state.value}") for text, state in words])


@cache
def _own_labels() -> Mapping[str, str]:
    texts = catalogue("form")
    labels = {SITE: ("site",), CONSENT: ("consent", "consent_other"), CONVERSATION_DATE: ("date",)}
    labels |= {CONVERSATION_SOURCE: ("source",), REMARKS: ("remarks",)}
    return folded(
        (text, name) for name, keys in labels.items() for key in keys for text in texts[f"interview.{key}"].values()
    )


@cache
def _part_labels() -> Mapping[str, str]:
    texts = catalogue("form")
    parts = ("reason", "comment", "document", "state")
    return folded((text, part) for part in parts for text in texts[f"interview.{part}"].values())


def _fields(grid: Grid, header: int, book: QuestionBook, export: Export) -> dict[int, str]:
    """The field of each column; says which filled columns are not read."""
    names = [_text(value) for value in grid.rows[header]]
    fields: dict[int, str] = {}
    unread: list[int] = []
    for column, name in enumerate(names):
        if (found := field_name(name, book)) and found not in fields.values():
            fields[column] = found
        elif not _made_by_platform(name) and not _is_empty(grid, header, column):
            unread.append(column)
    if unread:
        labelled = [column for column in unread if fold(_SEPARATORS.split(names[column])[-1]) in _part_labels()]
        place = grid.location(header, unread[0])
        columns = ", ".join(dict.fromkeys(names[column] for column in unread))
        code = "interview_exported_with_labels" if labelled else "interview_columns_not_read"
        export.findings.append((warning if labelled else note)(code, place, columns=columns))
    return fields


def _made_by_platform(name: str) -> bool:
    last = _SEPARATORS.split(name)[-1].casefold()
    return (
        not name
        or name.startswith("_")
        or last.startswith(("_", INTERVIEW_FIELD))
        or bool(_MADE_BY_PLATFORM.fullmatch(last))
    )


def _header(grid: Grid) -> int | None:
    rows = enumerate(grid.rows[:_MARKS_WITHIN])
    return next((i for i, row in rows if any(isinstance(v, str) and _is_mark(v) for v in row)), None)


def _is_mark(name: str) -> bool:
    name = name.rstrip()
    return name.endswith((FORM_FIELD, SITE)) and _SEPARATORS.split(name.lstrip())[-1] in (FORM_FIELD, SITE)


def _flat(record: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its path; ODK Central nests groups, Kobo writes them into the key."""
    for key, value in record.items():
        path = f"{before}{key}"
        if isinstance(value, dict):
            yield from _flat(value, f"{path}/")
        elif not isinstance(value, list) or all(isinstance(item, str) for item in value):
            yield path, "" if value is None else value


def _is_empty(grid: Grid, header: int, column: int) -> bool:
    return all(is_blank(grid.value(row, column)) for row in range(header + 1, len(grid.rows)))


def _text(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""
