"""How many planted cases a risk-based sample finds, beside a uniform sample of the same size: printed, not asserted.

    python -m tests.benchmarks.sampling_simulation [SUPPLIERS] [ROUNDS]

A tenth of the sites gets a hidden case of forced labour. Who gets one follows the sites' true risk (the facts that the
register knows, and some that it does not); what the sites answer hides it, more often than not. The tool sees only the
register and the answers. Then both samples are drawn many times, and the planted cases in them are counted.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from duediligence.audit.rules import sampling_rules
from duediligence.audit.site_draw import Site, draw_sites, sites_of
from duediligence.declarations.library import Library, Root
from duediligence.declarations.sector import load_sector
from duediligence.model.assessment import SupplierAssessment
from duediligence.model.content import SectorContent
from duediligence.model.response import Answer, Supplier
from duediligence.model.sampling import SiteRule
from duediligence.resources import content_root
from duediligence.scoring.assess import assess_suppliers
from duediligence.tables.engine import PolarsEngine
from tests.benchmarks.generate import answers, suppliers

SECTOR = "garments"
TOLD = ("country", "goods", "processes", "workers", "migrant_share", "agency_share", "women_share")
"""What the register of an ordinary company knows; random flags would make a third of all sites critical."""
PLANTED = 0.1
CANDID = 0.15
"""The share of sites with a case whose own answers show it."""


@dataclass(frozen=True)
class Found:
    """The share of planted cases that a sample finds on average, and how many low or medium sites it tests."""

    cases: float
    lows: float


def main(count: int, rounds: int) -> None:
    """Prints a table for several sample sizes, for risk that the register tells well, poorly, and not at all."""
    library = Library([Root(content_root())])
    content = load_sector(library, SECTOR)
    rule = sampling_rules(library).sites
    sites = [_ordinary(site) for site in suppliers(content, count)]
    silent = assess_suppliers(PolarsEngine(), sites, (), content, 1)
    _tell(f"{count} sites, {round(PLANTED * count)} planted cases, {rounds} draws each; shares of cases found")
    _tell(f"{'true risk':<22}{'size':>6}{'by risk':>10}{'uniform':>10}{'ratio':>8}{'lows tested':>13}")
    for name, told in (("told by the register", 1.0), ("half told", 0.5), ("not told at all", 0.0)):
        planted = plant(silent, told)
        record = assess_suppliers(PolarsEngine(), sites, _answers(content, sites, planted), content, 1)
        frame = sites_of(record)
        certain = sum(site.tier in rule.certain_tiers.value or site.gate in rule.certain_gates.value for site in frame)
        for size in sorted({max(certain, round(count * share)) for share in (0.1, 0.2, 0.4)}):
            lows = {s.id for s in record if s.tier.value in ("low", "medium")}
            risk = _by_risk(frame, rule, size, rounds, planted, lows)
            plain = _uniform([site.id for site in frame], size, rounds, planted)
            _tell(f"{name:<22}{size:>6}{risk.cases:>10.2f}{plain:>10.2f}{risk.cases / plain:>8.1f}{risk.lows:>13.1f}")


def _ordinary(site: Supplier) -> Supplier:
    return replace(site, facts={name: values for name, values in site.facts.items() if name in TOLD})


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")


def plant(record: Sequence[SupplierAssessment], told: float, seed: int = 7) -> frozenset[str]:
    """Sites with a hidden case, drawn by a true risk of which the register tells this share."""
    chance = random.Random(seed)
    risk = {s.id: told * s.possible**4 + (1 - told) * chance.random() ** 4 for s in record}
    keys = {id: chance.random() ** (1 / max(1e-9, value)) for id, value in risk.items()}  # weighted without repetition
    return frozenset(sorted(keys, key=lambda id: -keys[id])[: round(PLANTED * len(keys))])


def _answers(content: SectorContent, sites: Sequence[Supplier], planted: frozenset[str]) -> list[Answer]:
    """Answers that hide the case at most of the planted sites: only candid ones keep their worrying answers."""
    chance = random.Random(11)
    candid = {id for id in sorted(planted) if chance.random() < CANDID}
    given = answers(content, sites, each=20, seed=3)
    worrying = _worrying(content)
    return [a for a in given if a.supplier in candid or not set(a.keys) & worrying.get(a.question, frozenset())]


def _worrying(content: SectorContent) -> Mapping[str, frozenset[str]]:
    return {id: frozenset(key for key, e in q.effects() if e.signals) for id, q in content.questions.items()}


def _by_risk(
    frame: Sequence[Site], rule: SiteRule, size: int, rounds: int, planted: frozenset[str], lows: set[str]
) -> Found:
    cases = tested = 0
    for seed in range(rounds):
        chosen = {c.supplier for c in draw_sites(frame, rule, seed, size).chosen}
        cases += len(chosen & planted)
        tested += len(chosen & lows)
    return Found(cases / rounds / len(planted), tested / rounds)


def _uniform(ids: Sequence[str], size: int, rounds: int, planted: frozenset[str]) -> float:
    chance = random.Random(5)
    return sum(len(planted & set(chance.sample(ids, size))) for _ in range(rounds)) / rounds / len(planted)


if __name__ == "__main__":
    main(*(int(value) for value in (sys.argv[1:] + ["300", "400"][len(sys.argv) - 1 :])))
