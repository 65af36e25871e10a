"""The rows of an interview form: safety and consent first, then the site, then the questions, and thanks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from duediligence.forms.wording import option_text, shown, states_for
from duediligence.forms.xlsform_relevance import Relevance
from duediligence.i18n.texts import translate
from duediligence.model.base import Text
from duediligence.model.conditions import When
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
    SOURCES,
    Stamp,
)
from duediligence.model.questionnaire import Question, Questionnaire, QuestionType, Respondent
from duediligence.model.response import AnswerState

Worded: TypeAlias = dict[str, str]
Choice: TypeAlias = tuple[str, str, Worded]

_STATES, _YES_NO, _SOURCES = f"{INTERVIEW_FIELD}states", f"{INTERVIEW_FIELD}yes_no", f"{INTERVIEW_FIELD}sources"
_TYPES = {
    QuestionType.NUMBER: "decimal",
    QuestionType.PERCENT: "decimal",
    QuestionType.DATE: "date",
    QuestionType.TEXT: "text",
}


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """One row of the sheet `survey`; texts are by language."""

    type: str
    name: str = ""
    label: Worded = field(default_factory=dict)
    hint: Worded = field(default_factory=dict)
    constraint_message: Worded = field(default_factory=dict)
    relevant: str = ""
    constraint: str = ""
    calculation: str = ""
    default: str = ""
    required: str = ""
    appearance: str = ""


@dataclass(frozen=True)
class Interview:
    """What an interview form is made from."""

    forms: Sequence[Questionnaire]
    respondent: Respondent
    languages: tuple[str, ...]
    stamp: Stamp
    relevance: Relevance

    def words(self, key: str, **params: object) -> Worded:
        """A text of the tool in every language of the form."""
        return {id: translate(f"form.{key}", id, **params) for id in self.languages}

    def shown(self, text: Text | None) -> Worded:
        """A text of the content in every language of the form."""
        return {id: _plain(shown(text, id)) for id in self.languages}

    @property
    def states(self) -> tuple[AnswerState, ...]:
        """The universal answers that are offered."""
        return states_for(self.respondent)

    @property
    def takes_notes(self) -> bool:
        """Whether comments and documents are asked for; with workers they could expose somebody."""
        return self.respondent is not Respondent.WORKERS


def rows_of(interview: Interview) -> tuple[list[InterviewRow], list[Choice]]:
    """The rows of the survey and the choices of its lists."""
    questions = list(_question_rows(interview))  # first, for it gathers what the site's facts decide
    facts = [InterviewRow("calculate", name, calculation=path) for name, path in interview.relevance.calculations()]
    rows = [*_opening(interview), *facts, *questions, *_closing(interview)]
    return rows, [*_common_choices(interview), *_own_choices(interview)]


def _opening(interview: Interview) -> Iterator[InterviewRow]:
    say = interview.words
    of_workers = interview.respondent is Respondent.WORKERS
    yield InterviewRow("note", f"{INTERVIEW_FIELD}safety", say("interview.safety"))
    consent = say("interview.consent" if of_workers else "interview.consent_other")
    yield InterviewRow(f"select_one {_YES_NO}", CONSENT, consent, say("interview.consent_hint"), required="yes")
    yield InterviewRow("note", f"{INTERVIEW_FIELD}goodbye", say("interview.goodbye"), relevant=f"${{{CONSENT}}} = 'no'")
    yield InterviewRow("calculate", FORM_FIELD, calculation=f"'{interview.stamp}'")
    yield InterviewRow(
        "begin_group", f"{INTERVIEW_FIELD}talk", say("interview.setting"), relevant=f"${{{CONSENT}}} = 'yes'"
    )
    yield InterviewRow(
        f"select_one {SITE}s", SITE, say("interview.site"), required="yes", appearance="minimal autocomplete"
    )
    yield InterviewRow(
        "date", CONVERSATION_DATE, say("interview.date"), constraint=". <= today()", default="today()", required="yes"
    )
    if len(SOURCES[interview.respondent]) > 1:
        yield InterviewRow(f"select_one {_SOURCES}", CONVERSATION_SOURCE, say("interview.source"), required="yes")


def _closing(interview: Interview) -> Iterator[InterviewRow]:
    yield InterviewRow("text", REMARKS, interview.words("interview.remarks"), appearance="multiline")
    yield InterviewRow("note", f"{INTERVIEW_FIELD}thanks", interview.words("interview.thanks"))
    yield InterviewRow("end_group")


def _question_rows(interview: Interview) -> Iterator[InterviewRow]:
    asked = {question.id: question for form in interview.forms for question in form.questions()}
    for form, use in zip(interview.forms, interview.relevance.uses, strict=True):
        for section in form.sections:
            rows = [row for q in section.questions for row in _asked(interview, q, _relevant(interview, q, use, asked))]
            if rows:
                name = f"{form.id}{PART_SIGN}{section.id}"
                yield InterviewRow("begin_group", name, interview.shown(section.title))
                yield from rows
                yield InterviewRow("end_group")


def _relevant(interview: Interview, question: Question, use: When | None, asked: dict[str, Question]) -> str | None:
    """When the question is asked; empty for always, None for never."""
    conditions = [when for when in (use, question.ask_when) if when is not None]
    fails = interview.relevance.fails(conditions, asked)
    if isinstance(fails, bool):
        return None if fails else ""
    return f"not({fails})"


def _asked(interview: Interview, question: Question, relevant: str | None) -> Iterator[InterviewRow]:
    if relevant is None:
        return
    kind = _ASKED.get(question.type, _typed)
    for row in kind(interview, question):
        yield replace(row, relevant=_both(relevant, row.relevant))


def _choice(interview: Interview, question: Question) -> Iterator[InterviewRow]:
    many = question.type is QuestionType.MULTI
    row = InterviewRow(
        f"select_{'multiple' if many else 'one'} {question.id}",
        question.id,
        interview.shown(question.text),
        interview.shown(question.help),
    )
    yield (
        replace(row, constraint=_one_state(interview), constraint_message=interview.words("interview.one_state"))
        if many
        else row
    )
    yield _reason(interview, question, question.id)
    yield from _notes(interview, question, f"${{{question.id}}} != ''")


def _typed(interview: Interview, question: Question) -> Iterator[InterviewRow]:
    row = InterviewRow(
        _TYPES[question.type], question.id, interview.shown(question.text), interview.shown(question.help)
    )
    yield _bounded(interview, row, question.type is QuestionType.PERCENT) if row.type == "decimal" else row
    yield from _without_answer(interview, question, f"${{{question.id}}} = ''")


def _matrix(interview: Interview, question: Question) -> Iterator[InterviewRow]:
    names = [f"{question.id}{PART_SIGN}{axis}" for axis in AXES]
    yield InterviewRow(
        "note", f"{question.id}{PART_SIGN}note", interview.shown(question.text), interview.shown(question.help)
    )
    for name, axis in zip(names, (question.rows, question.columns), strict=True):
        if axis is not None:
            yield _bounded(interview, InterviewRow("decimal", name, interview.shown(axis.text)), percent=False)
    yield from _without_answer(interview, question, " and ".join(f"${{{name}}} = ''" for name in names))


_ASKED: dict[QuestionType, Callable[[Interview, Question], Iterator[InterviewRow]]] = {
    QuestionType.CHOICE: _choice,
    QuestionType.MULTI: _choice,
    QuestionType.MATRIX: _matrix,
}


def _without_answer(interview: Interview, question: Question, empty: str) -> Iterator[InterviewRow]:
    """The universal answers beside a number, date or text."""
    name = f"{question.id}{PART_SIGN}state"
    words = interview.words("interview.state")
    yield InterviewRow(f"select_one {_STATES}", name, words, relevant=empty, appearance="minimal")
    yield _reason(interview, question, name)
    yield from _notes(interview, question, f"not({empty})")


def _reason(interview: Interview, question: Question, about: str) -> InterviewRow:
    not_applicable = f"selected(${{{about}}}, '{INTERVIEW_FIELD}{AnswerState.NOT_APPLICABLE.value}')"
    return InterviewRow(
        "text", f"{question.id}{PART_SIGN}reason", interview.words("interview.reason"), relevant=not_applicable
    )


def _notes(interview: Interview, question: Question, answered: str) -> Iterator[InterviewRow]:
    if interview.takes_notes:
        for part in ("comment", "document"):
            yield InterviewRow(
                "text", f"{question.id}{PART_SIGN}{part}", interview.words(f"interview.{part}"), relevant=answered
            )


def _bounded(interview: Interview, row: InterviewRow, percent: bool) -> InterviewRow:
    constraint = ". >= 0 and . <= 100" if percent else ". >= 0"
    message = interview.words("interview.between" if percent else "interview.positive")
    return replace(row, constraint=constraint, constraint_message=message)


def _one_state(interview: Interview) -> str:
    """Either answers, or one universal answer alone."""
    states = " or ".join(f"selected(., '{INTERVIEW_FIELD}{state.value}')" for state in interview.states)
    return f"count-selected(.) = 1 or not({states})"


def _both(first: str, second: str) -> str:
    return f"({first}) and ({second})" if first and second else first or second


def _common_choices(interview: Interview) -> Iterator[Choice]:
    for answer in ("yes", "no"):
        yield _YES_NO, answer, interview.words(f"words.{answer}")
    for source in SOURCES[interview.respondent]:
        yield _SOURCES, source.value, interview.words(f"source.{source.value}")
    for state in interview.states:
        yield _STATES, f"{INTERVIEW_FIELD}{state.value}", interview.words(f"states.{state.value}")


def _own_choices(interview: Interview) -> Iterator[Choice]:
    for question in (q for form in interview.forms for q in form.questions()):
        if question.type in (QuestionType.CHOICE, QuestionType.MULTI):
            for option in question.options:
                yield question.id, option.id, {id: _plain(option_text(option.text, id)) for id in interview.languages}
            for state in interview.states:
                yield question.id, f"{INTERVIEW_FIELD}{state.value}", interview.words(f"states.{state.value}")


def _plain(text: str) -> str:
    return text.replace("${", "$ {")
