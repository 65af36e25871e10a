"""Nothing in the content is there for nothing: every question, measure, driver and commitment does something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duediligence.declarations.defects import Defect, Rule, each_commitment, each_driver, each_question
from duediligence.findings import Severity
from duediligence.model.agreement import Commitment
from duediligence.model.conditions import When
from duediligence.model.content import SectorContent
from duediligence.model.measure import Measure
from duediligence.model.questionnaire import QuestionType, Respondent, Topic


def questions_without_use(content: SectorContent) -> Iterator[Defect]:
    """A question that no indicator, topic, commitment or other question needs."""
    used = _questions_in_commitments(content.commitments.values())
    asked_first = {q for question in content.questions.values() for q in _condition_questions(question.ask_when)}
    for form, path, question in each_question(content):
        says = question.covers() or question.controls or question.topic or question.id in used
        if not says and question.id not in asked_first and question.type is not QuestionType.TEXT:
            yield Defect(form, path, "question_without_use", {"id": question.id}, Severity.WARNING)


def critical_concerns_that_never_close(content: SectorContent) -> Iterator[Defect]:
    """A critical concern that no answer on its matter could ever close is a trap for everybody."""
    clears = _cleared_by_matter(content)
    for form, path, question in each_question(content):
        raised = {s.indicator for _, e in question.effects() for s in e.signals if e.critical}
        for indicator in sorted(raised - clears[content.matter_of[question.id]]):
            params = {"id": question.id, "indicator": indicator}
            yield Defect(form, path, "critical_never_closes", params, Severity.WARNING)


def indicators_that_no_answer_clears(content: SectorContent) -> Iterator[Defect]:
    """A supplier's matter on which the best of answers leaves an indicator as likely as silence does."""
    clears = _cleared_by_matter(content)
    for form, path, question in each_question(content):
        if form.respondent is not Respondent.SUPPLIER or content.matter_of[question.id] != question.id:
            continue
        for indicator in sorted(question.covers() - clears[question.id]):
            params = {"id": question.id, "indicator": indicator}
            yield Defect(form, path, "indicator_never_cleared", params, Severity.WARNING)


def _cleared_by_matter(content: SectorContent) -> dict[str, set[str]]:
    clears: dict[str, set[str]] = {}
    for question in content.questions.values():
        assured = {indicator for _, effects in question.effects() for indicator in effects.no_concern}
        clears.setdefault(content.matter_of[question.id], set()).update(assured)
    return clears


def checks_of_another_indicator(content: SectorContent) -> Iterator[Defect]:
    """A question that checks another one and speaks about none of its indicators."""
    for form, path, question in each_question(content):
        checked = content.questions.get(question.checks or "")
        if checked is not None and question.covers() and not question.covers() & checked.covers():
            params = {"id": question.id, "checks": checked.id}
            yield Defect(form, path, "check_covers_other", params, Severity.WARNING)


def measures_that_nothing_chooses(content: SectorContent) -> Iterator[Defect]:
    """A measure of the sector for what the sector does not have."""
    topics = {topic for c in content.commitments.values() for topic in c.topics}
    for measure in content.measures.values():
        if not _is_chosen(measure, content, topics):
            yield Defect(measure, (), "measure_never_chosen", {"id": measure.id}, Severity.NOTE)


def _is_chosen(measure: Measure, content: SectorContent, topics: set[Topic]) -> bool:
    purpose = measure.purpose
    return bool(
        set(purpose.indicators) & content.indicators.keys()
        or set(purpose.topics) & topics
        or set(purpose.commitments) & content.commitments.keys()
        or purpose.gaps
    )


def indicators_without_a_measure(content: SectorContent) -> Iterator[Defect]:
    """An indicator about which nobody would know what to do."""
    for id, indicator in content.indicators.items():
        if not any(id in measure.purpose.indicators for measure in content.measures.values()):
            yield Defect(indicator, (), "indicator_without_measure", {"id": id}, Severity.WARNING)


def drivers_without_effect(content: SectorContent) -> Iterator[Defect]:
    """A driver that raises nothing."""
    for record, path, driver in each_driver(content):
        if not driver.raises:
            yield Defect(record, path, "driver_without_effect", {"id": driver.id}, Severity.WARNING)


def forms_that_are_too_long(content: SectorContent) -> Iterator[Defect]:
    """More questions than a supplier of low risk should get; what is asked under a condition does not count."""
    always = [use.id for use in content.uses(Respondent.SUPPLIER) if use.condition is None]
    forms = [content.questionnaires[id] for id in always if id in content.questionnaires]
    limit = content.scales.short_form_questions.value
    count = sum(1 for form in forms for question in form.questions() if question.ask_when is None)
    if count > limit:
        params = {"count": count, "limit": limit}
        yield Defect(content.profile, ("questionnaires",), "form_too_long", params, Severity.WARNING)


def sectors_without_core_questions(content: SectorContent) -> Iterator[Defect]:
    """No question by which coverage could be counted."""
    ids = {use.id for use in content.uses(Respondent.SUPPLIER)}
    forms = [form for id, form in content.questionnaires.items() if id in ids]
    if forms and not any(question.core for form in forms for question in form.questions()):
        params = {"id": content.profile.id}
        yield Defect(content.profile, ("questionnaires",), "sector_without_core", params, Severity.WARNING)


def commitments_that_no_question_shows(content: SectorContent) -> Iterator[Defect]:
    """A score without credits, a share of everything, an absence of nothing: its state would never change."""
    for agreement, path, commitment in each_commitment(content):
        if not _is_shown(content, commitment):
            yield Defect(agreement, path, "commitment_not_shown", {"id": commitment.id})


def _is_shown(content: SectorContent, commitment: Commitment) -> bool:
    measure = commitment.measure
    if measure.kind == "score":
        return _has_credit(content, measure.questionnaire, measure.topics)
    if measure.kind == "share":
        return measure.where != When()
    if measure.kind == "absence":
        covered = {i for question in content.questions.values() for i in question.covers()}
        return bool(measure.questions or covered.intersection(measure.indicators))
    return measure.kind == "joint" or bool(measure.met)


def _has_credit(content: SectorContent, questionnaire: str, topics: tuple[Topic, ...]) -> bool:
    if questionnaire not in content.questionnaires:
        return True  # unknown names are another rule's
    questions = content.questionnaires[questionnaire].questions()
    wanted = [q for q in questions if not topics or q.topic in topics]
    return any(effects.credit is not None for q in wanted for _, effects in q.effects())


def _questions_in_commitments(commitments: Iterable[Commitment]) -> set[str]:
    used: set[str] = set()
    for commitment in commitments:
        measure = commitment.measure
        if measure.kind == "answer":
            used.add(measure.question)
        elif measure.kind == "absence":
            used.update(measure.questions)
        elif measure.kind == "share":
            used |= measure.where.questions() | measure.among.questions()
    return used


def _condition_questions(when: When | None) -> frozenset[str]:
    return when.questions() if when else frozenset()


RULES: tuple[Rule, ...] = (
    questions_without_use,
    critical_concerns_that_never_close,
    indicators_that_no_answer_clears,
    checks_of_another_indicator,
    measures_that_nothing_chooses,
    indicators_without_a_measure,
    drivers_without_effect,
    forms_that_are_too_long,
    sectors_without_core_questions,
    commitments_that_no_question_shows,
)
