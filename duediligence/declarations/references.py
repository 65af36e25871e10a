"""What one file says about another: every name that is used must exist, and no answer may contradict itself.

A rule is a function that yields `Defect`s; to add one, write it and add it to `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from duediligence.declarations.library import Library
from duediligence.findings import Finding, error
from duediligence.model.agreement import Agreement, Measurement
from duediligence.model.base import Declared
from duediligence.model.conditions import When
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Effects, Question, Questionnaire
from duediligence.model.response import AnswerState
from duediligence.model.scales import LEVELS, STRENGTHS
from duediligence.yamlfile import KeyPath

RESULT_NAMES = frozenset({"tier", "established", "possible", "coverage", "status"})
"""What a condition of a share may look at beside facts."""


STATES = frozenset(AnswerState)
"""Words that every question takes as an answer; an option of the same name could not be told from them."""


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect of the content at a key of a record."""

    record: Declared
    path: KeyPath
    code: str
    params: Mapping[str, object]


def broken_references(library: Library, content: SectorContent) -> list[Finding]:
    """Every defect that would make the engine misread the content, with file and line."""
    defects = (defect for rule in RULES for defect in rule(content))
    return [error(d.code, library.place(d.record, d.path), **d.params) for d in defects]


def _drivers(content: SectorContent) -> Iterator[Defect]:
    known = frozenset(content.indicators)
    profile_drivers = {driver.id: index for index, driver in enumerate(content.profile.drivers)}
    for driver in content.drivers:
        index = profile_drivers.get(driver.id)
        record: Declared = driver if index is None else content.profile
        start: KeyPath = () if index is None else ("drivers", index)
        yield from _condition(content, record, (*start, "when"), driver.when)
        for indicator, level in driver.raises.items():
            path = (*start, "raises", indicator)
            if index is not None and indicator not in known:
                yield _unknown(record, path, "unknown_indicator", indicator, known)
            if level not in LEVELS:
                yield _unknown(record, path, "unknown_level", level, LEVELS)
        if driver.if_unknown not in (None, "same", "none", *LEVELS):
            yield _unknown(record, (*start, "if_unknown"), "unknown_level", str(driver.if_unknown), LEVELS)


def _form_conditions(content: SectorContent) -> Iterator[Defect]:
    for respondent, uses in content.profile.questionnaires:
        for index, use in enumerate(uses):
            if use.condition is not None:
                path = ("questionnaires", respondent, index, "if")
                yield from _condition(content, content.profile, path, use.condition)


def _questions(content: SectorContent) -> Iterator[Defect]:
    first: dict[str, str] = {}
    for form in content.questionnaires.values():
        for path, question in _each(form):
            if first.setdefault(question.id, form.id) != form.id:
                yield Defect(form, path, "question_twice", {"id": question.id, "other": first[question.id]})
            for indicator in question.controls:
                if indicator not in content.indicators:
                    yield _unknown(form, (*path, "controls"), "unknown_indicator", indicator, content.indicators)
            if question.ask_when is not None:
                yield from _condition(content, form, (*path, "ask_when"), question.ask_when)


def _answers(content: SectorContent) -> Iterator[Defect]:
    for form in content.questionnaires.values():
        for path, question in _each(form):
            keys = [key for key, _ in question.effects()]
            for key in {key for key in keys if keys.count(key) > 1}:
                yield Defect(form, path, "option_twice", {"id": key, "question": question.id})
            for key in sorted(STATES.intersection(keys)):
                yield Defect(form, path, "option_is_state", {"id": key, "question": question.id})
            for key, effects in question.effects():
                yield from _effects(content, form, (*path, *_effect_path(question, key)), effects)


def _effects(content: SectorContent, form: Questionnaire, path: KeyPath, effects: Effects) -> Iterator[Defect]:
    for indicator in effects.indicators() - content.indicators.keys():
        yield _unknown(form, path, "unknown_indicator", indicator, content.indicators)
    for signal in effects.signals:
        if signal.strength not in STRENGTHS:
            yield _unknown(form, (*path, "signals"), "unknown_strength", signal.strength, STRENGTHS)
        if signal.indicator in effects.no_concern:
            yield Defect(form, path, "signal_and_no_concern", {"indicator": signal.indicator})
    if effects.critical and not effects.signals:
        yield Defect(form, path, "critical_without_signal", {})


