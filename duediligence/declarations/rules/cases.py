"""Cases say what a register and a form could say: facts and questions that exist, numbers as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duediligence.declarations.defects import Defect, unknown
from duediligence.i18n.formats import real_countries
from duediligence.model.case import Case, GivenAnswer, Raw
from duediligence.model.content import SectorContent
from duediligence.model.facts import Fact, FactType
from duediligence.model.questionnaire import Question, QuestionType
from duediligence.model.response import AnswerState
from duediligence.model.sector import Profile
from duediligence.yamlfile import KeyPath

_NUMBERS = (QuestionType.NUMBER, QuestionType.PERCENT)
_OF_OPTIONS = (QuestionType.CHOICE, QuestionType.MULTI)


def facts_that_no_register_holds(content: SectorContent, case: Case) -> Iterator[Defect]:
    """A fact that does not exist, text for a number or a number for text, a value that the fact never has."""
    for name, value in case.facts.items():
        fact = content.facts.get(content.fact_ids.get(name, ""))
        path: KeyPath = ("facts", name)
        if fact is None:
            yield unknown(case, path, "unknown_fact", name, content.fact_ids)
        else:
            yield from _values(case, path, fact, _as_tuple(value))


def _values(case: Case, path: KeyPath, fact: Fact, values: tuple[bool | float | str, ...]) -> Iterator[Defect]:
    for value in values:
        expected = _expected(fact, value)
        if expected:
            yield Defect(case, path, "wrong_type", {"found": value, "expected": expected})
        elif fact.type is FactType.COUNTRY and str(value) not in real_countries():
            defect = unknown(case, path, "unknown_value", str(value), real_countries())
            yield Defect(case, path, defect.code, {**defect.params, "fact": fact.id})
        elif fact.type in (FactType.CHOICE, FactType.MULTI) and fact.choices:
            known = [choice.id for choice in fact.choices]
            if value not in known:
                defect = unknown(case, path, "unknown_value", str(value), known)
                yield Defect(case, path, defect.code, {**defect.params, "fact": fact.id})
        elif fact.type is FactType.SHARE and isinstance(value, (int, float)) and not 0 <= value <= 1:
            yield Defect(case, path, "share_outside", {"name": fact.id, "found": f"{value:g}"})


def _expected(fact: Fact, value: bool | float | str) -> str:
    """How a value of the fact would look, where this is none."""
    if fact.type is FactType.FLAG:
        return "" if isinstance(value, bool) else "true, false"
    if fact.type in (FactType.NUMBER, FactType.SHARE):
        return "12.5" if isinstance(value, (bool, str)) else ""
    return "" if isinstance(value, str) else '"text"'


def answers_that_no_form_takes(content: SectorContent, case: Case) -> Iterator[Defect]:
    """A question or option that does not exist, text for a number, or a number for an option."""
    given: list[tuple[KeyPath, GivenAnswer]] = [(("answers", index), a) for index, a in enumerate(case.answers)]
    given += [(("company", "answers", index), answer) for index, answer in enumerate(case.company.answers)]
    for path, answer in given:
        question = content.questions.get(answer.question)
        if question is None:
            yield unknown(case, path, "unknown_question_id", answer.question, content.questions)
        else:
            yield from _answer(case, (*path, "answer"), question, answer)


def _answer(case: Case, path: KeyPath, question: Question, given: GivenAnswer) -> Iterator[Defect]:
    values = [value for value in _as_tuple(given.answer) if value not in set(AnswerState)]
    for value in values:
        if question.type in _NUMBERS and not _is_number(value):
            yield Defect(case, path, "wrong_type", {"found": value, "expected": "12.5"})
        elif question.type in _OF_OPTIONS:
            known = [option.id for option in question.options]
            if str(value) not in known:
                yield unknown(case, path, "unknown_option_id", str(value), known)
        elif question.type is QuestionType.TEXT and not isinstance(value, str):
            yield Defect(case, path, "wrong_type", {"found": value, "expected": '"text"'})


def _is_number(value: bool | float | str) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def expectations_of_nothing(content: SectorContent, case: Case) -> Iterator[Defect]:
    """A case that expects nothing, or something that does not exist."""
    expect = case.expect
    named: tuple[tuple[str, str, Iterable[str], Iterable[str]], ...] = (
        ("indicators", "unknown_indicator", expect.indicators, content.indicators),
        ("not_indicators", "unknown_indicator", expect.not_indicators, content.indicators),
        ("drivers", "unknown_driver_id", expect.drivers, [driver.id for driver in content.drivers]),
        ("measures", "unknown_measure_id", expect.measures, content.measures),
        ("commitments", "unknown_commitment_id", expect.commitments, content.commitments),
    )
    for key, code, ids, known in named:
        for id in ids:
            if id not in known:
                yield unknown(case, ("expect", key), code, id, known)
    for id in case.company.joined:
        if id not in content.agreements:
            yield unknown(case, ("company", "joined", id), "unknown_agreement_id", id, content.agreements)
    if expect == type(expect)():
        yield Defect(case, ("expect",), "case_expects_nothing", {"id": case.id})


def too_few_cases(profile: Profile, cases: Iterable[Case]) -> Iterator[Defect]:
    """A sector without cases: nobody would see it when its tiers stop making sense."""
    if not list(cases):
        yield Defect(profile, (), "sector_without_cases", {"id": profile.id})


def _as_tuple(value: Raw | None) -> tuple[bool | float | str, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


RULES = (facts_that_no_register_holds, answers_that_no_form_takes, expectations_of_nothing)
