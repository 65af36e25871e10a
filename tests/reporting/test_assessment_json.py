"""The published contract: exactly these keys, numbers rounded once, the same bytes whatever the order of the facts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from duediligence.model.assessment import Interval
from duediligence.reporting.exports.assessment_json import assessment_document, render_assessment_json
from duediligence.resources import content_root
from tests.reporting.build import sample_assessment, sample_manifest
from tests.reporting.content import sample_content
from tests.reporting.plan import sample_plan
from tests.reporting.schema import violations

T = TypeVar("T")
SUPPLIER_KEYS = {
    "id", "facts", "status", "drivers", "answers", "controls", "inherent", "indicators", "established", "possible",
    "gate", "severity", "coverage", "tier", "tier_reasons", "priority", "robustness", "closed_by", "doubted_by",
    "answer_by", "contradictions", "ask_next",
}  # fmt: skip


def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_rendered())
    return document


def _rendered() -> bytes:
    return render_assessment_json(sample_assessment(), sample_plan(), sample_content(), sample_manifest())


def _turned(values: Mapping[str, T]) -> dict[str, T]:
    return dict(reversed(list(values.items())))


def test_the_top_holds_what_the_contract_names() -> None:
    assert list(_document()) == [
        "schema", "tool", "editions", "assessed_on", "company", "suppliers", "commitments", "actions", "findings",
        "plan_findings",
    ]  # fmt: skip


def test_every_supplier_holds_what_the_contract_names() -> None:
    for supplier in _document()["suppliers"]:
        assert set(supplier) == SUPPLIER_KEYS


def test_a_supplier_that_may_still_answer_has_the_day_on_which_it_was_asked_to() -> None:
    assessment = sample_assessment()
    first, *rest = assessment.suppliers
    waiting = replace(assessment, suppliers=(replace(first, answer_by=date(2026, 12, 31)), *rest))
    document = json.loads(render_assessment_json(waiting, sample_plan(), sample_content(), sample_manifest()))
    assert [s["answer_by"] for s in document["suppliers"]] == ["2026-12-31", *(None for _ in rest)]
    schema = json.loads((content_root() / "reports" / "assessment.schema.json").read_text("utf-8"))
    assert violations(document, schema) == []


def test_it_fits_its_published_schema() -> None:
    schema = json.loads((content_root() / "reports" / "assessment.schema.json").read_text("utf-8"))
    assert violations(_document(), schema) == []


def test_the_schema_refuses_what_the_contract_does_not_name() -> None:
    schema = json.loads((content_root() / "reports" / "assessment.schema.json").read_text("utf-8"))
    document = _document()
    document["suppliers"][0]["score"] = 3
    document["suppliers"][1]["tier"] = "terrible"
    del document["suppliers"][2]["gate"]
    assert len(violations(document, schema)) == 3


def test_numbers_are_rounded_to_nine_decimals_and_no_further() -> None:
    assessment = sample_assessment()
    precise = replace(assessment.suppliers[0], indicators={"wages": Interval(0.12345678949, 1 / 3)})
    changed = replace(assessment, suppliers=(precise,))
    document = assessment_document(changed, sample_plan(), sample_content(), sample_manifest())
    assert document["suppliers"][0]["indicators"]["wages"] == {"established": 0.123456789, "possible": 0.333333333}


def test_the_order_of_facts_and_indicators_leaves_no_trace() -> None:
    assessment = sample_assessment()
    turned = tuple(
        replace(
            s,
            indicators=_turned(s.indicators),
            inherent=_turned(s.inherent),
            supplier=replace(s.supplier, facts=_turned(s.supplier.facts)),
        )
        for s in reversed(assessment.suppliers)
    )
    other = replace(assessment, suppliers=turned)
    assert render_assessment_json(other, sample_plan(), sample_content(), sample_manifest()) == _rendered()


def test_a_fact_that_may_hold_several_values_is_always_a_list() -> None:
    facts = _document()["suppliers"][0]["facts"]
    assert facts["processes"] == ["spinning"]
    assert facts["country"] == "IN"
    assert facts["workers"] == 310


def test_an_answer_says_where_it_stands() -> None:
    first = next(s for s in _document()["suppliers"] if s["id"] == "S02")
    assert {answer["cell"] for answer in first["answers"]} >= {"S02.xlsx › vragen › D3"}
