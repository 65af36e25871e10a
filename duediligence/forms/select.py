"""Which questions for whom: by the profile's uses, the conditions on facts, and short for a low-risk supplier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from math import ceil

from duediligence.forms.facts import FactReader, facts_of
from duediligence.forms.open_conditions import fails, left_open
from duediligence.model.conditions import When
from duediligence.model.content import SectorContent
from duediligence.model.form import SOURCES, AskedQuestion, Form, KnownFact
from duediligence.model.questionnaire import Question, Questionnaire, Respondent, Section
from duediligence.model.response import COMPANY, Answer, Supplier
from duediligence.model.workspace import Company

IDENTITY = frozenset({"id", "name", "language"})
"""Facts that are never asked for: they say which form it is."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a form starts from: about whom, for whom, by whom, and what is known already."""

    content: SectorContent
    supplier: Supplier
    respondent: Respondent
    company: Company
    language: str = "en"
    previous: Sequence[Answer] = ()
    short: bool = False
    deadline: date | None = None


def build_form(brief: Brief, facts_may_change: bool = False) -> Form:
    """The form of one respondent about one supplier.

    Where `facts_may_change` (a form that adapts while it is filled in), questions that the known facts rule out are
    kept with their conditions, so that correcting a fact brings them back.
    """
    facts = confirmable_facts(brief)
    changeable = frozenset(known.fact.id for known in facts) if facts_may_change else frozenset()
    chosen = list(_chosen(brief, changeable))
    return Form(
        questionnaires=_distinct(item.form for item in chosen),
        respondent=brief.respondent,
        supplier=brief.supplier.id,
        supplier_name=brief.supplier.name,
        company=brief.company.id,
        company_name=brief.company.name,
        language=brief.language,
        asked=tuple(_asked(chosen, brief, changeable)),
        facts=facts,
        minutes=_minutes(item for item in chosen if not item.ruled_out),
        deadline=brief.deadline,
    )


def confirmable_facts(brief: Brief) -> tuple[KnownFact, ...]:
    """The facts that a supplier is asked to confirm: those known, and those that decide which questions apply."""
    if brief.respondent is not Respondent.SUPPLIER:
        return ()
    deciding = {brief.content.fact_ids.get(name) for name in _names_in_conditions(brief.content)}
    known = [KnownFact(fact, brief.supplier.facts.get(id) or None) for id, fact in brief.content.facts.items()]
    return tuple(
        fact
        for fact in known
        if fact.fact.id not in IDENTITY
        and fact.fact.private != "company"
        and fact.fact.ask
        and (fact.values is not None or fact.fact.id in deciding)
    )


@dataclass(frozen=True, slots=True)
class _Item:
    form: Questionnaire
    section: Section
    question: Question
    conditions: tuple[When, ...]
    ruled_out: bool


def _chosen(brief: Brief, changeable: Set[str]) -> Iterator[_Item]:
    items = [item for item in _candidates(brief) if _may_apply(item, brief, changeable)]
    if not brief.short:
        yield from items
        return
    kept = _shortened([i.question for i in items if not i.ruled_out], brief.content.scales.short_form_questions.value)
    yield from (item for item in items if item.ruled_out or item.question.id in kept)


def _candidates(brief: Brief) -> Iterator[_Item]:
    fact = facts_of(brief.supplier, brief.content)
    for use in brief.content.uses(brief.respondent):
        form = brief.content.questionnaires[use.id]
        for section in form.sections:
            for question in section.questions:
                conditions = tuple(when for when in (use.condition, question.ask_when) if when is not None)
                yield _Item(form, section, question, conditions, any(fails(when, fact) for when in conditions))


def _may_apply(item: _Item, brief: Brief, changeable: Set[str]) -> bool:
    """Whether the question applies, or would after a change of the facts that may change."""
    if not item.ruled_out or not changeable:
        return not item.ruled_out
    fact = facts_of(brief.supplier, brief.content)
    return not any(fails(when, _without(fact, brief.content, changeable)) for when in item.conditions)


def _without(fact: FactReader, content: SectorContent, changeable: Set[str]) -> FactReader:
    return lambda name: None if content.fact_ids.get(name) in changeable else fact(name)


def _shortened(questions: Sequence[Question], limit: int) -> Set[str]:
    """The questions of the short form: critical ones, core ones that add an indicator, other core ones, the rest.

    A question of which an answer makes a supplier critical is never dropped, however short the form should be.
    """
    critical = [q for q in questions if any(effects.critical for _, effects in q.effects())]
    seen: set[str] = set()
    first: list[Question] = []
    for question in questions:
        if question.core and question.covers() - seen:
            first.append(question)
            seen |= question.covers()
    order = [*critical, *first, *(q for q in questions if q.core), *(q for q in questions if not q.core)]
    return frozenset(list(dict.fromkeys(question.id for question in order))[: max(limit, len(critical))])


def _asked(chosen: Sequence[_Item], brief: Brief, changeable: Set[str]) -> Iterator[AskedQuestion]:
    names = frozenset(name for name, id in brief.content.fact_ids.items() if id in changeable)
    fact, asked = facts_of(brief.supplier, brief.content), frozenset(item.question.id for item in chosen)
    previous = _newest(brief)
    for number, item in enumerate(chosen, start=1):
        left = tuple(rest for when in item.conditions if (rest := left_open(when, fact, names, asked)) is not None)
        yield AskedQuestion(item.question, item.section, number, left, previous.get(item.question.id))


def _newest(brief: Brief) -> dict[str, Answer]:
    """The newest earlier answer to each question from the same kind of source; one without a date is the oldest."""
    own = [
        answer
        for answer in brief.previous
        if answer.supplier == brief.supplier.id and answer.source in SOURCES[brief.respondent]
    ]
    return {answer.question: answer for answer in sorted(own, key=lambda answer: answer.date or date.min)}


def _minutes(items: Iterable[_Item]) -> int:
    """The questionnaires' minutes, as far as their questions are asked."""
    asked: dict[str, list[_Item]] = {}
    for item in items:
        asked.setdefault(item.form.id, []).append(item)
    return sum(ceil(of[0].form.minutes * len(of) / len(of[0].form.questions())) for of in asked.values())


def _distinct(forms: Iterable[Questionnaire]) -> tuple[Questionnaire, ...]:
    return tuple({form.id: form for form in forms}.values())


def _names_in_conditions(content: SectorContent) -> frozenset[str]:
    uses = content.uses(Respondent.SUPPLIER)
    forms = [use.condition.names() for use in uses if use.condition]
    questions = [q.ask_when.names() for u in uses for q in content.questionnaires[u.id].questions() if q.ask_when]
    return frozenset().union(*forms, *questions)


def about_the_company(company: Company) -> Supplier:
    """The company as the one that its own questionnaire is about."""
    return Supplier(COMPANY, company.name, {"country": (company.country,)})
