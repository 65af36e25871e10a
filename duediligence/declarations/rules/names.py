"""Every name that is used must exist in what the sector uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duediligence.declarations.defects import (
    Condition,
    Defect,
    Rule,
    each_commitment,
    each_condition,
    each_driver,
    each_question,
    unknown,
)
from duediligence.model.agreement import Agreement, Commitment
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Effects, Question
from duediligence.model.scales import LEVELS, STRENGTHS
from duediligence.yamlfile import KeyPath

RESULTS = frozenset({"tier", "established", "possible", "coverage", "status"})
"""What a condition of a share may look at beside facts."""


def unknown_names_in_conditions(content: SectorContent) -> Iterator[Defect]:
    """A condition on a fact, a table column, a question or an answer that does not exist."""
    for condition in each_condition(content):
        yield from _unknown_facts(content, condition)
        for path, question, options in condition.answers():
            if question not in content.questions:
                yield unknown(condition.record, path, "unknown_question_id", question, content.questions)
            else:
                known = _answer_keys(content.questions[question])
                for option in options:
                    if option not in known:
                        yield unknown(condition.record, path, "unknown_option_id", option, known)


def _unknown_facts(content: SectorContent, condition: Condition) -> Iterator[Defect]:
    columns = {f"country.{c}" for c in content.countries.values} | {f"goods.{c}" for c in content.goods.values}
    for path, name, _ in condition.tests():
        if name.startswith(("country.", "goods.")):
            if name not in columns:
                yield unknown(condition.record, path, "unknown_table_column", name, columns)
        elif name not in content.fact_ids and not (condition.of_results and name in RESULTS):
            yield unknown(condition.record, path, "unknown_fact", name, content.fact_ids)


def unknown_indicators_and_levels_in_drivers(content: SectorContent) -> Iterator[Defect]:
    """A driver that raises what is no indicator, or to what is no level. Common drivers serve every set."""
    for record, path, driver in each_driver(content):
        for indicator, level in driver.raises.items():
            if record is content.profile and indicator not in content.indicators:
                yield unknown(record, (*path, "raises", indicator), "unknown_indicator", indicator, content.indicators)
            if level not in LEVELS:
                yield unknown(record, (*path, "raises", indicator), "unknown_level", level, LEVELS)
        if driver.if_unknown not in (None, "same", "none", *LEVELS):
            yield unknown(record, (*path, "if_unknown"), "unknown_level", str(driver.if_unknown), LEVELS)


def unknown_drivers_that_access_waits_for(content: SectorContent) -> Iterator[Defect]:
    """A driver that must be ruled out before somebody goes, and that is none or does not close access."""
    closing = [driver.id for driver in content.drivers if driver.closes_access]
    for record, path, driver in each_driver(content):
        for id in driver.access_waits_for:
            if id not in closing:
                yield unknown(record, (*path, "access_waits_for"), "unknown_driver_id", id, closing)


def unknown_indicators_in_questions(content: SectorContent) -> Iterator[Defect]:
    """A question about what is no indicator, or with a signal of a strength that does not exist."""
    for form, path, question in each_question(content):
        for indicator in question.controls:
            if indicator not in content.indicators:
                yield unknown(form, (*path, "controls"), "unknown_indicator", indicator, content.indicators)
        for effects_path, effects in effects_of(question):
            at = (*path, *effects_path)
            for indicator in sorted(effects.indicators() - content.indicators.keys()):
                yield unknown(form, at, "unknown_indicator", indicator, content.indicators)
            for signal in effects.signals:
                if signal.strength not in STRENGTHS:
                    yield unknown(form, (*at, "signals"), "unknown_strength", signal.strength, STRENGTHS)


def unknown_names_in_commitments(content: SectorContent) -> Iterator[Defect]:
    """A commitment measured by what does not exist."""
    for agreement, path, commitment in each_commitment(content):
        for indicator in sorted(set(commitment.indicators) - content.indicators.keys()):
            yield unknown(agreement, (*path, "indicators"), "unknown_indicator", indicator, content.indicators)
        yield from _measured_by(content, agreement, (*path, "measure"), commitment)


def _measured_by(
    content: SectorContent, agreement: Agreement, path: KeyPath, commitment: Commitment
) -> Iterator[Defect]:
    measure = commitment.measure
    if measure.kind == "answer":
        yield from _answer(content, agreement, path, measure.question, (*measure.met, *measure.partly))
    elif measure.kind == "score" and measure.questionnaire not in content.questionnaires:
        at = (*path, "questionnaire")
        yield unknown(agreement, at, "unknown_questionnaire_id", measure.questionnaire, content.questionnaires)
    elif measure.kind == "absence":
        for indicator in sorted(set(measure.indicators) - content.indicators.keys()):
            yield unknown(agreement, (*path, "indicators"), "unknown_indicator", indicator, content.indicators)
        for question in sorted(set(measure.questions) - content.questions.keys()):
            yield unknown(agreement, (*path, "questions"), "unknown_question_id", question, content.questions)


def _answer(
    content: SectorContent, agreement: Agreement, path: KeyPath, question: str, options: Iterable[str]
) -> Iterator[Defect]:
    if question not in content.questions:
        yield unknown(agreement, (*path, "question"), "unknown_question_id", question, content.questions)
        return
    known = _answer_keys(content.questions[question])
    for option in sorted(set(options) - known):
        yield unknown(agreement, path, "unknown_option_id", option, known)


def unknown_facts_in_submissions(content: SectorContent) -> Iterator[Defect]:
    """A fact that companies are to hand in and that does not exist."""
    for agreement in content.agreements.values():
        weight = agreement.submission.weight
        for key, ids in (("facts", agreement.submission.facts), ("weight", (weight,) if weight else ())):
            for id in ids:
                if id not in content.facts:
                    yield unknown(agreement, ("submission", key), "unknown_fact", id, content.facts)


def effects_of(question: Question) -> Iterator[tuple[KeyPath, Effects]]:
    """What every option and band says, with its path inside the question."""
    for index, option in enumerate(question.options):
        yield ("options", index), option
    for index, band in enumerate(question.bands):
        yield ("bands", index), band


def _answer_keys(question: Question) -> frozenset[str]:
    return frozenset(key for key, _ in question.effects())


RULES: tuple[Rule, ...] = (
    unknown_names_in_conditions,
    unknown_indicators_and_levels_in_drivers,
    unknown_drivers_that_access_waits_for,
    unknown_indicators_in_questions,
    unknown_names_in_commitments,
    unknown_facts_in_submissions,
)
