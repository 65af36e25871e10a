"""Which assumptions matter for a tier: what is told is what a run with that one number changed would give."""

from __future__ import annotations

from typing import Any

import pytest

from duediligence.model.content import SectorContent
from duediligence.model.scales import Scales
from duediligence.scoring.assess import assess_suppliers
from duediligence.scoring.sensitivity import Sensitive
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.sensing import sensitive_numbers, sensitivity_node, sensitivity_rows
from tests import mini
from tests.audit.record import EAST, NORTH, said


def changed(content: SectorContent, parameter: str, value: float) -> SectorContent:
    data: dict[str, Any] = content.scales.model_dump()
    node = data
    *path, last = parameter.split(".")
    for key in path:
        node = node[key]
    node[last]["value"] = value
    return SectorContent(**{**vars_of(content), "scales": Scales.model_validate(data)})


def vars_of(content: SectorContent) -> dict[str, Any]:
    return {name: getattr(content, name) for name in SectorContent.__dataclass_fields__}


def tier_with(parameter: str, value: float, answers: list[Any], content: SectorContent) -> str:
    (found,) = assess_suppliers(PolarsEngine(), [EAST], answers, changed(content, parameter, value), 1)
    return found.tier.value


CASES = {
    "no answers": [],
    "own word": [said(EAST, "pay", "ok"), said(EAST, "hours", 40), said(EAST, "papers", "own")],
    "a weak sign": [said(EAST, "hours", 55), said(EAST, "pay", "ok"), said(EAST, "papers", "own")],
    "audit": [said(EAST, "sv_pay", "ok", "unannounced_audit"), said(EAST, "hours", 40), said(EAST, "papers", "own")],
}


@pytest.mark.parametrize("name", CASES)
def test_a_run_with_the_changed_number_gives_the_tier_that_is_told(name: str) -> None:
    answers = CASES[name]
    found = sensitive_numbers(PolarsEngine(), EAST, answers, mini.content())
    assert found
    for one in found:
        assert tier_with(one.parameter, one.at, answers, mini.content()) == one.tier.value, one


def test_the_most_delicate_number_comes_first() -> None:
    found = sensitive_numbers(PolarsEngine(), EAST, [], mini.content())
    changes = [one.change for one in found]
    assert changes == sorted(changes)
    assert all(0 < one.change <= 0.25 + 1e-9 for one in found if one.parameter != "exponent")


def test_a_critical_site_hangs_on_no_single_number() -> None:
    answers = [said(NORTH, "wi_papers", "held", "worker_interviews")]
    assert sensitive_numbers(PolarsEngine(), NORTH, answers, mini.content()) == ()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_told_in_words_and_as_values(language: str) -> None:
    found = sensitive_numbers(PolarsEngine(), EAST, [], mini.content())
    node = sensitivity_node(found, mini.content(), language)
    assert len(node.children) == len(found)
    assert {row["parameter"] for row in sensitivity_rows(found)} == {one.parameter for one in found}
    assert len(sensitivity_node((), mini.content(), language).children) == 1


def test_every_parameter_has_a_name_in_both_languages() -> None:
    from duediligence.model.assessment import Tier

    names = ["exponent", "coverage_floor", "levels.high", "strengths.weak", "caps.E5"]
    names += [f"tiers.{tier}_{bound}" for tier in ("high", "medium") for bound in ("established", "possible")]
    every = [Sensitive(name, 0.5, 0.6, Tier.HIGH) for name in names]
    for language in ("nl", "en"):
        lines = [child.text for child in sensitivity_node(every, mini.content(), language).children]
        assert len(set(lines)) == len(names)
