"""Provinces and states by the name that people write, within the country of the row: `Tamil Nadu`, `Xinjiang`."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from duediligence.i18n.texts import LANGUAGES
from duediligence.intake.typed.spelling import fold
from duediligence.model.problems import NO_SUGGESTION

_SHORTEST_BEGINNING = 4
_SUGGESTED = 3
_APART = re.compile(r"\s*[\[\](),/]\s*")
"""What stands between the names of one place: `Catalunya [Cataluña]`."""


def subdivisions_named(text: str, country: str) -> tuple[str, ...]:
    """The ISO 3166-2 codes that a name may stand for: by the whole name, else by how the name begins.

    `Xinjiang` is enough for `Xinjiang Uygur Zizhiqu`; where a province and a district in it share a name, it is the
    province.
    """
    written, names = fold(text), _names(country)
    whole = names.get(written, ())
    if whole or len(written) < _SHORTEST_BEGINNING:
        return _outermost(whole, country)
    return _outermost(_beginnings(country).get(written, ()), country)


def nearest_subdivisions(text: str, country: str) -> str:
    """The provinces or states of a country that a text may have meant, for a person to choose from; or a dash."""
    named = subdivisions_named(text, country)
    close = get_close_matches(fold(text), _names(country), n=_SUGGESTED)
    first = _beginnings(country).get(fold(text.split()[0]), ()) if text.split() else ()
    codes = dict.fromkeys([*named, *(code for name in close for code in _names(country)[name]), *first])
    places = _places(country)
    return "; ".join(f"{places[code].name} ({code})" for code in [*codes][:_SUGGESTED]) or NO_SUGGESTION


def _outermost(codes: tuple[str, ...], country: str) -> tuple[str, ...]:
    places = _places(country)
    return tuple(code for code in codes if places[code].within not in codes)


class _Place(NamedTuple):
    name: str
    within: str | None


@cache
def _places(country: str) -> Mapping[str, _Place]:
    from pycountry import subdivisions  # reading all of them takes a tenth of a second, which a code does not need

    here = (place for place in subdivisions if place.country_code == country)
    return {place.code: _Place(place.name, place.parent_code) for place in here}


@cache
def _names(country: str) -> Mapping[str, tuple[str, ...]]:
    return _lookup((fold(name), code) for name, code in _spelled(country))


@cache
def _beginnings(country: str) -> Mapping[str, tuple[str, ...]]:
    cut = ((name.split(), code) for name, code in _spelled(country))
    return _lookup((fold(" ".join(words[:end])), code) for words, code in cut for end in range(1, len(words)))


def _spelled(country: str) -> list[tuple[str, str]]:
    """Every name of every subdivision: as the standard has it, as our languages have it, and its parts."""
    from pycountry import LOCALES_DIR

    spoken = [gettext.translation("iso3166-2", LOCALES_DIR, [language], fallback=True) for language in LANGUAGES]
    names = [(place.name, code) for code, place in _places(country).items()]
    names += [(words.gettext(name), code) for words in spoken for name, code in names]
    return [(part, code) for name, code in names for part in (name, *_APART.split(name)) if part]


def _lookup(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, code in pairs:
        found.setdefault(name, {})[code] = None
    return {name: tuple(codes) for name, codes in found.items()}
