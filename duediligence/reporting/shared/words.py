"""Texts in both languages at once, so that a view is finished before a language is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache

from duediligence.findings import Finding
from duediligence.i18n.formats import country_name, language_name, show_date, show_number, show_percent
from duediligence.i18n.texts import LANGUAGES, exists, translate
from duediligence.model.base import Text

_PERCENT = "percent"
"""How units begin that are a share."""
NOTHING = Text(nl="–", en="–")


@cache
def term(group: str, code: str) -> Text:
    """The name of a code of the tool (a tier, a role, a state); an unknown code is shown as it is."""
    key = f"terms.{group}.{code}"
    return _both(key) if exists(key) else plain(code.replace("_", " "))


def say(key: str, **params: object) -> Text:
    """A sentence of the reports, with numbers, dates and names filled in as each language writes them."""
    return filled(f"report.{key}", params)


def counted(key: str, count: int, **params: object) -> Text:
    """A sentence about a number of things: in the singular for exactly one, and in its own words for none."""
    form = "one" if count == 1 else "none" if count == 0 and exists(f"report.{key}.none") else "other"
    return say(f"{key}.{form}", count=count, **params)


@lru_cache(maxsize=10_000)
def plain(words: str) -> Text:
    """Words that are the same in every language, such as a name."""
    return Text(nl=words, en=words)


@cache
def country(code: str) -> Text:
    """A country's name."""
    nl, en = (country_name(code, language) for language in LANGUAGES)
    return Text(nl=nl, en=en)


@cache
def language(code: str) -> Text:
    """A language's name."""
    nl, en = (language_name(code, language) for language in LANGUAGES)
    return Text(nl=nl, en=en)


@lru_cache(maxsize=10_000)
def number(value: float, decimals: int = 0) -> Text:
    """A number with each language's separators."""
    nl, en = (show_number(value, language, decimals) for language in LANGUAGES)
    return Text(nl=nl, en=en)


@lru_cache(maxsize=10_000)
def percent(value: float | None) -> Text:
    """A share of 0..1 as a percentage."""
    nl, en = (show_percent(value, language) for language in LANGUAGES)
    return Text(nl=nl, en=en)


def measured(value: float, unit: Text | str | None) -> Text:
    """A number with its unit in words; a unit that nobody wrote for people is left out."""
    if isinstance(unit, str) and unit.startswith(_PERCENT):
        return percent(value / 100)
    words = number(value, 0 if float(value).is_integer() else 1)
    shown = _unit(unit)
    return say("with_unit", value=words, unit=shown) if shown else words


def _unit(unit: Text | str | None) -> Text | None:
    if unit is None or isinstance(unit, Text):
        return unit
    key = f"form.units.{unit}"
    return _both(key) if exists(key) else None


def listed(texts: Iterable[Text], limit: int = 0) -> Text:
    """Texts after each other with commas; beyond a limit only how many more there are."""
    all_texts = tuple(texts)
    shown = all_texts[:limit] if limit else all_texts
    parts = [say("more", count=len(all_texts) - len(shown))] if len(shown) < len(all_texts) else []
    nl, en = (", ".join(text.get(language) for text in (*shown, *parts)) for language in LANGUAGES)
    return Text(nl=nl, en=en)


def spaced(sentences: Iterable[Text]) -> Text:
    """Sentences after each other."""
    given = tuple(sentences)
    nl, en = (" ".join(sentence.get(language) for sentence in given) for language in LANGUAGES)
    return Text(nl=nl, en=en)


def placed(name: str, where: Text) -> Text:
    """A name with its country, where that is known."""
    return say("now.supplier", name=name, country=where) if where.en else plain(name)


def without_stop(text: Text) -> Text:
    """A sentence as part of a list: without its full stop."""
    return Text(nl=text.nl.rstrip("."), en=text.en.rstrip("."))


def finding_text(finding: Finding) -> tuple[Text, Text]:
    """What is wrong in a file, and what to do about it."""
    key = f"findings.{finding.code}"
    if not exists(f"{key}.problem"):
        return plain(finding.code.replace("_", " ")), NOTHING
    return filled(f"{key}.problem", finding.params), filled(f"{key}.remedy", finding.params)


def as_text(words: Text | str | None) -> Text:
    """Content's own words, whether or not somebody translated them."""
    return words if isinstance(words, Text) else plain(words or "")


def _both(key: str) -> Text:
    nl, en = (translate(key, language) for language in LANGUAGES)
    return Text(nl=nl, en=en)


def filled(key: str, params: Mapping[str, object]) -> Text:
    """A text of `i18n`, with numbers, dates and names filled in as each language writes them."""
    nl, en = (
        translate(key, language, **{name: _shown(value, language) for name, value in params.items()})
        for language in LANGUAGES
    )
    return Text(nl=nl, en=en)


def _shown(value: object, language: str) -> str:
    if isinstance(value, Text):
        return value.get(language)
    if isinstance(value, date):
        return show_date(value, language)
    if isinstance(value, int) and not isinstance(value, bool):
        return show_number(value, language)
    return str(value)
