"""What a raw answer says to a question: an option in any language, numbers, a date, a text, or one of the states.

A near miss is named with a suggestion and not taken: the answer is then one that could not be read. Of several answers
to one question, those that can be read and raise a concern stay (`Question.still_said`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duediligence.findings import Finding, Location
from duediligence.i18n.texts import LANGUAGES, catalogue
from duediligence.intake.files.grid import Fault, Value, as_text, is_blank
from duediligence.intake.files.unread import Unread, shown
from duediligence.intake.several import parts_of
from duediligence.intake.typed.dates import date_of
from duediligence.intake.typed.numbers import LONGEST, number_of, percent_units, without_unit
from duediligence.intake.typed.spelling import fold, folded, nearest, spellings
from duediligence.model.base import Text
from duediligence.model.problems import NO_SUGGESTION
from duediligence.model.questionnaire import Question, QuestionType
from duediligence.model.response import LEAVES_ALL_POSSIBLE, AnswerState

_BETWEEN_TWO = re.compile(r"\s*[;|×/\n]\s*|\s+[xX]\s+|(?<=[0-9%])[xX](?=[0-9])|,\s+")


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer comes down to: its state and, where it was answered, keys, numbers or text."""

    state: AnswerState = AnswerState.ANSWERED
    keys: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class InPart:
    """An answer of which a part cannot be read: what stays of it, and what is wrong with the rest."""

    said: Said
    unread: Unread


NOT_SAID = Said(AnswerState.NO_ANSWER)
NOT_READ = Said(AnswerState.UNREAD)
_TWO = Unread("two_answers")
_STATES = {state: Said(state) for state in AnswerState}


def state_of(value: Value) -> AnswerState | None:
    """The state that a text names (unknown, refused, ...), or None; blank is no answer."""
    if is_blank(value):
        return AnswerState.NO_ANSWER
    key = spellings("states").get(fold(value)) if isinstance(value, str) else None
    return AnswerState(key) if key and key != AnswerState.ANSWERED else None


