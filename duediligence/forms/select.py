"""Which questions for whom: by the profile's uses and the conditions on facts, and of those the ones that fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from math import ceil

from duediligence.forms.facts import FactReader, facts_of
from duediligence.forms.open_conditions import fails, left_open
from duediligence.forms.shorten import Candidate, Screened, minutes_of, shortened
from duediligence.model.conditions import Values, When, holds
from duediligence.model.content import SectorContent
from duediligence.model.form import SOURCES, AskedQuestion, Form, KnownFact
from duediligence.model.questionnaire import Question, Questionnaire, Respondent, Section
from duediligence.model.response import COMPANY, Answer, AnswerState, Supplier
from duediligence.model.workspace import Company

IDENTITY = frozenset({"id", "name", "language"})
"""Facts that are never asked for: they say which form it is."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a form starts from: about whom, for whom, by whom, and what is known already.

    `screened` is what the facts make likely: it decides what fits on the form. Without it everything is asked.
    """

    content: SectorContent
    supplier: Supplier
    respondent: Respondent
    company: Company
    language: str = "en"
    previous: Sequence[Answer] = ()
    screened: Screened | None = None
    deadline: date | None = None


def build_form(brief: Brief, facts_may_change: bool = False) -> Form:
    """The form of one respondent about one supplier.

    Where `facts_may_change` (a form that adapts while it is filled in), questions that the known facts rule out are
    kept with their conditions, so that correcting a fact brings them back.
    """
    facts = confirmable_facts(brief)
    changeable = frozenset(known.fact.id for known in facts) if facts_may_change else frozenset()
    previous = _newest(brief)
    items = [item for item in _candidates(brief, previous) if _may_apply(item, brief, changeable)]
    applying = [item for item in items if not item.ruled_out]
    kept = _kept(applying, brief)
    chosen = [item for item in items if item.ruled_out or item.question.id in kept]
    return Form(
        questionnaires=_distinct(item.form for item in chosen),
        respondent=brief.respondent,
        supplier=brief.supplier.id,
        supplier_name=brief.supplier.name,
        company=brief.company.id,
        company_name=brief.company.name,
        language=brief.language,
        asked=tuple(_asked(chosen, brief, changeable, previous)),
        facts=facts,
        minutes=_minutes([item for item in applying if item.question.id in kept], brief),
        kept_back=len(applying) - len(kept),
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
    applies: bool | None
    answered: bool

    @property
    def ruled_out(self) -> bool:
        """Whether what is known says that it does not apply; what is unknown counts as holding."""
        return self.applies is False

    @property
    def candidate(self) -> Candidate:
        """The question as one of those that may find room on the form."""
        return Candidate(
            question=self.question,
            minutes=self.form.minutes / len(self.form.questions()),
            hangs_on=frozenset().union(*(when.questions() for when in self.conditions)),
            certain=self.applies is True,
            answered=self.answered,
        )


def _kept(items: Sequence[_Item], brief: Brief) -> Set[str]:
    if brief.screened is None:
        return frozenset(item.question.id for item in items)
    return shortened([item.candidate for item in items], brief.screened, brief.content.scales)


def _candidates(brief: Brief, previous: Mapping[str, Answer]) -> Iterator[_Item]:
    fact = facts_of(brief.supplier, brief.content)
    for use in brief.content.uses(brief.respondent):
        form = brief.content.questionnaires[use.id]
        for section in form.sections:
            for question in section.questions:
                conditions = tuple(when for when in (use.condition, question.ask_when) if when is not None)
                applies = _applies(conditions, fact, previous)
                yield _Item(form, section, question, conditions, applies, _is_answered(previous.get(question.id)))


def _applies(conditions: Sequence[When], fact: FactReader, previous: Mapping[str, Answer]) -> bool | None:
    """False only where a fact is known that rules it out; earlier answers may be other ones today."""
    if any(fails(when, fact) for when in conditions):
        return False

    def answer(question: str) -> Values:
        return previous[question].keys or None if question in previous else None

    return all(holds(when, fact, answer) for when in conditions) or None


def _is_answered(answer: Answer | None) -> bool:
    return answer is not None and answer.state in (AnswerState.ANSWERED, AnswerState.NOT_APPLICABLE)


def _may_apply(item: _Item, brief: Brief, changeable: Set[str]) -> bool:
    """Whether the question applies, or would after a change of the facts that may change."""
    if not item.ruled_out or not changeable:
        return not item.ruled_out
    fact = facts_of(brief.supplier, brief.content)
    return not any(fails(when, _without(fact, brief.content, changeable)) for when in item.conditions)


def _without(fact: FactReader, content: SectorContent, changeable: Set[str]) -> FactReader:
    return lambda name: None if content.fact_ids.get(name) in changeable else fact(name)


def _asked(
    chosen: Sequence[_Item], brief: Brief, changeable: Set[str], previous: Mapping[str, Answer]
) -> Iterator[AskedQuestion]:
    names = frozenset(name for name, id in brief.content.fact_ids.items() if id in changeable)
    fact, asked = facts_of(brief.supplier, brief.content), frozenset(item.question.id for item in chosen)
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


def _minutes(items: Iterable[_Item], brief: Brief) -> int:
    """The questionnaires' minutes, as far as their questions are asked and not only confirmed."""
    minutes = minutes_of((item.candidate for item in items), brief.content.scales)
    return ceil(round(minutes, 6))  # twenty minutes of 24 questions are twenty minutes


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
