"""The content's own words for questions, answers, facts and signs, in every language that they have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from duediligence.findings import Finding
from duediligence.model.assessment import AnswerRow
from duediligence.model.base import Text
from duediligence.model.conditions import Scalar, written
from duediligence.model.content import SectorContent
from duediligence.model.facts import Fact, FactType
from duediligence.model.plan import Action, Reason
from duediligence.model.questionnaire import Question, QuestionType
from duediligence.model.response import Supplier
from duediligence.model.sector import Driver
from duediligence.reporting.shared.words import (
    NOTHING,
    country,
    finding_text,
    language,
    listed,
    measured,
    number,
    percent,
    plain,
    say,
    term,
)

FORM_LANGUAGE = "language"
_PLAIN = re.compile(r"[A-Za-z0-9-]")


@lru_cache(maxsize=100_000)
def target(id: str) -> str:
    """The anchor of a supplier's section: the same id gives the same address, round after round."""
    return "s-" + "".join(c if _PLAIN.fullmatch(c) else f"_{ord(c):x}" for c in id)


@dataclass(frozen=True)
class Labels:
    """Looks up the words of one sector's content; what the content does not know is shown as it was written."""

    content: SectorContent

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """Questions numbered in the order of the forms, to refer to where the text would be repeated."""
        return {id: f"V{index}" for index, id in enumerate(self.content.questions, 1)}

    @cached_property
    def measure_numbers(self) -> Mapping[str, str]:
        """Measures numbered in the order of the content."""
        return {id: f"M{index}" for index, id in enumerate(self.content.measures, 1)}

    @cached_property
    def covers(self) -> Mapping[str, frozenset[str]]:
        """The signs that each question speaks about."""
        return {id: question.covers() for id, question in self.content.questions.items()}

    @cached_property
    def _choices(self) -> Mapping[tuple[str, str], Text]:
        return {(id, choice.id): choice.name for id, fact in self.content.facts.items() for choice in fact.choices}

    @cached_property
    def _options(self) -> Mapping[tuple[str, str], Text]:
        questions = self.content.questions.items()
        return {(id, option.id): option.text for id, question in questions for option in question.options}

    def number(self, question: str) -> str:
        """The short number of a question."""
        return self.numbers.get(question, "")

    def question(self, id: str) -> Text:
        """The text of a question."""
        known = self.content.questions.get(id)
        return known.text if known else plain(id)

    def indicator(self, id: str) -> Text:
        """The name of a sign."""
        known = self.content.indicators.get(id)
        return known.name if known else plain(id)

    def driver(self, id: str) -> Text:
        """The label of a driver."""
        known = self._drivers.get(id)
        return known.label if known else plain(id)

    def driver_sources(self, id: str) -> tuple[str, ...]:
        """The sources of a driver."""
        known = self._drivers.get(id)
        return known.sources if known else ()

    def driver_number(self, id: str) -> str:
        """The short number of a driver."""
        return self.driver_numbers.get(id, "")

    @cached_property
    def driver_numbers(self) -> Mapping[str, str]:
        """Drivers numbered in the order of the content."""
        return {id: f"F{index}" for index, id in enumerate(self._drivers, 1)}

    @cached_property
    def _drivers(self) -> Mapping[str, Driver]:
        return {driver.id: driver for driver in self.content.drivers}

    def answer(self, row: AnswerRow) -> Text:
        """An answer in words: the chosen options, the numbers, or why there is none."""
        question = self.content.questions.get(row.question)
        chosen = [self._options.get((row.question, key)) or plain(key.replace("_", " ")) for key in row.keys]
        if row.numbers:
            zone = chosen[:1] if question and question.type is QuestionType.MATRIX else []
            chosen = [*zone, self._numbers(question, row.numbers)]
        if not chosen:
            return term("answer", row.state) if row.state != "answered" else NOTHING
        return chosen[0] if len(chosen) == 1 else listed(chosen)

    def fact(self, id: str) -> Text:
        """The name of a fact, whatever a condition calls it."""
        known = self.content.facts.get(self.content.fact_ids.get(id, id))
        return known.name if known else term("unknown_place", id.partition(".")[0])

    def known(self, supplier: Supplier, fact: str) -> Text:
        """What the register says of one fact of a supplier, in words; without words where it says nothing."""
        return self.values(self.content.facts.get(fact), supplier.facts.get(fact, ()))

    def values(self, fact: Fact | None, values: tuple[Scalar, ...]) -> Text:
        """The values of a fact in words."""
        shown = [self._value(fact, value) for value in values]
        return shown[0] if len(shown) == 1 else listed(shown)

    def action(self, action: Action) -> Text:
        """What an action asks: the measure's text, or what people wrote themselves."""
        measure = self.content.measures.get(action.measure)
        return measure.text if measure and not action.own_text else plain(action.own_text or action.measure)

    def finding(self, finding: Finding) -> tuple[Text, Text]:
        """A problem and its remedy, with the content's words where its texts would name an id."""
        params = {name: self._named(name, value, finding.params) for name, value in finding.params.items()}
        return finding_text(replace(finding, params=params))

    def _named(self, name: str, value: object, params: Mapping[str, object]) -> object:
        id = str(value)
        if name == "question" and id in self.content.questions:
            return say("quoted", words=self.question(id))
        if name == "fact" and id in self.content.facts:
            return self.fact(id)
        if name == "nearest":
            return self._options.get((str(params.get("question", "")), id), value)
        return value

    def reason(self, reason: Reason) -> Text:
        """Why an action is in the plan."""
        if reason.kind == "indicator":
            return self.indicator(reason.ref)
        if reason.kind == "commitment" and reason.ref in self.content.commitments:
            return self.content.commitments[reason.ref].text
        return term(reason.kind, reason.ref)

    def _numbers(self, question: Question | None, values: tuple[float, ...]) -> Text:
        if (
            question
            and question.type is QuestionType.MATRIX
            and question.rows
            and question.columns
            and len(values) == 2
        ):
            rows, columns = question.rows, question.columns
            return say("of_matrix", rows=measured(values[0], rows.unit), columns=measured(values[1], columns.unit))
        if question and question.type is QuestionType.PERCENT:
            return percent(values[0] / 100)
        return measured(values[0], question.unit if question else None)

    def _value(self, fact: Fact | None, value: Scalar) -> Text:
        kind = fact.type if fact else FactType.TEXT
        if isinstance(value, bool):
            return term("flag", written(value))
        if kind is FactType.COUNTRY or (isinstance(value, str) and len(value) == 2 and value.isupper()):
            return country(str(value))
        if isinstance(value, str):
            known = self._choices.get((fact.id, value)) if fact else None
            return known or (language(value) if fact and fact.id == FORM_LANGUAGE else plain(value))
        if kind is FactType.SHARE:
            return percent(value)
        if fact and fact.is_year:
            return plain(written(value))
        return number(value, 0 if float(value).is_integer() else 1)
