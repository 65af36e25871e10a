"""What a wording of a large file says: ids only, read once for each wording however many rows have it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Question, QuestionType, Respondent
from duediligence.model.response import LEAVES_ALL_POSSIBLE, AnswerState, SourceKind
from duediligence.tables.responses import UNDATED, day_number

WORDING = ["question", "source", "answer", "document_seen", "documented", "reasoned"]
"""The columns in which two rows must be alike to say the same: `documented` where a document is named, `reasoned` where
a reason is given."""
TRUE = ("true", "yes", "1", "ja", "True")
FALSE = ("false", "no", "0", "nee", "False")
STATES = [state.value for state in AnswerState if state not in (AnswerState.ANSWERED, AnswerState.UNREAD)]
ANYTHING = "…"
"""Stands for every text that answers a question to which the words make no difference."""

_CHOSEN = (QuestionType.CHOICE, QuestionType.MULTI)
_SOURCES = frozenset(kind.value for kind in SourceKind)
_NUMBER = re.compile(r"[+]?[0-9]+(?:[.][0-9]+)?")
_PAIR = re.compile(r"([0-9]+(?:[.][0-9]+)?) *; *([0-9]+(?:[.][0-9]+)?)")

Keys = tuple[str, ...]
Said = tuple[str, str, int, str, Keys]
"""question, source, evidence class, state, keys: a row of the table of sayings, before its keys get a row each."""
Problem = tuple[str, str]
"""A code and the value that it is about."""


def free_questions(content: SectorContent) -> list[str]:
    """The questions of which only counts whether they were answered."""
    return [question.id for question in content.questions.values() if _reader(question) is _anything]


def day_of(text: str) -> int | None:
    """2026-11-01 as 20261101, UNDATED where there is no date, None where it is none."""
    text = text.strip()
    if not text:
        return UNDATED
    try:
        return day_number(date.fromisoformat(text[:10]))
    except ValueError:
        return None


class Wordings:
    """Reads wordings by the questions of one sector."""

    def __init__(self, content: SectorContent) -> None:
        self._questions = content.questions
        self._forms = content.form_of
        self._scales = content.scales

    def read(
        self, question: str, source: str, answer: str, seen: str, documented: bool, reasoned: bool
    ) -> tuple[Said | None, list[Problem]]:
        """What it says, and what is wrong with it; None where the question or the source is unknown."""
        question, source, answer = question.strip(), source.strip(), answer.strip()
        if question not in self._questions:
            return None, [("unknown_question", question)]
        if self._forms[question].respondent is Respondent.COMPANY:
            return None, [("company_question_of_supplier", question)]
        problems = [] if source else [("source_assumed", "")]
        source = source or SourceKind.SUPPLIER.value
        if source not in _SOURCES or source not in self._scales.evidence:
            return None, [("unknown_source", source)]
        is_seen = seen.strip() in TRUE
        if is_seen and not documented:
            problems.append(("seen_without_document", question))
        unreasoned = answer == AnswerState.NOT_APPLICABLE and not reasoned
        if unreasoned:
            problems.append(("not_applicable_without_reason", question))
        state, keys, whole = self._answer(self._questions[question], "" if unreasoned else answer)
        if not whole:
            problems.append(("answer_read_in_part" if keys else "unreadable_answer", question))
        evidence = int(self._scales.evidence_of(source, is_seen and documented))
        return (question, source, evidence, state, keys), problems

    def worries(self, said: Said) -> bool:
        """Whether it raises a concern, or refuses."""
        question, _, _, state, keys = said
        return state in LEAVES_ALL_POSSIBLE or bool(self._questions[question].still_said(keys))

    def _answer(self, question: Question, said: str) -> tuple[str, Keys, bool]:
        """State and keys, and whether all of it was read; of several answers stays what `still_said` names."""
        if not said:
            return AnswerState.NO_ANSWER.value, (), True
        if said in STATES:
            return said, (), True
        keys = _reader(question)(question, said)
        if keys is not None:
            return AnswerState.ANSWERED.value, keys, True
        kept = question.still_said(_parts(said)) if question.type in _CHOSEN else ()
        return (AnswerState.ANSWERED if kept else AnswerState.UNREAD).value, kept, False


def _reader(question: Question) -> Callable[[Question, str], Keys | None]:
    if question.type in _CHOSEN:
        return _chosen
    if question.type is QuestionType.MATRIX:
        return _looked_up
    return _measured if question.bands else _anything


def _chosen(question: Question, said: str) -> Keys | None:
    options = {option.id for option in question.options}
    keys = _parts(said)
    too_many = question.type is QuestionType.CHOICE and len(keys) > 1
    return None if too_many or not options.issuperset(keys) else keys


def _parts(said: str) -> Keys:
    return tuple(dict.fromkeys(part.strip() for part in said.split(";")))


def _measured(question: Question, said: str) -> Keys | None:
    """No key where no band holds the number."""
    if not _NUMBER.fullmatch(said):
        return None
    number = float(said)
    if question.type is QuestionType.PERCENT and number > 100:
        return None
    key = question.key_of(number)
    return (key,) if key else ()


def _looked_up(question: Question, said: str) -> Keys | None:
    pair = _PAIR.fullmatch(said)
    if pair is None:
        return None
    key = question.key_of(float(pair[1]), float(pair[2]))
    return (key,) if key else ()


def _anything(question: Question, said: str) -> Keys:
    return ()
