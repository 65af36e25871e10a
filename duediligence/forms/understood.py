"""What was understood of a supplier's own answers, question by question, in the supplier's language.

Only the supplier's own words go in, and only findings about its own files or rows: this is mailed back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from duediligence.findings import Finding, Location
from duediligence.forms.facts import facts_of
from duediligence.forms.languages import language as known_language
from duediligence.forms.select import Brief, build_form
from duediligence.forms.understood_words import Wording, answer_text, fact_name, notes_of, question_named
from duediligence.forms.wording import shown
from duediligence.model.conditions import Values, holds
from duediligence.model.content import SectorContent
from duediligence.model.form import AskedQuestion, file_stem
from duediligence.model.questionnaire import Question, Respondent
from duediligence.model.response import SAYS_NOTHING, Answer, AnswerState, SourceKind, Supplier
from duediligence.model.returned import ReturnedForm
from duediligence.model.understood import FactCorrected, FormReceived, QuestionUnderstood, Standing, Understood
from duediligence.model.workspace import Company

_FACTS = ("form_fact_differs", "form_fact_given")
_REMARK = "form_remark"
_IN_PART = ("answer_read_in_part", "assurance_read_in_part", "two_answers_in_part")
"""Which part of such an answer already counts would say what worries us; for the supplier it is not read yet."""
_FOR_THE_COMPANY = frozenset(
    {"form_supplier_from_name", "form_other_sector", "form_source_assumed", "type_behind_name", "macros_not_run",
     "external_links_not_followed", "source_assumed", "seen_without_document", "form_sent_twice",
     "form_is_older", "form_other_supplier", "form_of_several_suppliers"}
)  # fmt: skip
"""What the company is told about a form, and a supplier can do nothing about."""


@dataclass(frozen=True)
class CameIn:
    """Everything that was read in a round; what belongs to one supplier is found in it once for all."""

    content: SectorContent
    company: Company
    read_on: date
    suppliers: Sequence[Supplier]
    answers: Sequence[Answer]
    forms: Sequence[ReturnedForm]
    findings: Sequence[Finding]


def understood_of(
    came: CameIn, otherwise: str, wanted: Sequence[str] = (), language: str | None = None
) -> list[Understood]:
    """What was understood of the wanted suppliers; without any, of each of whom something came in.

    Each is told in its form's language, else the one that the register names, else `otherwise`; or in `language`.
    """
    parts = _Parts(came)
    chosen = [s for s in came.suppliers if (s.id in wanted if wanted else parts.of(s.id))]
    return [_Reader(came, parts, s, language or parts.language(s, otherwise)).understood() for s in chosen]


class _Parts:
    """Forms, answers and findings by supplier."""

    def __init__(self, came: CameIn) -> None:
        self.forms: dict[str, list[ReturnedForm]] = defaultdict(list)
        self.answers: dict[str, list[Answer]] = defaultdict(list)
        for form in came.forms:
            if form.source is SourceKind.SUPPLIER:
                self.forms[form.supplier].append(form)
        for answer in came.answers:
            if answer.source is SourceKind.SUPPLIER:
                self.answers[answer.supplier].append(answer)
        self._of_file: dict[str, set[str]] = defaultdict(set)
        self._of_sheet: dict[tuple[str, str], set[str]] = defaultdict(set)
        for form in came.forms:
            self._of_file[form.place.file].add(_owner(form))
            self._of_sheet[(form.place.file, form.place.sheet)].add(_owner(form))
        self._of_row = {_row(answer.location): _owner(answer) for answer in came.answers}
        self._of_name = {file_stem(supplier.id).casefold(): supplier.id for supplier in came.suppliers}
        self.findings: dict[str, list[Finding]] = defaultdict(list)
        for finding in came.findings:
            if owner := self._about(finding.location):
                self.findings[owner].append(finding)

    def of(self, supplier: str) -> bool:
        """Whether anything of a supplier's own came in."""
        return any(supplier in found for found in (self.forms, self.answers, self.findings))

    def language(self, supplier: Supplier, otherwise: str) -> str:
        """The language of the newest form, or what the register says."""
        forms = sorted(self.forms.get(supplier.id, ()), key=_day)
        spoken = [form.language for form in forms if form.language]
        return spoken[-1] if spoken else next((w.casefold() for w in supplier.words("language")), otherwise)

    def _about(self, place: Location) -> str:
        """Whose own file, sheet or row a place is; empty where it is not one supplier's alone."""
        owners = self._of_sheet.get((place.file, place.sheet)) if place.sheet else self._of_file.get(place.file)
        if owners is not None:
            return next(iter(owners)) if len(owners) == 1 else ""
        if place.line or place.path:
            return self._of_row.get(_row(place), "")
        return self._by_name(place.file)

    def _by_name(self, file: str) -> str:
        """Whose a file is that could not be read, by the name under which its form was sent out."""
        words = PurePosixPath(file).stem.casefold().split("_")
        names = ("_".join(words[:count]) for count in range(len(words), 0, -1))
        return next((self._of_name[name] for name in names if name in self._of_name), "")


def _owner(of: ReturnedForm | Answer) -> str:
    """The supplier whose own word it is; empty for what others said about it."""
    return of.supplier if of.source is SourceKind.SUPPLIER else ""


def _day(form: ReturnedForm) -> tuple[date, Location]:
    return form.day or date.min, form.place


def _row(place: Location) -> tuple[str, str, int, str]:
    """A row of a sheet, or a record of a list (`[3].answer` is of the record `[3]`)."""
    return place.file, place.sheet, place.line, place.path.rpartition(".")[0]


