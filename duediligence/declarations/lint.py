"""Advice on content that loads but does not yet serve: dead ids, claims without a source, hard words.

A rule is a function that yields `Advice`; to add one, write it and add it to `RULES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from duediligence.declarations.library import Library
from duediligence.findings import Finding, Severity
from duediligence.model.agreement import Commitment
from duediligence.model.base import Confidence, Declared, Sourced, Text
from duediligence.model.case import PlainLanguage
from duediligence.model.conditions import When
from duediligence.model.content import SectorContent
from duediligence.model.facts import FactType
from duediligence.model.measure import Measure
from duediligence.model.questionnaire import Question, Questionnaire, QuestionType, Respondent, Topic
from duediligence.yamlfile import KeyPath

_SENTENCE_END = re.compile(r"[.!?:;]\s|\n")


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to mend at a key of a record."""

    record: Declared
    path: KeyPath
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = Severity.WARNING


def lint(library: Library, content: SectorContent, language: PlainLanguage) -> list[Finding]:
    """All advice on one sector's content, with file and line."""
    found = [advice for rule in RULES for advice in rule(content)]
    found += _hard_words(content, language)
    found += _dangling_checks(content, library.question_ids)
    placed = [Finding(a.code, library.place(a.record, a.path), a.params, a.severity) for a in found]
    return [finding for finding in placed if not _is_for_others(finding)]


def _is_for_others(finding: Finding) -> bool:
    """Measures of the common file serve all sectors; one sector need not choose them all."""
    return finding.code == "measure_never_chosen" and "/common/" in finding.location.file


def _sources(content: SectorContent) -> Iterator[Advice]:
    for record, path, sourced in _sourced(content):
        for id in sourced.sources:
            if id not in content.sources:
                yield Advice(record, (*path, "sources"), "unknown_source_id", {"id": id}, Severity.ERROR)
        if sourced.confidence is not Confidence.ASSUMPTION and not sourced.sources:
            yield Advice(record, path, "claim_without_source", {}, Severity.ERROR)
        known = [content.sources[id] for id in sourced.sources if id in content.sources]
        if sourced.confidence is Confidence.VERIFIED and known and all(s.mark != "V" for s in known):
            yield Advice(record, path, "confidence_above_source", {}, Severity.ERROR)


def _sourced(content: SectorContent) -> Iterator[tuple[Declared, KeyPath, Sourced]]:
    yield content.profile, (), content.profile
    own = {driver.id: index for index, driver in enumerate(content.profile.drivers)}
    for driver in content.drivers:
        index = own.get(driver.id)
        yield (driver, (), driver) if index is None else (content.profile, ("drivers", index), driver)
    for agreement in content.agreements.values():
        yield agreement, (), agreement
        for index, commitment in enumerate(agreement.commitments):
            yield agreement, ("commitments", index), commitment
    for record in (*content.measures.values(), *content.indicators.values(), *content.regulations):
        yield record, (), record


def _unused_questions(content: SectorContent) -> Iterator[Advice]:
    used = _questions_in_commitments(content.commitments.values())
    asked_first = {q for question in content.questions.values() for q in _condition_questions(question.ask_when)}
    for form, path, question in _each_question(content):
        says = question.covers() or question.controls or question.topic or question.id in used
        if not says and question.id not in asked_first and question.type is not QuestionType.TEXT:
            yield Advice(form, path, "question_without_use", {"id": question.id})


def _unclosable(content: SectorContent) -> Iterator[Advice]:
    """A critical concern that no answer on its matter could ever close is a trap for everybody."""
    clears: dict[str, set[str]] = {}
    for question in content.questions.values():
        matter = content.matter_of[question.id]
        clears.setdefault(matter, set()).update(i for _, e in question.effects() for i in e.no_concern)
    for form, path, question in _each_question(content):
        raised = {s.indicator for _, e in question.effects() for s in e.signals if e.critical}
        for indicator in sorted(raised - clears[content.matter_of[question.id]]):
            yield Advice(form, path, "critical_never_closes", {"id": question.id, "indicator": indicator})


def _unread_checks(content: SectorContent) -> Iterator[Advice]:
    for form, path, question in _each_question(content):
        checked = content.questions.get(question.checks or "")
        if checked is not None and question.covers() and not question.covers() & checked.covers():
            yield Advice(form, path, "check_covers_other", {"id": question.id, "checks": checked.id})


def _dangling_checks(content: SectorContent, known: frozenset[str]) -> Iterator[Advice]:
    """A shared questionnaire may check questions of modules that this sector does not use, but not what is nowhere."""
    for form, path, question in _each_question(content):
        if question.checks and question.checks not in known:
            near = get_close_matches(question.checks, sorted(known), n=1)
            params = {"name": question.checks, "nearest": near[0] if near else ""}
            yield Advice(form, (*path, "checks"), "unknown_question_id", params, Severity.ERROR)


