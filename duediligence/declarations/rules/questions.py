"""Questions are asked of the right people in an order that works, and every answer says one thing."""

from __future__ import annotations

from collections.abc import Iterator

from duediligence.declarations.defects import Defect, Rule, each_question, questions_of
from duediligence.declarations.rules.names import effects_of
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Question, Questionnaire
from duediligence.model.response import AnswerState

STATES = frozenset(AnswerState)
"""Words that every question takes as an answer; an option of the same name could not be told from them."""


def forms_of_another_respondent(content: SectorContent) -> Iterator[Defect]:
    """A questionnaire that the profile gives to somebody else than it was written for."""
    for respondent, uses in content.profile.questionnaires:
        for index, use in enumerate(uses):
            form = content.questionnaires.get(use.id)
            if form is not None and form.respondent != respondent:
                params = {"id": use.id, "found": respondent, "expected": form.respondent.value}
                yield Defect(content.profile, ("questionnaires", respondent, index), "form_of_other", params)


def questions_that_stand_twice(content: SectorContent) -> Iterator[Defect]:
    """Two questions of the same id in what the sector asks."""
    first: dict[str, str] = {}
    for form, path, question in each_question(content):
        if question.id in first:
            yield Defect(form, path, "question_twice", {"id": question.id, "other": first[question.id]})
        first.setdefault(question.id, form.id)


def options_that_stand_twice(content: SectorContent) -> Iterator[Defect]:
    """Two options of the same id at one question."""
    for form, path, question in each_question(content):
        ids = [option.id for option in question.options]
        for index, id in enumerate(ids):
            if id in ids[:index]:
                yield Defect(form, (*path, "options", index), "option_twice", {"id": id, "question": question.id})


def options_that_are_states(content: SectorContent) -> Iterator[Defect]:
    """An option with the name of an answer that every question takes."""
    for form, path, question in each_question(content):
        for index, option in enumerate(question.options):
            if option.id in STATES:
                params = {"id": option.id, "question": question.id}
                yield Defect(form, (*path, "options", index), "option_is_state", params)


def answers_that_worry_and_assure(content: SectorContent) -> Iterator[Defect]:
    """An answer that raises and clears the same indicator."""
    for form, path, question in each_question(content):
        for at, effects in effects_of(question):
            for indicator in sorted({s.indicator for s in effects.signals}.intersection(effects.no_concern)):
                yield Defect(form, (*path, *at), "signal_and_no_concern", {"indicator": indicator})


def critical_answers_without_signal(content: SectorContent) -> Iterator[Defect]:
    """A critical answer that does not say what the concern is about."""
    for form, path, question in each_question(content):
        for at, effects in effects_of(question):
            if effects.critical and not effects.signals:
                yield Defect(form, (*path, *at), "critical_without_signal")


def questions_that_wait_in_vain(content: SectorContent) -> Iterator[Defect]:
    """A question that waits for itself, for one that is asked later, in a circle, or for another respondent's."""
    order = {question.id: place for place, (_, _, question) in enumerate(each_question(content))}
    for form, path, question in each_question(content):
        for awaited in sorted(_awaited(question)):
            code = _in_vain(content, form, question, awaited, order)
            if code:
                yield Defect(form, (*path, "ask_when"), code, {"id": question.id, "other": awaited})


def _in_vain(
    content: SectorContent, form: Questionnaire, question: Question, awaited: str, order: dict[str, int]
) -> str | None:
    if awaited not in order:
        return None
    if awaited == question.id:
        return "asked_when_itself"
    if question.id in _all_awaited(content, awaited):
        return "asked_in_circle"
    if content.form_of[awaited].respondent is not form.respondent:
        return "asked_when_other_respondent"
    return "asked_when_later" if order[awaited] > order[question.id] else None


def _awaited(question: Question) -> frozenset[str]:
    return question.ask_when.questions() if question.ask_when else frozenset()


def _all_awaited(content: SectorContent, id: str) -> set[str]:
    """Every question for which this one waits, directly or through others."""
    seen: set[str] = set()
    waiting = [id]
    while waiting:
        question = content.questions.get(waiting.pop())
        fresh = _awaited(question) - seen if question else set()
        seen |= fresh
        waiting += fresh
    return seen


def checks_in_a_circle(content: SectorContent) -> Iterator[Defect]:
    """A question that checks itself, directly or through others: it would belong to no matter."""
    for form, path, question in each_question(content):
        seen: list[str] = []
        at: Question | None = question
        while at is not None and at.checks and at.checks not in seen:
            seen.append(at.checks)
            at = content.questions.get(at.checks)
        if question.id in seen:
            yield Defect(form, (*path, "checks"), "checks_in_circle", {"id": question.id})


def bands_that_do_not_rise(content: SectorContent) -> Iterator[Defect]:
    """Bands are tried in order: one that is not above the former can never be reached."""
    for form, path, question in each_question(content):
        bounds = [band.at_most for band in question.bands]
        for index, bound in enumerate(bounds[:-1]):
            following = bounds[index + 1]
            if bound is None or (following is not None and following <= bound):
                at = (*path, "bands", index + 1)
                yield Defect(form, at, "band_never_reached", {"id": question.id, "number": index + 2})
        for name, axis in (("rows", question.rows), ("columns", question.columns)):
            if axis is not None and list(axis.bands) != sorted(set(axis.bands)):
                yield Defect(form, (*path, name, "bands"), "band_never_reached", {"id": question.id, "number": name})


def bands_without_an_open_end(content: SectorContent) -> Iterator[Defect]:
    """The last band has no bound: else the worst numbers would say nothing."""
    for form, path, question in each_question(content):
        if question.bands and question.bands[-1].at_most is not None:
            at = (*path, "bands", len(question.bands) - 1)
            yield Defect(form, at, "bands_end", {"id": question.id, "limit": f"{question.bands[-1].at_most:g}"})


def sections_that_stand_twice(content: SectorContent) -> Iterator[Defect]:
    """Two sections of the same id in one form."""
    for form in content.questionnaires.values():
        ids = [section.id for section in form.sections]
        for index, id in enumerate(ids):
            if id in ids[:index]:
                yield Defect(form, ("sections", index, "id"), "duplicate_id", {"id": id})


def empty_forms(content: SectorContent) -> Iterator[Defect]:
    """A questionnaire that asks nothing."""
    for form in content.questionnaires.values():
        if not any(True for _ in questions_of(form)):
            yield Defect(form, ("sections",), "form_without_questions", {"id": form.id})


RULES: tuple[Rule, ...] = (
    forms_of_another_respondent,
    questions_that_stand_twice,
    options_that_stand_twice,
    options_that_are_states,
    answers_that_worry_and_assure,
    critical_answers_without_signal,
    questions_that_wait_in_vain,
    checks_in_a_circle,
    bands_that_do_not_rise,
    bands_without_an_open_end,
    sections_that_stand_twice,
    empty_forms,
)
