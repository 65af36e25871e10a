"""The desk where raw answers come in: who, about whom, which question, when, and what was said.

Whatever cannot be placed is named once, with how many answers it concerns; all other answers go on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from duediligence.findings import Finding, Location, Severity, error, warning
from duediligence.intake.answers import NOT_SAID
from duediligence.intake.books import QuestionBook, SupplierBook
from duediligence.intake.confidential import SPEAK_FOR_WORKERS, masked, not_stored, without_words
from duediligence.intake.files.grid import Fault, Value, as_text, is_blank
from duediligence.intake.files.unread import Unread, shown
from duediligence.intake.typed.dates import date_of
from duediligence.intake.typed.spelling import fold, nearest, spellings
from duediligence.intake.typed.values import says_unknown, yes_or_no
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import COMPANY, Answer, AnswerState, SourceKind

COLUMNS = ("supplier", "source", "date", "question", "answer", "reason", "comment", "document", "document_seen")
"""What is known of a raw answer; only supplier, question and answer are needed."""


class Entry(NamedTuple):
    """One raw answer: values by column, where each stands, and whether the answer's cell shows a percentage.

    `source_said`: whether somebody said who spoke; where nobody did, `source` is the weakest that it may be.
    """

    values: Mapping[str, Value]
    where: Callable[[str], Location]
    percent: bool = False
    source_said: bool = True


_NOTHING = object()


@dataclass
class AnswerDesk:
    """Takes the entries of one file and keeps the answers and findings."""

    questions: QuestionBook
    suppliers: SupplierBook
    assessed_on: date
    answers: list[Answer] = field(default_factory=list)
    _found: list[Finding] = field(default_factory=list)
    _repeated: dict[tuple[str, str], Finding] = field(default_factory=dict)
    _counts: dict[tuple[str, str], int] = field(default_factory=dict)
    _who: tuple[Value, str] = (_NOTHING, "")
    _days: dict[str, date] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Takes one entry; what is wrong with it becomes a finding."""
        supplier, question = self._supplier(entry), self._question(entry)
        if not supplier or not question or self._misplaced(entry, supplier, question):
            return
        source = self._source(entry, supplier)
        day, trusted = self._day(entry)
        if source is not None and trusted:
            self.answers.append(self._answer(entry, supplier, question, source, day))

    def findings(self) -> tuple[Finding, ...]:
        """Everything that was wrong with the entries taken so far."""
        repeated = (
            Finding(f.code, f.location, {**f.params, "count": self._counts[key]}, f.severity)
            for key, f in self._repeated.items()
        )
        return (*self._found, *repeated)

    def _answer(self, entry: Entry, supplier: str, question: str, source: SourceKind, day: date | None) -> Answer:
        place, values = entry.where("answer"), entry.values
        reader = self.questions.reader(question)
        said, finding = reader.read(values.get("answer", ""), place, entry.percent)
        confidential = source in SPEAK_FOR_WORKERS
        if finding:
            self._found += without_words([finding]) if confidential else [finding]
        if not entry.source_said:
            said = reader.without_assurance(said)
        elif supplier != COMPANY and is_blank(values.get("source", "")) and reader.without_assurance(said) == NOT_SAID:
            day = None  # it takes the place of no concern: an answer without a date is the oldest
        reason, comment, document = [self._text(entry, column) for column in ("reason", "comment", "document")]
        if said.state is AnswerState.NOT_APPLICABLE and not reason:
            self._found.append(error("not_applicable_without_reason", place, question=question))
            said = NOT_SAID
        seen = bool(values.get("document_seen")) and self._seen(entry, question, document)
        if confidential:
            beside = {"reason": reason, "comment": comment}
            self._found += [not_stored(entry.where(column)) for column, text in beside.items() if text]
            said, reason, comment = replace(said, text=""), "", ""
        return Answer(
            supplier, question, source, said.state, said.keys, said.numbers, said.text, day, document, seen,
            masked(reason), masked(comment), place,
        )  # fmt: skip

    def _supplier(self, entry: Entry) -> str | None:
        said = entry.values.get("supplier", "")
        if said is self._who[0]:  # all answers of a form are of one supplier
            return self._who[1]
        text = as_text(said)
        if not text:
            self._nameless(entry, "supplier")
        elif found := self.suppliers.find(text):
            self._who = (said, found)
            return found
        else:
            self._again("unknown_supplier", entry, "supplier", text, lambda: {"nearest": self.suppliers.nearest(text)})
        return None

    def _question(self, entry: Entry) -> str | None:
        text = as_text(entry.values.get("question", ""))
        if not text:
            self._nameless(entry, "question")
        elif found := self.questions.find(text):
            return found
        else:
            self._again("unknown_question", entry, "question", text, lambda: {"nearest": self.questions.nearest(text)})
        return None

    def _misplaced(self, entry: Entry, supplier: str, question: str) -> bool:
        """Whether a question of the company's own stands with a supplier, or one about suppliers with the company.

        It would count as an answer that came in, and answer nothing that was asked.
        """
        form = self.questions.form_of(question)
        if form is None or (form.respondent is Respondent.COMPANY) == (supplier == COMPANY):
            return False
        code = "supplier_question_of_company" if supplier == COMPANY else "company_question_of_supplier"
        self._again(code, entry, "question", question)
        return True

    def _source(self, entry: Entry, supplier: str) -> SourceKind | None:
        said = entry.values.get("source", "")
        if not entry.source_said:
            self._again("form_source_assumed", entry, "source", as_text(said))
        if type(said) is SourceKind and supplier != COMPANY:
            return said
        text = as_text(said)
        kind = spellings("source_kinds").get(fold(text)) if text else None
        if text and kind is None:
            allowed = {"allowed": ", ".join(SourceKind), "nearest": nearest(text, spellings("source_kinds"))}
            self._again("unknown_source", entry, "source", text, lambda: allowed)
            return None
        if supplier == COMPANY:
            if kind not in (None, SourceKind.COMPANY):
                self._again("company_source_assumed", entry, "source", text, severity=Severity.WARNING)
            return SourceKind.COMPANY
        if kind is None:
            self._again("source_assumed", entry, "source", "", severity=Severity.WARNING)
        return SourceKind(kind or SourceKind.SUPPLIER)

    def _day(self, entry: Entry) -> tuple[date | None, bool]:
        """The date, and whether the answer may be used at all: one from the future cannot be trusted.

        A date that cannot be read is no date, and an answer without one counts as the oldest of its source.
        """
        value = entry.values.get("date", "")
        if isinstance(value, str) and (known := self._days.get(value)):
            return known, True
        if is_blank(value) or says_unknown(value):
            return None, True
        day = date_of(value)
        if isinstance(day, Unread):
            self._found.append(warning(day.code, entry.where("date"), found=shown(value)))
            return None, True
        if day > self.assessed_on:
            place = entry.where("date")
            self._found.append(error("date_in_future", place, found=day, assessed_on=self.assessed_on))
            return day, False
        if isinstance(value, str):
            self._days[value] = day
        return day, True

    def _seen(self, entry: Entry, question: str, document: str) -> bool:
        value = entry.values["document_seen"]
        seen = False if is_blank(value) or says_unknown(value) else yes_or_no(value)
        if isinstance(seen, Unread):
            self._found.append(seen.at(entry.where("document_seen"), value))
            return False
        if seen and not document:
            self._found.append(warning("seen_without_document", entry.where("document_seen"), question=question))
        return seen and bool(document)

    def _text(self, entry: Entry, column: str) -> str:
        value = entry.values.get(column, "")
        if value == "":
            return ""
        if isinstance(value, Fault):
            self._found.append(Unread(value.code).at(entry.where(column), value))
            return ""
        return as_text(value)

    def _nameless(self, entry: Entry, column: str) -> None:
        """A row without a question or supplier says nothing, unless an answer stands in it."""
        if not is_blank(entry.values.get("answer", "")):
            self._found.append(error("row_without_question", entry.where(column), column=column))

    def _again(
        self,
        code: str,
        entry: Entry,
        column: str,
        text: str,
        params: Callable[[], Mapping[str, object]] = dict,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Counts what would be said of many rows, and says it once, at the first of them."""
        key = (code, text)
        self._counts[key] = self._counts.get(key, 0) + 1
        if key not in self._repeated:
            found = {"found": shown(text), **params()}
            self._repeated[key] = Finding(code, entry.where(column), found, severity)
