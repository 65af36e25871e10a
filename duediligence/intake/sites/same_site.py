"""Rows of the register that are probably one site: proposed with the reason, decided once by a person.

Only sites of one country that share a telling word are compared, so that a long register takes time for its length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

from duediligence.findings import Finding, Location, note, warning
from duediligence.intake.sites.likeness import Reader, Site, Weights
from duediligence.model.response import Supplier
from duediligence.model.site_words import SiteWords

ALIKE, NEARLY = 0.75, 0.4
"""From where a name or address is alike, and from where it supports another reason."""
MOST_TOGETHER = 20
"""A word that more sites of a country share tells nothing about which of them is meant."""
_RARE = 4
_BEGINNING = 5

Pair: TypeAlias = tuple[Site, Site]


def same_site_findings(
    suppliers: Sequence[Supplier], words: SiteWords, different: Iterable[tuple[str, str]] = ()
) -> list[Finding]:
    """A proposal for every two rows that are probably one site, but for those that a person called different."""
    reader, decided = Reader(words), {frozenset(pair) for pair in different}
    by_country: dict[str, list[Site]] = defaultdict(list)
    for supplier in suppliers:
        by_country[next(iter(supplier.words("country")), "")].append(reader.site(supplier))
    found = []
    for sites in by_country.values():
        weights = Weights.of(sites, reader.little)
        pairs = (pair for pair in _candidates(sites, weights) if _ids(pair) not in decided)
        found += [finding for pair in pairs if (finding := _proposal(*pair, weights)) is not None]
    return found


def _ids(pair: Pair) -> frozenset[str]:
    return frozenset(site.supplier.id for site in pair)


def _candidates(sites: Sequence[Site], weights: Weights) -> Iterator[Pair]:
    """The pairs that share something telling, each once, in the order of the register."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, site in enumerate(sites):
        for block in set(_blocks(site, weights)):
            blocks[block].append(index)
    together = [block for block in blocks.values() if 1 < len(block) <= MOST_TOGETHER]
    for one, other in sorted({pair for block in together for pair in combinations(block, 2)}):
        yield sites[one], sites[other]


def _blocks(site: Site, weights: Weights) -> Iterator[tuple[str, str]]:
    yield "key", site.key
    if site.number:
        yield "number", site.number
    if len(site.core) >= _BEGINNING:
        yield "beginning", site.core[:_BEGINNING]
    yield from (("name", word) for word in site.name - weights.little)
    yield from (("address", word) for word in site.address if weights.counts[word] <= _RARE)


def _proposal(first: Site, second: Site, weights: Weights) -> Finding | None:
    """The finding at the second row, with the strongest reason; None where the two are not alike enough."""
    if first.number and second.number:
        return _found("same_site_number", first, second) if first.number == second.number else None
    if first.numbers and second.numbers and first.numbers != second.numbers:
        return None
    addresses = weights.addresses(first, second)
    if addresses is not None and addresses < NEARLY:
        return None  # two places, whatever they are called: to compare names takes longest
    names = weights.names(first, second)
    if addresses is None:
        distinct = bool(first.core and second.core)
        return _found("same_site_name", first, second) if names >= ALIKE and distinct else None
    if (names >= ALIKE and addresses >= NEARLY) or (names >= NEARLY and addresses >= ALIKE):
        return _found("same_site_name_and_address", first, second)
    return _found("same_site_address", first, second) if weights.one_door(first, second) else None


def _found(code: str, first: Site, second: Site) -> Finding:
    one, other = first.supplier, second.supplier
    make = note if code == "same_site_address" else warning
    return make(
        code,
        other.location,
        id=other.id,
        name=other.name,
        other=one.id,
        other_name=one.name,
        first=_spot(one.location),
    )


def _spot(place: Location) -> str:
    return place.cell or str(place)
