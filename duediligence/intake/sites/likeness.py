"""How much two rows of the register look like one site: by names without company forms, and by addresses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from math import log
from typing import TypeAlias

from duediligence.model.response import Supplier
from duediligence.model.site_words import SiteWords

Words: TypeAlias = frozenset[str]

_SAME_WORD, _SHORTEST_TYPO = 0.84, 5
_SAME_CORE = 0.9
_LITTLE = 0.2
_OTHER_NUMBERS = 0.5
_SAME_DOOR = 0.95
_TELLING, _EXACT = 1.2, 2.5
"""An address whose words weigh less than this together names a town at most; one that weighs more, a building."""

_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_](?![^\W_]))?|(?<![^\W_])[^\W\d_]/[^\W\d_](?![^\W_])")
_WORD = re.compile(r"[^\W_]+")
_SIGNS = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_UNSPACED = re.compile(f"[{_SIGNS}]")
_RUN = re.compile(rf"\d+|[{_SIGNS}]+|[^\W\d_{_SIGNS}]+")
_PLACE_FACTS = ("address", "city", "subdivision")


@dataclass(frozen=True, slots=True)
class Site:
    """A row of the register as it is compared; `core` is its name without forms, trade words, spaces and signs."""

    supplier: Supplier
    name: Words
    key: str
    core: str
    address: Words
    number: str

    @property
    def numbers(self) -> Words:
        """The numbers in the name: unit 1 is not unit 2."""
        return frozenset(word for word in self.name if word.isdigit())


class Reader:
    """Makes comparable sites of suppliers, with the words that content leaves out."""

    def __init__(self, words: SiteWords) -> None:
        self._forms = _folded(words.company_forms)
        self._endings = tuple(form for form in self._forms if not form.isascii())
        self._trade = _folded(words.trade_words)
        self.little = self._trade | _folded(words.address_words)

    def site(self, supplier: Supplier) -> Site:
        """What is compared of a supplier."""
        said = [self._without_ending(word) for word in words_of(supplier.name)]
        name = [word for word in said if word and word not in self._forms] or said
        core = [word for word in name if word not in self._trade]
        place = [word for fact in _PLACE_FACTS for text in supplier.words(fact) for word in words_of(text)]
        number = next(iter(supplier.words("os_id")), "").casefold()
        return Site(supplier, _apart(name), "".join(name), "".join(core), _apart(place), number)

    def _without_ending(self, word: str) -> str:
        """A name in a script without spaces ends, or begins, with the company form."""
        for form in self._endings:
            word = word.removesuffix(form).removeprefix(form)
        return word


@dataclass(frozen=True)
class Weights:
    """How much a word tells in one country: less the more sites have it, and little where content says so."""

    little: Words
    counts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, sites: Iterable[Site], little: Words) -> Weights:
        """The weights of words among the sites of one country."""
        return cls(little, Counter(word for site in sites for word in {*site.name, *site.address}))

    def of_all(self, words: Iterable[str]) -> float:
        """What words tell together."""
        return sum(
            (_LITTLE if word in self.little else 1.0) / (1 + log(max(1, self.counts.get(word, 1)))) for word in words
        )

    def names(self, one: Site, other: Site) -> float:
        """How alike two names are, from 0 to 1; 1 is the same name but for company forms."""
        if one.numbers != other.numbers:
            return 0.0
        if one.key == other.key:
            return 1.0
        pairs = dict(_pairs(one.name, other.name))
        shared = self.of_all(pairs)
        whole = shared + self.of_all(one.name - pairs.keys()) + self.of_all(other.name - set(pairs.values()))
        return max(shared / whole if whole else 0.0, self._cores(one, other))

    def _cores(self, one: Site, other: Site) -> float:
        """Names that differ by a slip of the pen or a space; other trade words make them less alike."""
        if min(len(one.core), len(other.core)) < _SHORTEST_TYPO or _ratio(one.core, other.core) < _SAME_CORE:
            return 0.0
        return _SAME_CORE if one.name & self.little == other.name & self.little else _SAME_WORD / 2

    def addresses(self, one: Site, other: Site) -> float | None:
        """How alike two addresses are, from 0 to 1; None where one of them names no place."""
        weights = self.of_all(one.address), self.of_all(other.address)
        if min(weights) < _TELLING:
            return None
        alike = self.of_all(one.address & other.address) / min(weights)
        numbers, others = _with_digits(one.address), _with_digits(other.address)
        return alike if not numbers or not others or numbers & others else alike * _OTHER_NUMBERS

    def one_door(self, one: Site, other: Site) -> bool:
        """Whether two addresses name the same building: alike, and exact enough to leave no other."""
        shared = one.address & other.address
        alike = self.addresses(one, other) or 0.0
        return alike >= _SAME_DOOR and bool(_with_digits(shared)) and self.of_all(shared) >= _EXACT


def words_of(text: str) -> list[str]:
    """The words of a name or address, without case, accents and signs; S.A.C. and a/s are one word."""
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold()
    plain = "".join(sign for sign in plain if not "\u0300" <= sign <= "\u036f")
    joined = _DOTTED.sub(lambda found: re.sub(r"[.\s/]", "", found[0]) + " ", plain)
    return _WORD.findall(joined)


def _apart(words: Iterable[str]) -> Words:
    """The words as they are compared: 128A is 128 and a; a run of signs in a script without spaces is its pairs."""
    return frozenset(part for word in words for run in _RUN.findall(word) for part in _pairs_of_signs(run))


def _pairs_of_signs(run: str) -> Iterator[str]:
    if len(run) < 3 or not _UNSPACED.match(run):
        yield run
    else:
        yield from map("".join, pairwise(run))


def _folded(words: Iterable[str]) -> Words:
    return frozenset("".join(words_of(word)) for word in words)


def _pairs(one: Words, other: Words) -> Iterator[tuple[str, str]]:
    """The words that two names share, also where one of them was mistyped."""
    yield from ((word, word) for word in one & other)
    left = sorted(other - one)
    for word in sorted(one - other):
        near = next((w for w in left if _mistyped(w, word)), "")
        if near:
            left.remove(near)
            yield word, near


def _mistyped(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _SHORTEST_TYPO and _ratio(one, other) >= _SAME_WORD


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _with_digits(words: Words) -> Words:
    return frozenset(word for word in words if any(sign.isdigit() for sign in word))
