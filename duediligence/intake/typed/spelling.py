"""How people write: case, spaces, accents and punctuation are forgiven; a near miss is suggested and never taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache

from duediligence.i18n.texts import catalogue
from duediligence.model.problems import NO_SUGGESTION

_NEAR, _SHORT = 0.75, 6
_NOT_WORD = re.compile(r"[\W_]+")
_MANY = 3_000  # comparing a name with more than this many others takes longer than the suggestion is worth


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """A text without what people write differently: case, spaces, punctuation, accents on Latin letters."""
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold()
    kept = _NOT_WORD.sub("", plain) if plain.isascii() else "".join(filter(_is_letter, plain))
    return kept or plain.strip()


def _is_letter(sign: str) -> bool:
    # vowel signs of many scripts are combining marks that carry meaning; accents on Latin letters are forgiven
    return sign.isalnum() or (unicodedata.category(sign)[0] == "M" and not "\u0300" <= sign <= "\u036f")


def folded(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A lookup from every spelling to what it stands for; where two share a spelling, the first has it."""
    lookup: dict[str, str] = {}
    for spelling, meaning in names:
        lookup.setdefault(fold(spelling), meaning)
    return lookup


def nearest(text: str, lookup: Mapping[str, str]) -> str:
    """What a mistyped text may have meant, or a dash; a suggestion for a person, never a reading."""
    if len(lookup) > _MANY:
        return NO_SUGGESTION
    written = fold(text)
    # a slip of the pen hardly ever takes the first letter of a short word: jeans are not beans
    likely = [name for name in lookup if name[:1] == written[:1]] if len(written) <= _SHORT else lookup
    close = get_close_matches(written, likely, n=1, cutoff=_NEAR)
    return lookup[close[0]] if close else NO_SUGGESTION


@cache
def spellings(area: str) -> Mapping[str, str]:
    """Every accepted spelling, in any language, of the keys of an area of texts (`states`, `columns.register`)."""
    area, _, prefix = area.partition(".")
    found: list[tuple[str, str]] = []
    for dotted, texts in catalogue(area).items():
        key, _, role = dotted.removeprefix(f"{prefix}." if prefix else "").rpartition(".")
        if dotted.startswith(prefix) and role in ("label", "spellings"):
            found += [(key, key), *((word, key) for text in texts.values() for word in text.split(";"))]
    return folded(found)
