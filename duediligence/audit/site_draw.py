"""The draw of sites: certainty, then risk, then chance, with the probability of every site known and adding up.

Let N be the sites that are not certain, and m of them to be drawn: a share of m by chance, the rest by risk.
By risk: systematic, with probability proportional to possible risk; a site that would exceed 1 has exactly 1.
By chance: equal probabilities among all that are left. So for every site

    probability = by_risk + (1 - by_risk) x drawn by chance / sites left,

which sums to m, because as many sites are left as there are sites less those drawn by risk.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from duediligence.errors import UsageError
from duediligence.model.assessment import SupplierAssessment
from duediligence.model.audit_sample import Chance, Draw, SiteSample
from duediligence.model.sampling import SiteRule

EDGE = 1e-9
"""Sums of probabilities come this close to whole numbers; a risk below it is none."""


@dataclass(frozen=True, slots=True)
class Site:
    """What the draw looks at: `place` spreads the risk draw over countries."""

    id: str
    tier: str
    possible: float
    place: str = ""
    gate: str = "none"


def sites_of(suppliers: Iterable[SupplierAssessment]) -> tuple[Site, ...]:
    """The frame: every supplier once, in the order of ids."""
    return tuple(sorted(map(_site, suppliers), key=lambda site: site.id))


def draw_sites(frame: Sequence[Site], rule: SiteRule, seed: int, wanted: int | None = None) -> SiteSample:
    """Draws `wanted` sites (without it: by the rule); the same frame and seed give the same sample, in any order.

    Raises UsageError where more sites are certain than are wanted.
    """
    frame = sorted(frame, key=lambda site: site.id)
    certain = {site.id for site in frame if _is_certain(site, rule)}
    others = [site for site in frame if site.id not in certain]
    size = _size(len(others), rule) if wanted is None else min(wanted - len(certain), len(others))
    if size < 0:
        raise UsageError("sample_below_certain", wanted=wanted, certain=len(certain))
    by_risk_size = min(size - _by_chance(size, rule), sum(site.possible > EDGE for site in others))
    by_risk = risk_probabilities(others, by_risk_size)
    chance = random.Random(seed)  # noqa: S311 (a draw that others can repeat, no secret)
    drawn = _systematic(others, by_risk, chance)
    by_chance_size = size - len(drawn)
    left = [site.id for site in others if site.id not in drawn]
    lucky = _equal_draw(left, by_chance_size, chance)
    rest = by_chance_size / len(left) if left else 0.0
    chances = tuple(_chance(site, certain, by_risk, rest, drawn, lucky) for site in frame)
    return SiteSample(seed, len(certain), len(drawn), by_chance_size, chances)


def risk_probabilities(sites: Sequence[Site], size: int) -> dict[str, float]:
    """Probabilities proportional to possible risk that sum to `size`; none exceeds 1."""
    sure: set[str] = set()
    while True:
        free = [site for site in sites if site.id not in sure and site.possible > EDGE]
        total = sum(site.possible for site in free)
        places = size - len(sure)
        over = {site.id for site in free if places * site.possible >= total * (1 - EDGE)} if places > 0 else set()
        if not over:
            share = places / total if total else 0.0
            return {s.id: 1.0 if s.id in sure else s.possible * share * (s.possible > EDGE) for s in sites}
        sure |= over


def _site(s: SupplierAssessment) -> Site:
    return Site(s.id, s.tier.value, s.possible, "".join(s.supplier.words("country")[:1]), s.gate.value)


def _is_certain(site: Site, rule: SiteRule) -> bool:
    return site.tier in rule.certain_tiers.value or site.gate in rule.certain_gates.value


def _size(others: int, rule: SiteRule) -> int:
    return min(others, ceil(float(others**rule.size_exponent.value) - EDGE))


def _by_chance(size: int, rule: SiteRule) -> int:
    """A single site goes where the risk is."""
    return ceil(rule.random_share.value * size - EDGE) if size > 1 else 0


def _systematic(sites: Sequence[Site], probabilities: Mapping[str, float], chance: random.Random) -> set[str]:
    """One random start, then every whole step along the sites, country after country."""
    start = chance.random()
    drawn, reached = set(), start
    for site in sorted(sites, key=lambda site: (site.place, site.id)):
        before, reached = reached, reached + probabilities[site.id]
        if floor(reached + EDGE) > floor(before + EDGE):
            drawn.add(site.id)
    return drawn


def _equal_draw(ids: Sequence[str], size: int, chance: random.Random) -> set[str]:
    keys = {id: chance.random() for id in ids}
    return set(sorted(ids, key=lambda id: (keys[id], id))[:size])


def _chance(
    site: Site, certain: Collection[str], by_risk: Mapping[str, float], rest: float,
    drawn: Collection[str], lucky: Collection[str],
) -> Chance:  # fmt: skip
    if site.id in certain:
        return Chance(site.id, site.tier, site.gate, site.possible, 0.0, 1.0, Draw.CERTAIN)
    own = by_risk[site.id]
    draw = Draw.RISK if site.id in drawn else Draw.RANDOM if site.id in lucky else None
    return Chance(site.id, site.tier, site.gate, site.possible, own, own + (1 - own) * rest, draw)
