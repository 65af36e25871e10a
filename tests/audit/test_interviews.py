"""How many workers, of which groups, without names."""

from __future__ import annotations

import random
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.audit.interviews import MANY, interviews_needed, plan_interviews
from duediligence.declarations.library import Library, Root
from duediligence.declarations.sector import load_sector
from duediligence.model.audit_sample import GroupQuota
from duediligence.model.conditions import Scalar
from duediligence.model.content import SectorContent
from duediligence.model.response import Supplier
from duediligence.resources import content_root
from tests.audit.record import sampling


@pytest.fixture(scope="module")
def garments() -> SectorContent:
    return load_sector(Library([Root(content_root())]), "garments")


def quotas(content: SectorContent, **facts: Scalar) -> dict[str, GroupQuota]:
    site = Supplier("s", "Site", {name: (value,) for name, value in facts.items()})
    return {quota.group: quota for quota in plan_interviews(site, sampling(), content).groups}


@given(st.integers(1, 400), st.sampled_from((0.02, 0.1, 0.3)), st.sampled_from((0.8, 0.9, 0.99)))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_as_many_interviews_as_find_one_of_those_affected(workers: int, share: float, chance: float) -> None:
    affected = -(-workers * share // 1)
    needed = interviews_needed(workers, share, chance)

    def missed(draws: int) -> float:
        return comb(workers - int(affected), draws) / comb(workers, draws)

    assert missed(needed) <= 1 - chance + 1e-9
    assert missed(needed - 1) > 1 - chance - 1e-9


@pytest.mark.parametrize(("workers", "needed"), [(1, 1), (10, 9), (50, 18), (500, 22), (MANY, 22)])
def test_the_number_grows_with_the_site_and_then_hardly(workers: int, needed: int) -> None:
    assert interviews_needed(workers, 0.1, 0.9) == needed


def test_at_a_small_site_everybody_who_wants_to_and_no_groups(garments: SectorContent) -> None:
    plan = plan_interviews(Supplier("s", "Site", {"workers": (7.0,), "women_share": (0.5,)}), sampling(), garments)
    assert (plan.total, plan.small, plan.groups) == (7, True, ())


def test_where_the_size_is_unknown_as_many_as_at_a_large_site(garments: SectorContent) -> None:
    plan = plan_interviews(Supplier("s", "Site"), sampling(), garments)
    assert (plan.total, plan.workers, plan.small) == (22, None, False)


def test_women_and_men_share_the_interviews(garments: SectorContent) -> None:
    found = quotas(garments, workers=480.0, women_share=0.85)
    assert (found["women"].interviews, found["women_others"].interviews) == (19, 3)
    assert (found["women"].workers, found["women_others"].workers) == (408, 72)


def test_groups_at_greater_risk_get_more_than_their_share(garments: SectorContent) -> None:
    found = quotas(garments, workers=500.0, migrant_share=0.4)
    assert found["migrants"].interviews == 14  # 22 interviews x 0.4 x 1.5
    assert found["migrants_others"].interviews == 8


def test_a_group_of_one_is_not_singled_out(garments: SectorContent) -> None:
    found = quotas(garments, workers=50.0, young_share=0.02)
    assert (found["young"].interviews, found["young"].basis) == (0, "too_few")


def test_an_unknown_share_is_looked_for_and_an_absent_group_is_not(garments: SectorContent) -> None:
    found = quotas(garments, workers=500.0, agency_share=0.0, housing_by_employer=False)
    assert (found["migrants"].basis, found["migrants"].interviews) == ("unknown", 2)
    assert not {"agency", "agency_others", "housed"} & found.keys()


def test_migrants_are_spread_over_their_countries_of_origin(garments: SectorContent) -> None:
    site = Supplier("s", "Site", {"workers": (300.0,), "migrant_share": (0.5,), "corridors": ("np", "bd", "none")})
    found = {quota.group: quota for quota in plan_interviews(site, sampling(), garments).groups}
    assert found["migrants"].spread == ("np", "bd")


def test_no_group_gets_more_interviews_than_there_are_people(garments: SectorContent) -> None:
    chance = random.Random(5)
    for _ in range(300):
        facts = {name: chance.random() for name in ("women_share", "migrant_share", "agency_share", "young_share")}
        facts["workers"] = float(chance.randrange(10, 3000))
        site = Supplier("s", "Site", {name: (value,) for name, value in facts.items()})
        plan = plan_interviews(site, sampling(), garments)
        for quota in plan.groups:
            assert quota.interviews <= min(plan.total, quota.workers or plan.total), facts
            assert quota.interviews != 1, facts
