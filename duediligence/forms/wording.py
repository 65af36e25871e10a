"""How content reads on a form: in the form's language, falling back visibly, and without characters that do harm."""

from __future__ import annotations

import re

from duediligence.i18n.formats import country_name
from duediligence.i18n.texts import exists, translate
from duediligence.model.base import Text
from duediligence.model.conditions import Scalar, written
from duediligence.model.facts import Fact, FactType
from duediligence.model.form import NOT_TRANSLATED, KnownFact
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import AnswerState

STATES = (AnswerState.UNKNOWN, AnswerState.NOT_APPLICABLE, AnswerState.REFUSED, AnswerState.DECLINED_CAP)
"""The answers that every question takes, in the order in which they are offered."""

_PERCENT = "percent"  # and what it is a percentage of: the question says that
_BUYERS_CAP = (Respondent.SUPPLIER,)
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def shown(text: Text | str | None, language: str) -> str:
    """A text in a language; where nobody translated it the English text, marked as such."""
    if text is None or isinstance(text, str):
        return harmless(text or "")
    given = text.given(language)
    return harmless(given if given is not None else f"{NOT_TRANSLATED}{text.en}")


def option_text(text: Text, language: str) -> str:
    """The text of an answer to choose: never marked, for it is read back as an answer."""
    return harmless(text.get(language))


def harmless(text: str) -> str:
    """A text without control and direction characters and lone surrogates; line ends stay."""
    return _HARMFUL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def states_for(respondent: Respondent) -> tuple[AnswerState, ...]:
    """The universal answers that a respondent may give; only a supplier can call on the cap for buyers' questions."""
    return tuple(s for s in STATES if s is not AnswerState.DECLINED_CAP or respondent in _BUYERS_CAP)


def state_text(state: AnswerState, language: str) -> str:
    """A universal answer in words."""
    return translate(f"form.states.{state.value}", language)


def unit_text(unit: Text | str | None, language: str) -> str:
    """A unit in words; empty where nobody wrote it for people."""
    if isinstance(unit, Text):
        return option_text(unit, language)
    if unit and unit.startswith(_PERCENT):
        return "%"
    return translate(f"form.units.{unit}", language) if unit and exists(f"form.units.{unit}") else ""


def voice(respondent: Respondent) -> str:
    """Which of the three tones a form takes: to a supplier, to the company itself, or for interviews and visits."""
    return respondent.value if respondent in (Respondent.SUPPLIER, Respondent.COMPANY) else "interview"


def fact_text(known: KnownFact, language: str) -> str:
    """What is known of a fact, in words; empty where it is unknown."""
    return "; ".join(value_text(known.fact, value, language) for value in known.values or ())


def what_it_is(fact: Fact, language: str) -> str:
    """The first sentence of a fact's help: what follows tells the company where to look, not the supplier."""
    return re.split(r"(?<=[.?!])\s", shown(fact.help, language), maxsplit=1)[0]


def value_text(fact: Fact, value: Scalar, language: str) -> str:
    """One value of a fact in words."""
    if isinstance(value, bool):
        return translate("form.words.yes" if value else "form.words.no", language)
    if fact.type is FactType.SHARE and isinstance(value, (int, float)):
        return f"{number_text(round(value * 100, 6))}%"
    if fact.type is FactType.COUNTRY:
        return country_name(str(value), language)
    named = {choice.id: option_text(choice.name, language) for choice in fact.choices}
    plain = number_text(value) if isinstance(value, (int, float)) else str(value)
    return named.get(written(value), harmless(plain))


def number_text(value: float) -> str:
    """A number as people write it: whole where it is whole, with a point otherwise."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))