@dataclass(frozen=True)
class _Reader:
    came: CameIn
    parts: _Parts
    supplier: Supplier
    language: str

    def understood(self) -> Understood:
        answers = self._effective()
        questions = self._questions(answers)
        wording = self._wording(questions)
        findings = [f for f in self.parts.findings.get(self.supplier.id, ()) if f.code not in _FOR_THE_COMPANY]
        by_question, rest = self._sorted(findings, wording.numbers)
        return Understood(
            supplier=self.supplier.id,
            name=self.supplier.name,
            company=self.came.company.name,
            language=self.language,
            direction=known_language(self.language).direction,
            read_on=self.came.read_on,
            received=tuple(self._received()),
            questions=tuple(
                self._question(question, answers.get(question.id, ()), by_question.get(question.id, ()), wording)
                for question in questions
            ),
            problems=tuple(wording.problem(f) for f in rest if f.code not in (*_FACTS, _REMARK)),
            facts=tuple(self._fact(f, wording) for f in rest if f.code in _FACTS),
            remarks=tuple(str(f.params.get("text", "")) for f in rest if f.code == _REMARK),
        )

    def _wording(self, questions: Sequence[Question]) -> Wording:
        numbers = {question.id: number for number, question in enumerate(questions, start=1)}
        files = self._files()
        only = next(iter(files)) if len(files) == 1 else ""
        return Wording(self.language, numbers, only)

    def _effective(self) -> dict[str, list[Answer]]:
        """The newest answers to each question; several where one day has several."""
        found: dict[str, list[Answer]] = {}
        for answer in self.parts.answers.get(self.supplier.id, ()):
            newest = found.setdefault(answer.question, [answer])
            if (answer.date or date.min) > (newest[0].date or date.min):
                found[answer.question] = [answer]
            elif answer is not newest[0] and answer.date == newest[0].date:
                newest.append(answer)
        return found

    def _questions(self, answers: Mapping[str, Sequence[Answer]]) -> list[Question]:
        """The questions that stood on the form, or that the supplier would be asked; without those ruled out."""
        known = self.came.content.questions
        forms = sorted(self.parts.forms.get(self.supplier.id, ()), key=_day, reverse=True)
        asked = dict.fromkeys(id for form in forms for id in form.asked)
        ids = asked or dict.fromkeys(item.question.id for item in self._form_of_now())
        ids |= dict.fromkeys(answers)
        said: dict[str, Values] = {id: given[0].keys or None for id, given in answers.items()}
        return [known[id] for id in ids if id in known and (id in answers or self._may_apply(known[id], said))]

    def _form_of_now(self) -> Iterator[AskedQuestion]:
        brief = Brief(self.came.content, self.supplier, Respondent.SUPPLIER, self.came.company, self.language)
        yield from build_form(brief).asked

    def _may_apply(self, question: Question, said: Mapping[str, Values]) -> bool:
        if question.ask_when is None:
            return True
        return holds(question.ask_when, facts_of(self.supplier, self.came.content), said.get) is not False

    def _received(self) -> Iterator[FormReceived]:
        yield from (FormReceived(file.rpartition("/")[2], day) for file, day in self._files().items())

    def _files(self) -> dict[str, date | None]:
        """Every file in which something came, with the day that it says."""
        forms = sorted(self.parts.forms.get(self.supplier.id, ()), key=_day)
        days = {form.place.file: form.day for form in forms}
        for answer in self.parts.answers.get(self.supplier.id, ()):
            days.setdefault(answer.location.file, answer.date)
        return days

    def _sorted(
        self, findings: Iterable[Finding], numbers: Mapping[str, int]
    ) -> tuple[dict[str, list[Finding]], list[Finding]]:
        """The findings by question, and those about the form as a whole."""
        at_row = {_row(a.location): a.question for a in self.parts.answers.get(self.supplier.id, ())}
        by_question: dict[str, list[Finding]] = defaultdict(list)
        rest: list[Finding] = []
        for finding in findings:
            named = question_named(finding)
            question = named if named in numbers else at_row.get(_row(finding.location), "")
            (by_question[question] if question in numbers else rest).append(finding)
        return by_question, rest

    def _question(
        self, question: Question, answers: Sequence[Answer], findings: Sequence[Finding], wording: Wording
    ) -> QuestionUnderstood:
        section = next(s for s in self.came.content.form_of[question.id].sections if question in s.questions)
        in_part = any(finding.code in _IN_PART for finding in findings)
        given = [answer for answer in answers if answer.state not in SAYS_NOTHING and not in_part]
        texts = dict.fromkeys(answer_text(answer, question, self.language) for answer in given)
        return QuestionUnderstood(
            number=wording.numbers[question.id],
            id=question.id,
            section=shown(section.title, self.language),
            text=shown(question.text, self.language),
            standing=_standing(given, findings),
            answer=" | ".join(texts),
            notes=tuple(dict.fromkeys(note for answer in answers for note in notes_of(answer, self.language))),
            place=wording.place(answers[0].location) if answers else "",
            problems=tuple(map(wording.problem, findings)),
        )

    def _fact(self, finding: Finding, wording: Wording) -> FactCorrected:
        name = fact_name(str(finding.params["fact"]), self.came.content.facts, self.language)
        before, now = str(finding.params["before"]), str(finding.params["now"])
        return FactCorrected(name, before, now, wording.place(finding.location))


def _standing(given: Sequence[Answer], findings: Sequence[Finding]) -> Standing:
    if not given:
        return Standing.NOT_READ if findings else Standing.OPEN
    answered = any(answer.state is AnswerState.ANSWERED for answer in given)
    return Standing.ANSWERED if answered else Standing.SAID_OTHERWISE
