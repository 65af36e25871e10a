"""Numbers as people write them in Dutch and English; one that reads differently in the two is not taken."""

from __future__ import annotations

import math
import re

from duediligence.intake.files.grid import Fault, Value
from duediligence.intake.files.unread import Unread
from duediligence.intake.typed.spelling import fold, spellings

_GROUPED = re.compile(r"[-+]?\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?:[.,]\d+)?")
_GROUP_SIGNS = re.compile(r"[ \u00a0\u2009\u202f'’]")
_WHOLE = re.compile(r"[-+]?\d{1,18}")
_ONE_GROUP = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
_DUTCH = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+,\d+|[-+]?\d{1,3}(?:\.\d{3}){2,}")
_ENGLISH = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+\.\d+|[-+]?\d{1,3}(?:,\d{3}){2,}")
_DECIMAL = re.compile(r"[-+]?\d{0,18}[.,]\d{1,18}|[-+]?\d{1,3}(?:\.\d{1,15})?[eE][-+]?\d{1,2}")
_MONEY = re.compile(r"^(?:€|\$|£|EUR|USD|GBP)\s*|\s*(?:€|\$|£|EUR|USD|GBP|,-)$", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(r"([^\d\s]{1,12})\s*(\d[^\n]*)")
LONGEST = 200
"""No number is written in more signs; a search through a whole page of text could take minutes."""
_PERCENT_END = re.compile(r"(.*?)\s*(%|[^\W\d_][^\d%]*)", re.DOTALL)


def number_of(value: Value) -> float | Unread:
    """The number that a cell holds, not below zero."""
    number = _any_number(value)
    if isinstance(number, float) and number < 0:
        return Unread("number_below_zero")
    return number


def _any_number(value: Value) -> float | Unread:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return Unread(value.code) if isinstance(value, Fault) else Unread("not_a_number")
    if isinstance(value, str):
        return _from_text(value.strip())
    try:
        number = float(value)
    except OverflowError:
        return Unread("not_a_number")
    return number if math.isfinite(number) else Unread("not_a_number")


def _from_text(text: str) -> float | Unread:
    if len(text) > LONGEST:
        return Unread("not_a_number")
    if not text.isascii() and not _GROUPED.fullmatch(text):
        return Unread("not_a_number")  # `\d` also matches digits of other scripts
    if _GROUPED.fullmatch(text):
        text = _GROUP_SIGNS.sub("", text)
        return float(text.replace(",", ".")) if text.isascii() else Unread("not_a_number")
    if _ONE_GROUP.fullmatch(text):
        return Unread("number_ambiguous")
    if _DUTCH.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(text):
        return float(text.replace(",", ""))
    if _WHOLE.fullmatch(text) or _DECIMAL.fullmatch(text):
        return float(text.replace(",", "."))
    return Unread("not_a_number")


def amount_of(value: Value) -> float | Unread:
    """The number that a cell holds, where a sign of money or a word such as `ca.` may stand around it.

    Money has no three decimals: `€ 310.000` is a number of thousands, where a bare 310.000 could be either.
    """
    if not isinstance(value, str) or len(value) > LONGEST:
        return number_of(value)
    text, money = _MONEY.subn("", _without_about(value.strip()))
    if money and _ONE_GROUP.fullmatch(text.strip()):
        return float(text.strip().replace(".", "").replace(",", ""))
    return number_of(text)


def is_about(value: Value) -> bool:
    """Whether a text says that its number is not exact."""
    return isinstance(value, str) and len(value) <= LONGEST and _without_about(value.strip()) != value.strip()


def _without_about(text: str) -> str:
    match = _BEFORE_NUMBER.fullmatch(text)
    about = match is not None and spellings("words").get(fold(match[1])) == "about"
    return match[2] if match and about else text


def without_unit(text: str, units: frozenset[str]) -> tuple[str, bool]:
    """A text without the unit behind its number, and whether one stood there; `units` are folded."""
    match = _PERCENT_END.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if match and match[1] and fold(match[2]) in units:
        return match[1], True
    return text, False


def percent_units() -> frozenset[str]:
    """The folded ways of writing the unit per cent."""
    return frozenset(word for word, key in spellings("words").items() if key == "percent")