class QuestionReader:
    """Reads the answers to one question; answers that were understood once are remembered."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.options = folded((name, o.id) for o in question.options for name in (o.id, *o.text.all()))
        self.units = frozenset(_unit_names(question)) | percent_units()
        self._read = _READERS[question.type]
        self._known: dict[str, Said] = {}

    def read(self, value: Value, location: Location, percent: bool = False) -> tuple[Said, Finding | None]:
        """What a cell says; `percent` where it is formatted as a percentage. At most one finding."""
        if isinstance(value, str) and (known := self._known.get(value)) is not None:
            return known, None
        said = self._said(value, percent)
        if isinstance(said, Unread):
            return NOT_READ, said.at(location, value, question=self.question.id)
        if isinstance(said, InPart):
            return said.said, said.unread.at(location, value, question=self.question.id)
        if isinstance(value, str) and len(self._known) < _REMEMBERED:
            self._known[value] = said
        return said, None

    def _said(self, value: Value, percent: bool) -> Said | InPart | Unread:
        if isinstance(value, Fault):
            return Unread(value.code)
        states_first = is_blank(value) or self.question.type is QuestionType.TEXT
        if states_first and (state := state_of(value)):
            return _STATES[state]
        said = self._read(self, value, percent)
        if isinstance(said, Unread) and (state := state_of(value)):
            return _STATES[state]
        return said

    def option(self, text: str) -> str | None:
        """The id of the option that a text names, in any language."""
        return self.options.get(fold(text))

    def parts(self, value: Value) -> list[str]:
        """The answers of which a value consists, whether or not they can be read."""
        texts = [text for text in value if not is_blank(text)] if isinstance(value, list) else [value]
        return [part for text in texts for part in parts_of(as_text(text), lambda part: self.option(part) is not None)]

    def in_part(self, keys: Sequence[str], unread: str) -> InPart:
        """What stays of these options where something beside them cannot be read, and the finding that says so."""
        kept = self.question.still_said(keys)
        code = "answer_read_in_part" if kept else "assurance_read_in_part"
        why = {"found": shown(unread), "nearest": self.nearest(unread), "said": self.named(kept or keys)}
        return InPart(Said(keys=kept) if kept else NOT_READ, Unread(code, why))

    def without_assurance(self, said: Said) -> Said:
        """What stays of an answer of which nobody says who gave it: a concern or a refusal, and nothing else."""
        kept = self.question.still_said(said.keys)
        if kept:
            return replace(said, keys=kept)
        return said if said.state in LEAVES_ALL_POSSIBLE else NOT_SAID

    def of_two(self, keys: Sequence[str]) -> InPart | Unread:
        """What stays where several options were given and there is room for one: those that raise a concern."""
        kept = self.question.still_said(keys)
        return InPart(Said(keys=kept), Unread("two_answers_in_part", {"said": self.named(kept)})) if kept else _TWO

    def at_odds(self, said: Said) -> Said | InPart:
        """The answer as it is, with a finding where one option assures what another worries about."""
        chosen = [option for option in self.question.options if option.id in said.keys]
        raised = {signal.indicator for option in chosen for signal in option.signals}
        assuring = [option.id for option in chosen if not option.signals and raised.intersection(option.no_concern)]
        if not assuring:
            return said
        told = {"said": self.named(self.question.still_said(said.keys)), "assuring": self.named(assuring)}
        return InPart(said, Unread("answer_at_odds", told))

    def named(self, keys: Iterable[str]) -> Text:
        """Options as they are called in each language."""
        texts = [option.text for option in self.question.options if option.id in set(keys)]
        nl, en = ("; ".join(text.get(language) for text in texts) for language in LANGUAGES)
        return Text(nl=nl, en=en)

    def nearest(self, text: str) -> Text | str:
        """The option that a mistyped text may have meant, as it is called in each language, or a dash."""
        near = nearest(text, self.options)
        return near if near == NO_SUGGESTION else self.named([near])


_REMEMBERED = 500


def _unit_names(question: Question) -> Iterator[str]:
    """The unit as it may stand behind a number: its id, its names in the forms, and how people write it (`54 uur`)."""
    unit = question.unit
    if isinstance(unit, Text):
        yield from map(fold, unit.all())
    elif unit:
        yield fold(unit)
        yield from map(fold, catalogue("form").get(f"units.{unit}", {}).values())
        kind = unit.partition("_")[0]  # days_in_four_weeks are days
        yield from (word for word, key in spellings("words").items() if key == kind)


def _choice(reader: QuestionReader, value: Value, percent: bool) -> Said | InPart | Unread:
    said = _options(reader, value, percent)
    return reader.of_two(said.keys) if isinstance(said, Said) and len(said.keys) > 1 else said


def _multi(reader: QuestionReader, value: Value, percent: bool) -> Said | InPart | Unread:
    said = _options(reader, value, percent)
    return reader.at_odds(said) if isinstance(said, Said) else said


def _options(reader: QuestionReader, value: Value, percent: bool) -> Said | InPart | Unread:
    parts = reader.parts(value)
    keys = tuple(dict.fromkeys(key for part in parts if (key := reader.option(part))))
    unread = [part for part in parts if reader.option(part) is None]
    if not unread:
        return Said(keys=keys) if keys else NOT_SAID
    if not keys:
        return Unread("unknown_option", {"found": shown(unread[0]), "nearest": reader.nearest(unread[0])})
    return reader.in_part(keys, "; ".join(unread))


def _number(reader: QuestionReader, value: Value, percent: bool) -> Said | Unread:
    number = number_of(without_unit(value, reader.units)[0] if isinstance(value, str) else value)
    return number if isinstance(number, Unread) else _measured(reader.question, number)


def _percent(reader: QuestionReader, value: Value, percent: bool) -> Said | Unread:
    number = _percentage(reader, value, percent)
    if isinstance(number, Unread):
        return number
    return _measured(reader.question, number) if number <= 100 else Unread("percent_out_of_range")


def _percentage(reader: QuestionReader, value: Value, percent: bool) -> float | Unread:
    """A number of per cent; a bare fraction may be a part of 1 that lost its format, and is not guessed."""
    bare, marked = without_unit(value, reader.units) if isinstance(value, str) else (value, False)
    number = number_of(bare)
    if isinstance(number, Unread):
        return number
    if percent and not isinstance(value, str):
        return round(number * 100, 9)
    return Unread("percent_ambiguous") if 0 < number < 1 and not marked else number


def _matrix(reader: QuestionReader, value: Value, percent: bool) -> Said | Unread:
    if isinstance(value, str) and len(value) <= LONGEST:
        value = _BETWEEN_TWO.split(value.strip())
    if not isinstance(value, list) or len(value) != 2:
        return Unread("not_two_numbers")
    numbers = [number_of(without_unit(part, reader.units)[0] if isinstance(part, str) else part) for part in value]
    known = [number for number in numbers if not isinstance(number, Unread)]
    return _measured(reader.question, *known) if len(known) == 2 else Unread("not_two_numbers")


def _measured(question: Question, *numbers: float) -> Said:
    key = question.key_of(*numbers)
    return Said(keys=() if key is None else (key,), numbers=numbers)


def _date(reader: QuestionReader, value: Value, percent: bool) -> Said | Unread:
    day = date_of(value)
    return day if isinstance(day, Unread) else Said(text=day.isoformat())


def _text(reader: QuestionReader, value: Value, percent: bool) -> Said | Unread:
    return Unread("value_not_read") if isinstance(value, (list, dict)) else Said(text=as_text(value))


_READERS: Mapping[QuestionType, Callable[[QuestionReader, Value, bool], Said | InPart | Unread]] = {
    QuestionType.CHOICE: _choice,
    QuestionType.MULTI: _multi,
    QuestionType.NUMBER: _number,
    QuestionType.PERCENT: _percent,
    QuestionType.DATE: _date,
    QuestionType.TEXT: _text,
    QuestionType.MATRIX: _matrix,
}
