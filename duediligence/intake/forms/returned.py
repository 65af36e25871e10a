"""What every kind of returned form has in common: whose it is, which edition, which facts were corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from duediligence.findings import Finding, Location, error, note, warning
from duediligence.intake.answers import QuestionReader
from duediligence.intake.books import QuestionBook
from duediligence.intake.files.grid import Value, is_blank
from duediligence.intake.files.reading import Reading
from duediligence.intake.files.unread import Unread, shown
from duediligence.model.form import SOURCES, Stamp, file_stem
from duediligence.model.questionnaire import Question, QuestionType, Respondent
from duediligence.model.response import COMPANY, SourceKind, Supplier
from duediligence.model.returned import ReturnedForm

Stamps = Sequence[tuple[Stamp, bool]]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose answers they are, and which editions the questions are from."""

    supplier: str
    respondent: Respondent
    editions: tuple[tuple[str, str], ...] = ()
    language: str = ""
    questions: int = 0

    def form(
        self,
        place: Location,
        day: date | Unread | None,
        source: SourceKind | None = None,
        asked: tuple[str, ...] = (),
    ) -> ReturnedForm:
        """The form as one that came back."""
        filled_in = day if isinstance(day, date) else None
        return ReturnedForm(self.supplier, source or self.source, self.language, filled_in, asked, self.editions, place)

    @property
    def source(self) -> SourceKind:
        """Who answers where the form does not say otherwise."""
        return SOURCES[self.respondent][0]

    def spoken(self, named: str | None) -> tuple[SourceKind, bool]:
        """Who spoke, and whether anybody said so; a source that this respondent cannot be is not believed."""
        may_be = SOURCES[self.respondent]
        return (SourceKind(named), True) if named in may_be else (self.source, len(may_be) == 1)


def whose_form(own: Stamps, around: Stamps, place: Location) -> Reading[Whose | None]:
    """Whose form it is: `own` stamps stand beside the answers, those `around` elsewhere in the same file.

    The answers go where their own stamp says, or nowhere: a mistake here would blame the wrong supplier.
    """
    stamps = own or around
    if not stamps:
        return Reading(None)
    if not all(fits for _, fits in stamps):
        return Reading(None, (error("form_stamp_changed", place, supplier=stamps[0][0].supplier),))
    if len({stamp.supplier for stamp, _ in stamps}) > 1:
        names = ", ".join(sorted(stamp.supplier for stamp, _ in stamps))
        return Reading(None, (error("form_of_several_suppliers", place, suppliers=names),))
    whose = _of_stamp(stamps[0][0])
    if whose is None:
        return Reading(None, (error("form_stamp_changed", place, supplier=stamps[0][0].supplier),))
    others = sorted({stamp.supplier for stamp, _ in around if stamp.supplier != whose.supplier})
    found = [warning("form_other_supplier", place, supplier=whose.supplier, other=other) for other in others]
    return Reading(whose, tuple(found))


def _of_stamp(stamp: Stamp) -> Whose | None:
    try:
        return Whose(stamp.supplier, Respondent(stamp.respondent), stamp.editions, stamp.language, stamp.questions)
    except ValueError:
        return None


def whose_by_name(
    file: str, suppliers: Mapping[str, Supplier], asked: Respondent, place: Location
) -> Reading[Whose | None]:
    """Whose form it is by the name under which it was sent out, where nothing in the file says so any more."""
    stem = PurePath(file).stem.casefold()
    if asked is Respondent.COMPANY:
        return Reading(Whose(COMPANY, asked), (warning("form_supplier_from_name", place, supplier=COMPANY),))
    fitting = [id for id in suppliers if f"{stem}_".startswith(f"{file_stem(id)}_".casefold())]
    if not fitting:
        return Reading(None, (error("form_without_supplier", place),))
    supplier = max(fitting, key=len)
    return Reading(Whose(supplier, asked), (warning("form_supplier_from_name", place, supplier=supplier),))


def asked_of(questions: Iterable[str], book: QuestionBook) -> Respondent:
    """Of whom these questions are asked; of the supplier where nobody knows."""
    forms = book.content.form_of if book.content else {}
    return next((forms[id].respondent for id in questions if id in forms), Respondent.SUPPLIER)


def edition_findings(whose: Whose, answered: Iterable[str], book: QuestionBook, place: Location) -> Iterator[Finding]:
    """Says that a form is of another edition than the one in use, and which of its questions are new."""
    if book.content is None:
        return
    seen = set(answered)
    for id, edition in whose.editions:
        current = book.content.questionnaires.get(id)
        if current is None:
            yield warning("form_other_sector", place, form=id, edition=edition)
        elif current.edition != edition:
            old = book.content.older_editions.get((id, edition))
            known = {question.id for question in old.questions()} if old else seen
            new = [question.id for question in current.questions() if question.id not in known]
            params = {"form": id, "edition": edition, "current": current.edition, "new": ", ".join(new) or "–"}
            yield note("form_old_edition", place, **params)


def old_questions(whose: Whose, book: QuestionBook) -> Mapping[str, Question]:
    """The questions as the form's own editions put them, where those are not in use any more."""
    older = book.content.older_editions if book.content else {}
    forms = [older[edition] for edition in whose.editions if edition in older]
    return {question.id: question for form in forms for question in form.questions()}


def in_words_of_now(value: Value, old: Question | None, book: QuestionBook) -> Value:
    """An answer in the words of an old edition as option ids, where the options are still there."""
    if old is None or old.id not in book or not isinstance(value, (str, list)) or is_blank(value):
        return value
    if old.type not in (QuestionType.CHOICE, QuestionType.MULTI) or old == book[old.id]:
        return value
    reader = QuestionReader(old)
    parts = reader.parts(value)
    options = {option.id for option in book[old.id].options}
    named = [(part, reader.option(part)) for part in parts]
    now = [key if key and key in options else part for part, key in named]
    return value if now == parts else now


def fact_finding(fact: str, before: str, now: str, place: Location) -> Finding:
    """Says that a supplier corrected or added a fact: the register stays the company's to change."""
    code = "form_fact_given" if not before else "form_fact_differs"
    return warning(code, place, fact=fact, before=shown(before) or "–", now=shown(now) or "–")
