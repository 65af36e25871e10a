"""A sector of twenty members under attack: its report stands in coarser classes, and more of it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.aggregation.view import sector_view
from duediligence.model.aggregate import Shown
from duediligence.resources import content_root
from tests import generators
from tests.aggregation.conftest import Years, one_year
from tests.aggregation.test_attack import attacker, broken, known_before, own_values, truths

THEN = generators.Sector(companies=20, year=2025, missing=frozenset({3, 4}))
NOW = generators.Sector(companies=20, year=2026, missing=frozenset({7}))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Years:
    """Two years of a small sector."""
    folder = tmp_path_factory.mktemp("small")
    then, first = one_year(folder, THEN)
    now, second = one_year(folder, NOW, previous="reports/2025")
    return Years(folder, then, now, first, second)


@pytest.mark.parametrize("member", ["", "c000", "c001", "c011", "c019"])
def test_neither_a_reader_of_both_years_nor_a_member_recovers_anything(small: Years, member: str) -> None:
    truth = truths(small)
    own = own_values(truth, member)
    found, tried = broken(attacker(small, own), truth, member, known_before(small, own))
    assert tried > 50
    assert found == []


def test_most_of_what_matters_is_shown(small: Years) -> None:
    for table in small.now.report.tables:
        if (table.id, table.scope) in (("commitments", "all"), ("score", "all"), ("processes", "all")):
            assert sum(isinstance(cell, Shown) for cell in table.cells.values()) > 0.75 * len(table.cells), table.id


def test_the_report_says_that_its_classes_are_coarse(small: Years) -> None:
    view = sector_view(small.now.report, generators.content(), "en")
    commitments = next(section for section in view.sections if section.id == "commitments")
    assert commitments.texts[0].startswith("Fewer than 25 companies took part.")
    assert commitments.grids[1].head[1:3] == ("met", "partly, not or unknown")


def test_fine_classes_would_show_less(small: Years, tmp_path: Path) -> None:
    scales = (content_root() / "sector_profiles/common/scales.yaml").read_text()
    fine = tmp_path / "content/sector_profiles/common"
    fine.mkdir(parents=True)
    (fine / "scales.yaml").write_text(scales.replace("below:\n    value: 25", "below:\n    value: 5"))
    _, outcome = one_year(tmp_path, THEN, tmp_path / "content")
    assert not outcome.report.coarse
    assert outcome.document["withheld"] > 1.5 * small.then.document["withheld"]


@pytest.mark.parametrize("companies", [6, 12])
def test_even_very_small_sectors_can_be_protected(tmp_path: Path, companies: int) -> None:
    """With twelve, one company has no medium supplier: how many have one is safe only where their number is hidden."""
    _, outcome = one_year(tmp_path, generators.Sector(companies=companies, sites=6))
    assert outcome.report.verified
    assert all(range.holds for range in outcome.tables.protection.ranges)
