"""Countries as people write them: a name in Dutch or English, a two- or three-letter code, or a usual other name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from babel.core import get_global

from duediligence.i18n.formats import country_codes, country_name, real_countries
from duediligence.i18n.texts import LANGUAGES
from duediligence.intake.typed.spelling import fold, folded, nearest, spellings
from duediligence.model.problems import NO_SUGGESTION

_SUBDIVISION = re.compile(r"([A-Za-z]{2})[\s_-]+([A-Za-z0-9]{1,3})")


@lru_cache(maxsize=4096)
def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country, or None where no country is known under this name."""
    return _names().get(fold(text))


def nearest_country(text: str) -> str:
    """The country that a mistyped name may have meant, or a dash."""
    code = nearest(text, _names()) if len(text) > 3 else NO_SUGGESTION
    return f"{country_name(code, 'en')} ({code})" if code != NO_SUGGESTION else code


def subdivision_code(text: str) -> str | None:
    """An ISO 3166-2 code (`IN-TN`), or None where the text is no such code of a known country."""
    match = _SUBDIVISION.fullmatch(text.strip())
    if match is None or country_code(match[1]) != match[1].upper():
        return None
    return f"{match[1]}-{match[2]}".upper()


@cache
def _names() -> Mapping[str, str]:
    real = real_countries()
    pairs = [(code, code) for code in sorted(real)]
    pairs += [(name, code) for lang in LANGUAGES for name, code in country_codes(lang).items() if code in real]
    names = folded(pairs)
    for spelling, code in {**_three_letters(real), **spellings("countries")}.items():
        names.setdefault(spelling, code)
    return names


def _three_letters(real: frozenset[str]) -> dict[str, str]:
    """CLDR lists ISO alpha-3 codes as aliases; those of states that fell apart have several successors."""
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    return {
        fold(alias): codes[0]
        for alias, codes in aliases.items()
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1 and codes[0] in real
    }
