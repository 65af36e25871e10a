"""Patterns that are a reason to look again, and the same patterns where there is nothing to see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from duediligence.audit.flags import flags_of
from duediligence.model.assessment import SupplierAssessment
from duediligence.model.audit import FlagKind
from duediligence.model.conditions import Scalar
from duediligence.model.response import Answer, Supplier
from duediligence.model.triangulation import FlagRules
from tests.audit.record import AUTUMN, SPRING, assessed, rules, said

Facts = dict[str, tuple[Scalar, ...]]
RISKY: Facts = {"country": ("IN",), "workers": (120.0,), "migrant_share": (0.5,), "processes": ("spinning",)}
SITES = [Supplier(f"s{index}", f"Site {index}", RISKY) for index in range(6)]


def low(**least: float) -> FlagRules:
    """The bundled rules with lower thresholds, because the mini sector has few questions."""
    data = rules().flags.model_dump()
    for name, value in least.items():
        flag, _, key = name.partition("__")
        data[flag][key]["value"] = value
    return FlagRules.model_validate(data)


def flagged(
    answers: Iterable[Answer], limits: FlagRules, suppliers: Sequence[Supplier] = SITES
) -> dict[FlagKind, list[str]]:
    found: dict[str, SupplierAssessment] = assessed(*answers, suppliers=suppliers)
    return {flag.kind: list(flag.suppliers) for flag in flags_of(list(found.values()), limits)}


def clean(site: Supplier, *extra: Answer) -> list[Answer]:
    return [said(site, "pay", "ok"), said(site, "hours", 40), said(site, "papers", "own"), *extra]


CLEAN = low(too_clean__least_answers=3)


def test_a_perfect_record_in_a_risky_place_is_flagged() -> None:
    assert flagged(clean(SITES[0]), CLEAN) == {FlagKind.TOO_CLEAN: ["s0"]}


@pytest.mark.parametrize(
    "answers",
    [
        clean(SITES[0], said(SITES[0], "followup", "unknown")),
        clean(SITES[0], said(SITES[0], "fee", "refused")),
        clean(SITES[0])[:2],
        clean(SITES[0], said(SITES[0], "wi_pay", "ok", "worker_interviews")),
    ],
    ids=["one doubt", "one refusal", "few answers", "workers agree"],
)
def test_doubt_few_answers_or_a_second_source_raise_no_flag(answers: list[Answer]) -> None:
    assert FlagKind.TOO_CLEAN not in flagged(answers, CLEAN)


def test_a_perfect_record_without_risk_is_simply_true() -> None:
    facts: Facts = {"country": ("NL",), "workers": (20.0,), "migrant_share": (0.0,), "goods": ("fish",)}
    safe = Supplier("safe", "Safe", facts)
    assert flagged(clean(safe), CLEAN, [safe]) == {}


TEXT = "Wij betalen alle lonen altijd op tijd uit."


def test_the_same_sentence_at_two_sites_is_flagged_whatever_its_case() -> None:
    answers = [said(SITES[0], "pay", "late", comment=TEXT), said(SITES[1], "pay", "late", comment=f"  {TEXT.upper()} ")]
    assert flagged(answers, rules().flags) == {FlagKind.COPIED_TEXT: ["s0", "s1"]}


def test_a_short_phrase_or_the_same_site_twice_is_not() -> None:
    short = [said(site, "pay", "late", comment="zie bijlage") for site in SITES[:2]]
    twice = [said(SITES[0], q, "late" if q == "pay" else 70, comment=TEXT) for q in ("pay", "hours")]
    assert flagged([*short, *twice], rules().flags) == {}


COPIED = low(copied_answers__least_answers=2, copied_answers__least_bits=3)


def test_the_same_unusual_answers_are_flagged_and_the_same_usual_ones_are_not() -> None:
    usual = [answer for site in SITES[2:] for answer in (said(site, "pay", "ok"), said(site, "hours", 48))]
    unusual = [answer for site in SITES[:2] for answer in (said(site, "pay", "late"), said(site, "hours", 61.5))]
    assert flagged([*usual, *unusual], COPIED)[FlagKind.COPIED_ANSWERS] == ["s0", "s1"]


def test_a_form_that_was_only_dated_anew_is_flagged() -> None:
    def form(day: object) -> list[Answer]:
        return [said(SITES[0], "pay", "late", day=day, comment=TEXT), said(SITES[0], "hours", 47.5, day=day)]  # type: ignore[arg-type]

    again = low(repeated__least_answers=2)
    assert flagged([*form(SPRING), *form(AUTUMN)], again) == {FlagKind.REPEATED: ["s0"]}
    assert flagged([*form(SPRING), said(SITES[0], "pay", "late", day=AUTUMN, comment=TEXT)], again) == {}


def test_more_sites_on_one_day_than_one_team_can_visit() -> None:
    visits = [said(site, "sv_pay", "ok", "unannounced_audit", AUTUMN) for site in SITES[:3]]
    assert flagged(visits, rules().flags) == {FlagKind.SAME_DAY: ["s0", "s1", "s2"]}
    assert flagged(visits[:2], rules().flags) == {}


def test_forms_of_many_sites_on_one_day_are_ordinary() -> None:
    assert flagged([said(site, "pay", "late") for site in SITES], rules().flags) == {}


def test_flags_change_no_score() -> None:
    plain = [said(site, "pay", "late") for site in SITES[:2]]
    copied = [said(site, "pay", "late", comment=TEXT) for site in SITES[:2]]
    scores = [
        {id: (s.tier, s.established, s.possible) for id, s in assessed(*answers, suppliers=SITES).items()}
        for answers in (plain, copied)
    ]
    assert scores[0] == scores[1]
