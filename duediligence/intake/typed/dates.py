"""Dates as people write them in Dutch and English; one that can be two days is not taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache

from babel import Locale

from duediligence.i18n.texts import LANGUAGES
from duediligence.intake.files.grid import Fault, Value
from duediligence.intake.files.unread import Unread
from duediligence.intake.typed.spelling import fold

_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ][0-9:.]+(?:Z|[+-][0-9:]+)?)?")
_NUMBERS = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})")
_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|e)?[\s.-]+([^\W\d_]+)[\s.,-]+([0-9]{4})")
_WORDS_MONTH_FIRST = re.compile(r"([^\W\d_]+)[\s.]+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})")
_DAY_AND_MONTH = re.compile(r"[0-9]{1,2}([-/])[0-9]{1,2}")
_EARLIEST, _LATEST = 1900, 2200
_YEARS_TO_ANY_DAY = 9
"""From 1896 to 1904 there was no 29 February, as from 2096 to 2104."""


def date_of(value: Value) -> date | Unread:
    """The day that a cell holds."""
    if isinstance(value, Fault):
        return Unread(value.code)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value if _EARLIEST <= value.year <= _LATEST else Unread("not_a_date")
    return _from_text(value.strip()) if isinstance(value, str) else Unread("not_a_date")


def day_without_year(text: str, near: date, ahead: bool) -> date | Unread:
    """The day that a text without a year names: the next such day from `near` on, else the last one up to it."""
    text = text.strip()
    numbers = _DAY_AND_MONTH.fullmatch(text)
    if numbers is None and not any(map(str.isalpha, text)):
        return Unread("not_a_date")
    years = (near.year + step * (1 if ahead else -1) for step in range(_YEARS_TO_ANY_DAY))
    for found in (_from_text(f"{text}{numbers[1] if numbers else ' '}{year}") for year in years):
        if isinstance(found, date) and (found >= near if ahead else found <= near):
            return found
        if isinstance(found, Unread) and found.code == "date_ambiguous":
            return found
    return Unread("not_a_date")


@lru_cache(maxsize=4096)
def _from_text(text: str) -> date | Unread:
    if found := _ISO.fullmatch(text):
        return _day(found[1], found[2], found[3]) or Unread("not_a_date")
    if found := _NUMBERS.fullmatch(text):
        return _of_numbers(found[1], found[3], found[4], american=found[2] == "/")
    if found := _WORDS.fullmatch(text):
        return _day(found[3], _months().get(fold(found[2]), 0), found[1]) or Unread("not_a_date")
    if found := _WORDS_MONTH_FIRST.fullmatch(text):
        return _day(found[3], _months().get(fold(found[1]), 0), found[2]) or Unread("not_a_date")
    return Unread("not_a_date")


def _of_numbers(first: str, second: str, year: str, american: bool) -> date | Unread:
    """Day before month; with a slash it may be the American way round, and then both ways must give one day."""
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if american and day_first and month_first and day_first != month_first:
        return Unread("date_ambiguous")
    return day_first or month_first or Unread("not_a_date")


def _day(year: str, month: str | int, day: str) -> date | None:
    if not _EARLIEST <= int(year) <= _LATEST:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


@cache
def _months() -> Mapping[str, int]:
    names: dict[str, int] = {}
    for language in LANGUAGES:
        forms = Locale.parse(language).months["format"]
        for width in ("wide", "abbreviated"):
            names.update({fold(str(name)): number for number, name in forms[width].items()})
    return {**names, **{name[:3]: number for name, number in names.items()}}
