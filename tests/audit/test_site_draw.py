"""The draw of sites: certainty, risk, chance. Probabilities add up, and the draw keeps what it promises."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.audit.site_draw import Site, draw_sites, risk_probabilities
from duediligence.errors import UsageError
from duediligence.model.audit_sample import Draw
from tests.audit.record import sampling

LAWFUL = settings(max_examples=150, deadline=None, derandomize=True)
TIERS = ("critical", "high", "not_rateable", "medium", "low")
SITE = st.tuples(st.sampled_from(TIERS), st.floats(0, 1), st.sampled_from(("NL", "IN", "TR", "")), st.booleans())
FRAMES = st.lists(SITE, max_size=60).map(
    lambda rows: [
        Site(f"s{index:02}", tier, possible, place, "both" if both else "none")
        for index, (tier, possible, place, both) in enumerate(rows)
    ]
)
SEEDS = st.integers(0, 10**9)


def frame(*risks: float, tier: str = "medium") -> list[Site]:
    return [Site(f"s{index:02}", tier, risk) for index, risk in enumerate(risks)]


@given(FRAMES, SEEDS, st.integers(0, 60))
@LAWFUL
def test_probabilities_add_up_to_the_size_of_the_sample(sites: list[Site], seed: int, more: int) -> None:
    rule = sampling().sites
    certain = sum(site.tier == "critical" or site.gate == "both" for site in sites)
    for wanted in (None, certain + more):
        sample = draw_sites(sites, rule, seed, wanted)
        assert sum(chance.probability for chance in sample.frame) == pytest.approx(sample.size, abs=1e-6)
        assert all(-1e-9 <= chance.by_risk <= chance.probability + 1e-9 <= 1 + 2e-9 for chance in sample.frame)
        assert len(sample.chosen) == sample.size == min(len(sites), sample.size)
        told = Counter({Draw.CERTAIN: sample.certain, Draw.RISK: sample.by_risk, Draw.RANDOM: sample.by_chance})
        assert Counter(chance.draw for chance in sample.chosen) == told


@given(FRAMES, SEEDS)
@LAWFUL
def test_the_same_seed_gives_the_same_sample_in_any_order(sites: list[Site], seed: int) -> None:
    rule = sampling().sites
    assert draw_sites(sites, rule, seed) == draw_sites(list(reversed(sites)), rule, seed)


@given(FRAMES, SEEDS)
@LAWFUL
def test_critical_sites_and_indications_of_forced_labour_are_always_chosen(sites: list[Site], seed: int) -> None:
    sample = draw_sites(sites, sampling().sites, seed)
    grave = {site.id for site in sites if site.tier == "critical" or site.gate == "both"}
    assert {chance.supplier for chance in sample.frame if chance.draw is Draw.CERTAIN} == grave
    assert all(chance.probability == 1 for chance in sample.frame if chance.supplier in grave)


@given(st.lists(st.floats(0.001, 1), min_size=2, max_size=40), st.integers(1, 40))
@LAWFUL
def test_more_risk_never_means_a_smaller_probability(risks: list[float], size: int) -> None:
    sites = frame(*sorted(risks))
    by_risk = list(risk_probabilities(sites, min(size, len(sites))).values())
    assert all(a <= b + 1e-12 for a, b in pairwise(by_risk))


def test_a_site_that_would_exceed_certainty_gets_exactly_one() -> None:
    by_risk = risk_probabilities(frame(0.9, 0.05, 0.05), 2)
    assert by_risk == {"s00": 1.0, "s01": pytest.approx(0.5), "s02": pytest.approx(0.5)}


def test_the_draw_happens_as_often_as_its_probability_says() -> None:
    sites = frame(0, 0, 0.1, 0.2, 0.2, 0.3, 0.8, 1)
    rule, times = sampling().sites, 4000
    expected = {c.supplier: c.probability for c in draw_sites(sites, rule, 0, 4).frame}
    hits = Counter(c.supplier for seed in range(times) for c in draw_sites(sites, rule, seed, 4).chosen)
    for id, probability in expected.items():
        margin = 5 * (probability * (1 - probability) / times) ** 0.5  # five standard errors
        assert hits[id] / times == pytest.approx(probability, abs=margin), id


def test_low_sites_are_tested_too() -> None:
    sample = draw_sites(frame(*[0.0] * 12, *[0.9] * 12), sampling().sites, 3, 8)
    assert (sample.by_risk, sample.by_chance) == (6, 2)
    assert min(chance.probability for chance in sample.frame) == pytest.approx(2 / 18)


def test_without_a_number_the_square_root_of_the_other_sites_is_drawn() -> None:
    sites = [*frame(*[0.5] * 17), Site("grave", "critical", 1.0)]
    sample = draw_sites(sites, sampling().sites, 1)
    assert (sample.certain, sample.by_risk + sample.by_chance) == (1, 5)


def test_another_seed_gives_another_sample_with_the_same_probabilities() -> None:
    sites = frame(*[0.1, 0.4, 0.9] * 8)
    samples = [draw_sites(sites, sampling().sites, seed, 6) for seed in (11, 12, 13)]
    assert len({tuple(chance.supplier for chance in sample.chosen) for sample in samples}) == 3
    assert len({tuple(chance.probability for chance in sample.frame) for sample in samples}) == 1


def test_more_sites_than_there_are_means_all() -> None:
    assert draw_sites(frame(0.1, 0.9), sampling().sites, 1, 99).size == 2


def test_fewer_sites_than_are_certain_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        draw_sites(frame(1, 1, 1, tier="critical"), sampling().sites, 1, 2)
    assert refused.value.params == {"wanted": 2, "certain": 3}


def test_a_frame_without_sites_gives_an_empty_sample() -> None:
    assert draw_sites([], sampling().sites, 1).size == 0
