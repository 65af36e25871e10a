"""Numbers, dates and country names as a language writes them (Babel)."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from duediligence.i18n.texts import translate

PERCENT = "% \u00a0"
"""What stands behind the number of a percentage."""


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (ValueError, LookupError, UnknownLocaleError):
        return Locale.parse("en")


@lru_cache(maxsize=10_000)  # Babel takes its time, and a report has few different days
def show_date(day: date | None, language: str) -> str:
    """A date in words, or a dash where there is none."""
    if day is None:
        return "–"
    return str(format_date(day, format="d MMM y", locale=_locale(language)))


@lru_cache(maxsize=10_000)
def show_number(value: float, language: str, decimals: int = 0) -> str:
    """A number with the language's separators."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=_locale(language)))


def show_score(value: float) -> str:
    """A value of 0..1 as 0 to 100; 0 and 100 only where the value is exactly that."""
    if value in (0.0, 1.0):
        return str(int(value * 100))
    return str(min(99, max(1, round(value * 100))))


@lru_cache(maxsize=10_000)
def show_percent(value: float | None, language: str) -> str:
    """A share as a percentage; 0 % and 100 % only where the value is exactly that; a dash where unknown."""
    if value is None:
        return "–"
    kept = value if value in (0.0, 1.0) else min(0.99, max(0.01, value))
    return str(format_percent(kept, format="#,##0 %" if language == "nl" else "#,##0%", locale=_locale(language)))


def show_percent_range(low: float, high: float, language: str) -> str:
    """A range of shares, with one percent sign: 21–67 %."""
    shown = [show_percent(value, language) for value in (low, high)]
    return f"{shown[0].rstrip(PERCENT)}–{shown[1]}"


def country_name(code: str, language: str) -> str:
    """A country's name in a language, or the code itself where it is not a country."""
    return str(_locale(language).territories.get(code, code))


def language_name(code: str, language: str) -> str:
    """A language's name in a language, or the code itself where it is not one."""
    return str(_locale(language).languages.get(code.lower(), code))


@cache
def country_codes(language: str) -> dict[str, str]:
    """Country codes (ISO 3166-1 alpha-2) by name in a language."""
    names = _locale(language).territories
    return {str(name): code for code, name in names.items() if len(code) == 2 and code.isalpha()}


@cache
def real_countries() -> frozenset[str]:
    """The codes (ISO 3166-1 alpha-2) of all countries where a supplier can be."""
    excluded = translate("countries.not_countries.codes", "en").split(";")
    return frozenset(country_codes("en").values()).difference(excluded)


def language_code(text: str) -> str | None:
    """The code (ISO 639) of a language that is named by its code, or by its name in Dutch or English; None for none."""
    wanted = text.strip().casefold()
    if wanted.isascii() and wanted.isalpha() and wanted in _locale("en").languages:
        return wanted
    names = (item for language in ("nl", "en") for item in _locale(language).languages.items())
    return next((str(code) for code, name in names if str(name).casefold() == wanted and str(code).isalpha()), None)
