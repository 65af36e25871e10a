"""`diff` speaks of suppliers, promises and measures by their names, and says over how many it counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from duediligence.model.tree import Node
from duediligence.workflow.comparing import compare_files

SCHEMA = "duediligence.assessment/1"


def _supplier(id: str, tier: str) -> dict[str, Any]:
    return {"id": id, "facts": {"name": f"Mill {id}"}, "tier": tier, "established": 0.1, "possible": 0.5}


def _action(id: str, measure: str, subject: str = "s1", **more: Any) -> dict[str, Any]:
    return {"id": id, "subject": subject, "measure": measure, "state": "open", "due": "2026-01-01", **more}


def _round(folder: Path, day: str, **parts: Any) -> Path:
    company = {"id": "c1", "name": "Our Firm", "sector": "garments"}
    file = folder / f"{day}.json"
    file.write_text(json.dumps({"schema": SCHEMA, "assessed_on": day, "company": company, **parts}), "utf-8")
    return file


def _lines(node: Node) -> Iterator[str]:
    yield node.text
    for child in node.children:
        yield from _lines(child)


@pytest.fixture
def told(tmp_path: Path) -> list[str]:
    """Two suppliers last year; this year one of them left, one joined, and the agreement has another edition."""
    commitment = {"id": "agt_policy", "agreement": "agt", "value": None}
    old = _round(
        tmp_path, "2025-11-01", editions={"agt": "1"}, suppliers=[_supplier("s1", "high"), _supplier("s2", "low")],
        commitments=[{**commitment, "state": "not_met"}], actions=[_action("a1", "documents_return")],
    )  # fmt: skip
    new = _round(
        tmp_path, "2026-11-01", editions={"agt": "2"}, suppliers=[_supplier("s1", "medium"), _supplier("s3", "high")],
        commitments=[{**commitment, "state": "met"}],
        actions=[
            _action("a1", "documents_return"),
            _action("a2", "training_workers_rights", "_company", sites=["s1", "s3"], due="2027-01-01"),
        ],
    )  # fmt: skip
    return list(_lines(compare_files(old, new).tree("en")))


def test_suppliers_that_came_and_went_are_named_beside_the_denominator(told: list[str]) -> None:
    assert "Suppliers: 2 then, 2 now. In both rounds, and so compared: 1." in told
    assert {"Mill s3 (s3)", "Mill s2 (s2)", "Mill s1 (s1): High → Medium"} <= set(told)
    assert "High: 1 → 1 (in both: 1 → 0)" in told


def test_what_is_not_comparable_says_so(told: list[str]) -> None:
    (line,) = [line for line in told if "cannot be compared" in line]
    assert line.endswith("not met → met (cannot be compared, because the agreement has another edition)")


def test_actions_are_told_in_words_with_their_sites(told: list[str]) -> None:
    assert any(line.startswith("Mill s1, Mill s3: Have a union or NGO explain") for line in told)
    assert any(line.startswith("Mill s1 (s1): Return all original passports") for line in told)
    assert not any("documents_return" in line or "a1" in line.split() for line in told)


def test_a_promise_whose_state_stayed_the_same_is_no_change(tmp_path: Path) -> None:
    promise = {"id": "agt_policy", "agreement": "agt", "state": "not_due"}
    rounds = [
        _round(tmp_path, day, suppliers=[], commitments=[{**promise, "value": value}])
        for day, value in (("2025-11-01", 0.1), ("2026-11-01", 0.2))
    ]
    told = list(_lines(compare_files(*rounds).tree("en")))
    assert not any("not due" in line for line in told)


def test_a_long_list_is_kept_short_where_that_is_asked(tmp_path: Path) -> None:
    old = _round(tmp_path, "2025-11-01", suppliers=[_supplier(f"s{n:02}", "low") for n in range(12)])
    compared = compare_files(old, _round(tmp_path, "2026-11-01", suppliers=[]))
    short = list(_lines(compared.tree("en", 10)))
    assert "and 2 more" in short
    assert "Mill s11 (s11)" not in short
    assert "Mill s11 (s11)" in list(_lines(compared.tree("en")))
