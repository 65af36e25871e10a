"""What the page of a form holds, as plain data: every text in every language, conditions, facts and earlier answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from duediligence.forms.wording import (
    fact_text,
    harmless,
    number_text,
    option_text,
    state_text,
    states_for,
    unit_text,
    voice,
    what_it_is,
)
from duediligence.i18n.formats import show_date
from duediligence.i18n.texts import catalogue
from duediligence.model.base import Text
from duediligence.model.conditions import Bounds, Test, When
from duediligence.model.content import SectorContent
from duediligence.model.form import ANSWER_FILE, AskedQuestion, Form, KnownFact
from duediligence.model.questionnaire import Axis, Question, QuestionType
from duediligence.model.response import SAYS_NOTHING, Answer, AnswerState

Data: TypeAlias = dict[str, Any]
_AREAS = ("page.", "states.", "words.", "columns.", "rows.", "source.", "cover.")
_MANY_CHOICES = 400  # a list of all places of origin is long, and nobody types it


def page_data(form: Form, content: SectorContent, languages: Sequence[str]) -> Data:
    """Everything that the page shows and needs, in the languages asked for; English is always there to fall back on."""
    spoken = tuple(dict.fromkeys((*languages, "en")))
    return {
        "format": ANSWER_FILE,
        "stamp": str(form.stamp),
        "key": form.stamp.fingerprint,
        "supplier": form.supplier,
        "names": {"supplier": harmless(form.supplier_name), "company": harmless(form.company_name)},
        "language": form.language,
        "minutes": form.minutes,
        "deadline": {id: _deadline(form, id) for id in spoken},
        "sources": [source.value for source in form.sources],
        "states": [state.value for state in states_for(form.respondent)],
        "intro": _in(spoken, form.questionnaires[0].intro) if form.questionnaires else {},
        "cover": _cover(form),
        "texts": {id: _tool_texts(form, id) for id in spoken},
        "facts": [_fact(known, spoken) for known in form.facts],
        "sections": [
            {
                "title": _in(spoken, section.title),
                "intro": _in(spoken, section.intro),
                "questions": [_question(asked, content, spoken) for asked in questions],
            }
            for section, questions in form.sections
        ],
    }


def _tool_texts(form: Form, language: str) -> dict[str, str]:
    texts = {key: text.get(language, text["en"]) for key, text in catalogue("form").items() if key.startswith(_AREAS)}
    title = catalogue("form")[f"title.{voice(form.respondent)}"]
    return {**texts, "title": title.get(language, title["en"])}


def _cover(form: Form) -> list[Data]:
    tone = voice(form.respondent)
    names = ("why", "use", "who", "honest")
    blocks = [{"title": f"cover.{name}.title", "text": f"cover.{name}.{tone}"} for name in names]
    return [*blocks, {"title": "cover.names.title", "text": "cover.names.text"}]


def _deadline(form: Form, language: str) -> str:
    if form.deadline is None:
        return ""
    text = catalogue("form")["cover.deadline"]
    return text.get(language, text["en"]).format(date=show_date(form.deadline, language))


def _fact(known: KnownFact, languages: Sequence[str]) -> Data:
    fact = known.fact
    choices = fact.choices if len(fact.choices) <= _MANY_CHOICES else ()
    return {
        "id": fact.id,
        "type": fact.type.value,
        "name": _in(languages, fact.name),
        "help": {id: what_it_is(fact, id) for id in languages if fact.help and fact.help.given(id)},
        "values": None if known.values is None else list(known.values),
        "shown": {id: fact_text(known, id) for id in languages},
        "choices": [
            {"id": choice.id, "text": {id: option_text(choice.name, id) for id in languages}} for choice in choices
        ],
    }


def _question(asked: AskedQuestion, content: SectorContent, languages: Sequence[str]) -> Data:
    question = asked.question
    data: Data = {
        "id": question.id,
        "type": question.type.value,
        "text": _in(languages, question.text),
        "help": _in(languages, question.help),
        "unit": _every(languages, lambda id: unit_text(question.unit, id)),
        "when": [_condition(when, content) for when in asked.open],
        "previous": _previous(question, asked.previous, languages),
    }
    if question.type in (QuestionType.CHOICE, QuestionType.MULTI):
        data["options"] = [{"id": option.id, "text": _in(languages, option.text)} for option in question.options]
    if question.type is QuestionType.MATRIX and question.rows and question.columns:
        data["axes"] = [_axis(axis, languages) for axis in (question.rows, question.columns)]
        data["zones"] = [list(row) for row in question.zones]
    if question.bands:
        data["bands"] = [band.at_most for band in question.bands]
    return data


def _axis(axis: Axis, languages: Sequence[str]) -> Data:
    unit = _every(languages, lambda id: unit_text(axis.unit, id))
    return {"text": _in(languages, axis.text), "unit": unit, "bands": list(axis.bands)}


def _condition(when: When, content: SectorContent) -> Data:
    return {
        "facts": {content.fact_ids.get(name, name): _test(test) for name, test in when.facts.items()},
        "answer": {question: list(options) for question, options in when.answer.items()},
        "any": [_condition(branch, content) for branch in when.any],
    }


def _test(test: Test) -> object:
    if isinstance(test, Bounds):
        return {name: bound for name, bound in test.model_dump().items() if bound is not None}
    return test if isinstance(test, bool) else list(test)


def _previous(question: Question, answer: Answer | None, languages: Sequence[str]) -> Data | None:
    """An earlier answer as the page keeps answers, and in words."""
    if answer is None or answer.state in SAYS_NOTHING:
        return None
    answered = answer.state is AnswerState.ANSWERED
    given = {
        "keys": list(answer.keys) if answered and question.type in (QuestionType.CHOICE, QuestionType.MULTI) else [],
        "numbers": ([number_text(number) for number in answer.numbers] + ["", ""])[:2] if answered else ["", ""],
        "text": harmless(answer.text) if answered and question.type in (QuestionType.DATE, QuestionType.TEXT) else "",
        "state": "" if answered else answer.state.value,
        "reason": harmless(answer.reason),
        "comment": harmless(answer.comment),
        "document": harmless(answer.document),
        "documentDate": "",
    }
    return {"answer": given, "shown": _every(languages, lambda id: previous_text(question, answer, id))}


def previous_text(question: Question, answer: Answer, language: str) -> str:
    """An earlier answer in words."""
    if answer.state is not AnswerState.ANSWERED:
        return state_text(answer.state, language)
    if question.type in (QuestionType.CHOICE, QuestionType.MULTI):
        texts = {option.id: option_text(option.text, language) for option in question.options}
        return "; ".join(texts.get(key, key) for key in answer.keys)
    return "; ".join(number_text(number) for number in answer.numbers) or harmless(answer.text)


def _in(languages: Sequence[str], text: Text | None) -> dict[str, str]:
    """A text in those of the languages in which it exists."""
    if text is None:
        return {}
    return {id: harmless(given) for id in languages if (given := text.given(id)) is not None}


def _every(languages: Sequence[str], word: Callable[[str], str]) -> dict[str, str]:
    return {id: word(id) for id in languages}