def _agreements(content: SectorContent) -> Iterator[Defect]:
    for agreement in content.agreements.values():
        for index, commitment in enumerate(agreement.commitments):
            path: KeyPath = ("commitments", index)
            for indicator in set(commitment.indicators) - content.indicators.keys():
                yield _unknown(agreement, (*path, "indicators"), "unknown_indicator", indicator, content.indicators)
            yield from _measurement(content, agreement, (*path, "measure"), commitment.measure)


def _measurement(content: SectorContent, agreement: Agreement, path: KeyPath, measure: Measurement) -> Iterator[Defect]:
    if measure.kind == "answer":
        yield from _answer_measure(content, agreement, path, measure.question, (*measure.met, *measure.partly))
    elif measure.kind == "share":
        yield from _condition(content, agreement, (*path, "where"), measure.where, RESULT_NAMES)
        yield from _condition(content, agreement, (*path, "among"), measure.among, RESULT_NAMES)
    elif measure.kind == "score" and measure.questionnaire not in content.questionnaires:
        known = content.questionnaires
        yield _unknown(agreement, (*path, "questionnaire"), "unknown_questionnaire_id", measure.questionnaire, known)
    elif measure.kind == "absence":
        for indicator in set(measure.indicators) - content.indicators.keys():
            yield _unknown(agreement, path, "unknown_indicator", indicator, content.indicators)
        for question in set(measure.questions) - content.questions.keys():
            yield _unknown(agreement, path, "unknown_question_id", question, content.questions)


def _answer_measure(
    content: SectorContent, agreement: Agreement, path: KeyPath, question: str, options: Iterable[str]
) -> Iterator[Defect]:
    if question not in content.questions:
        yield _unknown(agreement, (*path, "question"), "unknown_question_id", question, content.questions)
        return
    known = {key for key, _ in content.questions[question].effects()}
    for option in sorted(set(options) - known):
        yield _unknown(agreement, path, "unknown_option_id", option, known)


def _condition(
    content: SectorContent, record: Declared, path: KeyPath, when: When, extra: frozenset[str] = frozenset()
) -> Iterator[Defect]:
    for name in sorted(when.names() - extra):
        table, _, column = name.partition(".")
        if column and table in ("country", "goods"):
            known: Iterable[str] = getattr(content, "countries" if table == "country" else "goods").values
            if column not in known:
                yield _unknown(record, path, "unknown_table_column", name, [f"{table}.{c}" for c in known])
        elif name not in content.fact_ids:
            yield _unknown(record, path, "unknown_fact", name, content.fact_ids)
    for question in sorted(when.questions() - content.questions.keys()):
        yield _unknown(record, path, "unknown_question_id", question, content.questions)


def _unknown(record: Declared, path: KeyPath, code: str, name: str, known: Iterable[str]) -> Defect:
    near = get_close_matches(name, list(known), n=1)
    return Defect(record, path, code, {"name": name, "nearest": near[0] if near else ""})


def _each(form: Questionnaire) -> Iterator[tuple[KeyPath, Question]]:
    for s, section in enumerate(form.sections):
        for q, question in enumerate(section.questions):
            yield ("sections", s, "questions", q), question


def _effect_path(question: Question, key: str) -> KeyPath:
    ids = [option.id for option in question.options]
    return ("options", ids.index(key)) if key in ids else ("bands", int(key.removeprefix("band_")))


def _measures(content: SectorContent) -> Iterator[Defect]:
    for measure in content.measures.values():
        if measure.condition is not None:
            yield from _condition(content, measure, ("if",), measure.condition)


RULES: tuple[Callable[[SectorContent], Iterator[Defect]], ...] = (
    _drivers,
    _form_conditions,
    _questions,
    _answers,
    _agreements,
    _measures,
)
