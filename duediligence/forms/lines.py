"""A form line by line, as a sheet of paper would hold it: what is shown, what may be chosen, what is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from duediligence.forms.wording import (
    fact_text,
    harmless,
    number_text,
    option_text,
    shown,
    state_text,
    states_for,
    unit_text,
    what_it_is,
)
from duediligence.i18n.texts import translate
from duediligence.model.conditions import When
from duediligence.model.facts import FactType
from duediligence.model.form import (
    AXES,
    CHECKED,
    FILLED_IN_BY,
    FILLED_IN_ON,
    SOURCE,
    AskedQuestion,
    Form,
    KnownFact,
    RowKey,
    RowKind,
)
from duediligence.model.questionnaire import Question, QuestionType
from duediligence.model.response import SAYS_NOTHING, Answer, AnswerState

REMARK_ROWS = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `answer` is what is filled in beforehand, `open` the conditions that may still rule the row out."""

    key: RowKey
    number: str = ""
    text: str = ""
    help: str = ""
    answer: str = ""
    choices: tuple[str, ...] = ()
    strict: bool = False
    plain_number: bool = False
    comment: str = ""
    reason: str = ""
    document: str = ""
    open: tuple[When, ...] = ()

    @property
    def takes_notes(self) -> bool:
        """Whether reason, comment and document may be filled in beside the answer."""
        return self.key.kind is RowKind.QUESTION and not self.key.part


def lines_of(form: Form) -> Iterator[Line]:
    """Every line of a form below its heading."""
    if form.facts:
        title, intro = (translate(f"form.rows.{key}", form.language) for key in ("facts", "facts_intro"))
        yield _heading("facts", title, intro)
        yield from (_fact_line(known, form.language) for known in form.facts)
    for index, (section, questions) in enumerate(form.sections, start=1):
        yield _heading(f"section_{index}", shown(section.title, form.language), shown(section.intro, form.language))
        for asked in questions:
            yield from _question_lines(asked, form)
    yield _heading("finish", translate("form.rows.finish", form.language))
    yield from _closing_lines(form)
    yield _heading("remarks", translate("form.rows.remarks", form.language))
    remark = translate("form.rows.remark", form.language)
    yield from (Line(RowKey(RowKind.REMARK, str(n)), text=f"{remark} {n}") for n in range(1, REMARK_ROWS + 1))


def _heading(id: str, title: str, intro: str = "") -> Line:
    return Line(RowKey(RowKind.HEADING, id), text=title, help=intro)


def _fact_line(known: KnownFact, language: str) -> Line:
    fact = known.fact
    choices: tuple[str, ...] = ()
    if fact.type is FactType.FLAG:
        choices = _yes_no(language)
    elif fact.type is FactType.CHOICE:
        choices = tuple(option_text(choice.name, language) for choice in fact.choices)
    return Line(
        RowKey(RowKind.FACT, fact.id),
        text=shown(fact.name, language),
        help=what_it_is(fact, language),
        answer=fact_text(known, language),
        choices=choices,
        plain_number=fact.type is FactType.NUMBER,
    )


def _question_lines(asked: AskedQuestion, form: Form) -> Iterator[Line]:
    question, previous, language = asked.question, asked.previous, form.language
    states = tuple(state_text(state, language) for state in states_for(form.respondent))
    main = Line(
        RowKey(RowKind.QUESTION, question.id),
        number=str(asked.number),
        text=shown(question.text, language),
        help=_help(question, language),
        answer=_main_answer(question, previous, language),
        choices=states,
        plain_number=question.type is QuestionType.NUMBER,
        open=asked.open,
    )
    if question.type is QuestionType.CHOICE:
        options = tuple(option_text(option.text, language) for option in question.options)
        main = replace(main, choices=options + states, strict=True)
    yield _with_notes(main, previous)
    if question.type is QuestionType.MULTI:
        yield from _option_lines(asked, language)
    elif question.type is QuestionType.MATRIX:
        yield from _axis_lines(asked, language)


def _help(question: Question, language: str) -> str:
    """The explanation, and how to fill in what a single cell cannot hold."""
    parts = [shown(question.help, language)]
    if question.type is QuestionType.MULTI:
        parts.append(translate("form.sheet.choose_many", language))
    elif question.type is QuestionType.MATRIX:
        parts.append(translate("form.sheet.two_numbers", language))
    elif question.type is QuestionType.PERCENT:
        parts.append(translate("form.sheet.percent", language))
    else:
        parts.append(_unit_help(unit_text(question.unit, language), language))
    return " ".join(part for part in parts if part)


def _unit_help(unit: str, language: str) -> str:
    return translate("form.sheet.unit", language, unit=unit) if unit else ""


def _option_lines(asked: AskedQuestion, language: str) -> Iterator[Line]:
    chosen = asked.previous.keys if asked.previous else ()
    for option in asked.question.options:
        yield Line(
            RowKey(RowKind.QUESTION, asked.question.id, option.id),
            text=option_text(option.text, language),
            answer=_yes_no(language)[0] if option.id in chosen else "",
            choices=_yes_no(language),
            open=asked.open,
        )


def _axis_lines(asked: AskedQuestion, language: str) -> Iterator[Line]:
    numbers = asked.previous.numbers if asked.previous else ()
    for index, (name, axis) in enumerate(zip(AXES, (asked.question.rows, asked.question.columns), strict=True)):
        if axis is not None:
            yield Line(
                RowKey(RowKind.QUESTION, asked.question.id, name),
                text=shown(axis.text, language),
                help=_unit_help(unit_text(axis.unit, language), language),
                answer=number_text(numbers[index]) if len(numbers) > index else "",
                open=asked.open,
            )


def _main_answer(question: Question, previous: Answer | None, language: str) -> str:
    """What the question's own cell says of an earlier answer; options and axes have their own lines."""
    if previous is None:
        return ""
    if previous.state is not AnswerState.ANSWERED:
        return state_text(previous.state, language) if previous.state not in SAYS_NOTHING else ""
    if question.type is QuestionType.CHOICE:
        texts = {option.id: option_text(option.text, language) for option in question.options}
        return texts.get(previous.keys[0], "") if len(previous.keys) == 1 else ""
    if question.type in (QuestionType.NUMBER, QuestionType.PERCENT):
        return number_text(previous.numbers[0]) if previous.numbers else ""
    return harmless(previous.text) if question.type in (QuestionType.DATE, QuestionType.TEXT) else ""


def _with_notes(line: Line, previous: Answer | None) -> Line:
    if previous is None:
        return line
    return replace(
        line,
        reason=harmless(previous.reason),
        comment=harmless(previous.comment),
        document=harmless(previous.document),
    )


def _closing_lines(form: Form) -> Iterator[Line]:
    def text(key: str) -> str:
        return translate(f"form.rows.{key}", form.language)

    if form.prefilled:
        yield Line(CHECKED, text=text("checked"), choices=_yes_no(form.language))
    if len(form.sources) > 1:
        sources = tuple(translate(f"form.source.{source.value}", form.language) for source in form.sources)
        yield Line(SOURCE, text=text("source"), choices=sources, strict=True)
    yield Line(FILLED_IN_ON, text=text("date"), help=text("date_help"))
    yield Line(FILLED_IN_BY, text=text("role"), help=text("role_help"))


def _yes_no(language: str) -> tuple[str, str]:
    return translate("form.words.yes", language), translate("form.words.no", language)
