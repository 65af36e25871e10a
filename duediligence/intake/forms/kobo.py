"""Interviews that come back from KoboToolbox or ODK, as csv, xlsx or json, by names or by labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duediligence.findings import Finding, Location, error, note
from duediligence.i18n.texts import catalogue
from duediligence.intake.answers import QuestionReader
from duediligence.intake.books import QuestionBook, SupplierBook
from duediligence.intake.confidential import remark_finding
from duediligence.intake.desk import AnswerDesk, Entry
from duediligence.intake.files.grid import Value, as_text, is_blank
from duediligence.intake.files.reading import Returned
from duediligence.intake.files.sources import Received
from duediligence.intake.files.unread import Unread
from duediligence.intake.forms.kobo_table import (
    Export,
    Submission,
    is_interview_grid,
    read_grid,
    read_records,
    records_in,
    state_names,
)
from duediligence.intake.forms.returned import (
    Whose,
    asked_of,
    edition_findings,
    in_words_of_now,
    old_questions,
)
from duediligence.intake.typed.spelling import fold, folded
from duediligence.intake.typed.values import yes_or_no
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
    Stamp,
    site_of_choice,
)
from duediligence.model.questionnaire import Question, QuestionType, Respondent
from duediligence.model.response import SourceKind, Supplier

_LONGEST_LABEL = 40
"""A label that is looked for in a joined cell has at most so many words."""

_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def read(
    received: Received, questions: Mapping[str, Question], suppliers: Mapping[str, Supplier], assessed_on: date
) -> Returned | None:
    """The answers of all interviews in an export, each under its own site, source and date; None for other files."""
    book = QuestionBook.of(questions)
    exports = list(_exports(received, book))
    if not exports:
        return None
    desk = AnswerDesk(book, SupplierBook.of(suppliers), assessed_on)
    findings = [finding for export in exports for finding in export.findings]
    submissions = [submission for export in exports for submission in export.submissions]
    taken = [submission for submission in submissions if _agreed(submission)]
    if len(taken) < len(submissions):
        findings.append(note("interviews_declined", received.place, count=len(submissions) - len(taken)))
    for submission in taken:
        findings += _Interview(submission, book, desk).take()
    if submissions and taken and not desk.answers and not desk.findings():
        findings.append(error("form_empty", received.place, supplier="–"))
    return Returned(tuple(desk.answers), (*findings, *desk.findings()))


def _exports(received: Received, book: QuestionBook) -> Iterator[Export]:
    if records := records_in(received):
        yield read_records(records, book, received.shown_as)
        return
    yield from (read_grid(grid, book) for grid in received.grids() if is_interview_grid(grid))


def _agreed(submission: Submission) -> bool:
    """Whether the person agreed to take part; where the question was asked, silence is no consent."""
    return CONSENT not in submission.values or yes_or_no(submission.value(CONSENT)) is True


@dataclass(frozen=True)
class _Interview:
    """One interview on its way to the desk."""

    submission: Submission
    book: QuestionBook
    desk: AnswerDesk

    def take(self) -> list[Finding]:
        """Hands the answers to the desk; what concerns the interview as a whole comes back as findings."""
        asked = [id for id in self.book if self._is_answered(id)]
        whose = self._whose(asked)
        findings = list(edition_findings(whose, asked, self.book, _file_of(self.submission.where(FORM_FIELD))))
        remarks = as_text(self.submission.value(REMARKS))
        if remarks:
            place, source = self.submission.where(REMARKS), self._source(whose)[0]
            findings.append(remark_finding(remarks, place, whose.supplier, source))
        old = old_questions(whose, self.book)
        for id in asked:
            self.desk.take(self._entry(id, whose, old.get(id)))
        return findings

    def _whose(self, asked: Sequence[str]) -> Whose:
        site = site_of_choice(as_text(self.submission.value(SITE)))
        stamp, fits = Stamp.parse(as_text(self.submission.value(FORM_FIELD)))
        respondent = asked_of(asked, self.book)
        if stamp is None or not fits or stamp.respondent not in list(Respondent):
            return Whose(site, respondent)
        return Whose(site, Respondent(stamp.respondent), stamp.editions)

    def _is_answered(self, id: str) -> bool:
        names = (id, *(f"{id}{PART_SIGN}{part}" for part in ("state", "comment", "document", *AXES)))
        if any(not is_blank(self.submission.value(name)) for name in names):
            return True
        return any(self._split(id))

    def _entry(self, id: str, whose: Whose, old: Question | None) -> Entry:
        said = {part: self.submission.value(f"{id}{PART_SIGN}{part}") for part in ("reason", "comment", "document")}
        source, source_said = self._source(whose)
        values = {
            "supplier": whose.supplier,
            "source": source.value,
            "date": self.submission.value(CONVERSATION_DATE),
            "question": id,
            "answer": in_words_of_now(self._answer(id), old, self.book),
            **said,
        }
        fields = {"supplier": SITE, "source": CONVERSATION_SOURCE, "date": CONVERSATION_DATE}
        fields |= {part: f"{id}{PART_SIGN}{part}" for part in said}
        return Entry(values, lambda name: self.submission.where(fields.get(name, id)), False, source_said)

    def _source(self, whose: Whose) -> tuple[SourceKind, bool]:
        named = _source_names().get(fold(as_text(self.submission.value(CONVERSATION_SOURCE))))
        return (SourceKind(named), True) if named else whose.spoken(None)

    def _answer(self, id: str) -> Value:
        question = self.book[id]
        if question.type is QuestionType.MATRIX:
            numbers = [_number(self.submission.value(f"{id}{PART_SIGN}{axis}")) for axis in AXES]
            return self._state(id) if all(map(is_blank, numbers)) else numbers
        if question.type is QuestionType.MULTI:
            reader = self.book.reader(id)
            said = [*self._split(id), *_several(self.submission.value(id), reader)]
            parts = list(dict.fromkeys(reader.option(part) or part for part in said))
            return parts[0] if len(parts) == 1 else parts
        value = self.submission.value(id)
        if is_blank(value):
            return self._state(id)
        if question.type is QuestionType.PERCENT:
            return f"{as_text(_number(value))}%"
        return _number(value) if question.type is QuestionType.NUMBER else _one(value)

    def _split(self, id: str) -> Iterator[str]:
        """The options that were chosen, where each has a column of its own; what is no yes or no is passed on."""
        for name, value in self.submission.values.items():
            question, sign, option = name.partition("/")
            if not sign or question != id or is_blank(value):
                continue
            said = yes_or_no(value)
            if said is True:
                yield as_text(_one(option))
            elif isinstance(said, Unread):
                yield f"{option}: {as_text(value)}"

    def _state(self, id: str) -> Value:
        return _one(self.submission.value(f"{id}{PART_SIGN}state"))


def _one(value: Value) -> Value:
    """A universal answer without the sign by which the interview form tells it from options."""
    if not isinstance(value, str):
        return value
    named = state_names().get(fold(value), value)
    return named.removeprefix(INTERVIEW_FIELD) if named.startswith(INTERVIEW_FIELD) else value


def _several(value: Value, reader: QuestionReader) -> list[str]:
    """The chosen options of a joined cell: names are joined by spaces, and so are labels, which hold spaces too."""
    if is_blank(value):
        return []
    if isinstance(value, list):
        return [as_text(_one(part)) for part in value]
    text = as_text(value)
    parts = _cut(text.split(" "), lambda part: reader.option(part) is not None or part != _one(part))
    return [as_text(_one(part)) for part in parts]


def _cut(words: Sequence[str], known: Callable[[str], bool]) -> Iterator[str]:
    """Words as a row of known texts, with as few other words between them as there can be, the longest texts first."""
    upto, others = [0] * len(words), [0] * (len(words) + 1)
    for start in reversed(range(len(words))):
        ends = range(min(len(words), start + _LONGEST_LABEL), start, -1)
        costs = {end: others[end] for end in ends if known(" ".join(words[start:end]))}
        costs.setdefault(start + 1, others[start + 1] + 1)
        upto[start] = min(costs, key=lambda end: costs[end])
        others[start] = costs[upto[start]]
    start = 0
    while start < len(words):
        yield " ".join(words[start : upto[start]])
        start = upto[start]


def _number(value: Value) -> Value:
    """A number as the platforms write it, always with a point."""
    return float(value) if isinstance(value, str) and _PLAIN_NUMBER.fullmatch(value.strip()) else value


def _source_names() -> Mapping[str, str]:
    texts = catalogue("form")
    names = ((text, kind.value) for kind in SourceKind for text in texts[f"source.{kind.value}"].values())
    return folded((*names, *((kind.value, kind.value) for kind in SourceKind)))


def _file_of(place: Location) -> Location:
    """The file as a place: what is said of every interview in it is then said once."""
    return Location(file=place.file)