def _measures(content: SectorContent) -> Iterator[Advice]:
    topics = {topic for c in content.commitments.values() for topic in c.topics}
    for measure in content.measures.values():
        if not _is_chosen(measure, content, topics):
            yield Advice(measure, (), "measure_never_chosen", {"id": measure.id}, Severity.NOTE)
    for indicator in content.indicators:
        if not any(indicator in measure.purpose.indicators for measure in content.measures.values()):
            yield Advice(content.indicators[indicator], (), "indicator_without_measure", {"id": indicator})


def _is_chosen(measure: Measure, content: SectorContent, topics: set[Topic]) -> bool:
    purpose = measure.purpose
    return bool(
        set(purpose.indicators) & content.indicators.keys()
        or set(purpose.topics) & topics
        or set(purpose.commitments) & content.commitments.keys()
        or purpose.gaps
    )


def _drivers(content: SectorContent) -> Iterator[Advice]:
    own = {driver.id: index for index, driver in enumerate(content.profile.drivers)}
    for driver in content.drivers:
        index = own.get(driver.id)
        record: Declared = driver if index is None else content.profile
        path: KeyPath = () if index is None else ("drivers", index)
        if not driver.raises:
            yield Advice(record, path, "driver_without_effect", {"id": driver.id})
        if "subdivision" in driver.when.facts and "country" not in driver.when.facts:
            yield Advice(record, path, "subdivision_without_country", {"id": driver.id})
        for fact, value in _unknown_choices(driver.when, content):
            params = {"id": driver.id, "fact": fact, "value": value}
            yield Advice(record, path, "driver_never_applies", params, Severity.ERROR)


def _unknown_choices(when: When, content: SectorContent) -> Iterator[tuple[str, str]]:
    for name, test in when.facts.items():
        fact = content.facts.get(content.fact_ids.get(name, ""))
        if fact and fact.type in (FactType.CHOICE, FactType.MULTI) and fact.choices and isinstance(test, tuple):
            known = {choice.id for choice in fact.choices}
            yield from ((name, value) for value in test if value not in known)
    for branch in when.any:
        yield from _unknown_choices(branch, content)


def _forms(content: SectorContent) -> Iterator[Advice]:
    always = [use.id for use in content.uses(Respondent.SUPPLIER) if use.condition is None]
    limit = content.scales.short_form_questions.value
    count = sum(1 for id in always for q in content.questionnaires[id].questions() if q.ask_when is None)
    if count > limit:
        yield Advice(content.profile, ("questionnaires",), "form_too_long", {"count": count, "limit": limit})
    asked = [q for use in content.uses(Respondent.SUPPLIER) for q in content.questionnaires[use.id].questions()]
    if asked and not any(question.core for question in asked):
        yield Advice(content.profile, ("questionnaires",), "sector_without_core", {"id": content.profile.id})


def _commitments(content: SectorContent) -> Iterator[Advice]:
    for agreement in content.agreements.values():
        for index, commitment in enumerate(agreement.commitments):
            if commitment.kind == "score" and not _has_credit(content, commitment):
                params = {"id": commitment.id}
                yield Advice(agreement, ("commitments", index), "commitment_not_shown", params, Severity.ERROR)


def _has_credit(content: SectorContent, commitment: Commitment) -> bool:
    measure = commitment.measure
    if measure.kind != "score" or measure.questionnaire not in content.questionnaires:
        return False
    questions = content.questionnaires[measure.questionnaire].questions()
    wanted = [q for q in questions if not measure.topics or q.topic in measure.topics]
    return any(effects.credit is not None for q in wanted for _, effects in q.effects())


def _hard_words(content: SectorContent, rules: PlainLanguage) -> Iterator[Advice]:
    for form, path, question in _each_question(content):
        if form.respondent not in (Respondent.SUPPLIER, Respondent.WORKERS):
            continue
        for text in (question.text, *([question.help] if question.help else []), *(o.text for o in question.options)):
            yield from _hard_text(form, path, question, text, rules)


def _hard_text(
    form: Questionnaire, path: KeyPath, question: Question, text: Text, rules: PlainLanguage
) -> Iterator[Advice]:
    for language in text.languages:
        words = text.given(language) or ""
        longest = max(len(sentence.split()) for sentence in _SENTENCE_END.split(words))
        if longest > rules.longest_sentence:
            yield Advice(form, path, "sentence_too_long", {"id": question.id, "words": longest, "language": language})
        for term in rules.jargon.get(language, ()):
            if re.search(rf"\b{re.escape(term)}\b", words, re.IGNORECASE):
                yield Advice(form, path, "hard_word", {"id": question.id, "word": term, "language": language})


def _each_question(content: SectorContent) -> Iterator[tuple[Questionnaire, KeyPath, Question]]:
    for form in content.questionnaires.values():
        for s, section in enumerate(form.sections):
            for q, question in enumerate(section.questions):
                yield form, ("sections", s, "questions", q), question


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


RULES: tuple[Callable[[SectorContent], Iterator[Advice]], ...] = (
    _sources,
    _unused_questions,
    _unclosable,
    _unread_checks,
    _measures,
    _drivers,
    _forms,
    _commitments,
)
