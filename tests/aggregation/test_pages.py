"""The sector report and a letter in a browser: accessible, and neither narrower nor wider than the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import generators
from tests.aggregation.conftest import one_year
from tests.axe import axe_script

PAGES = ("public/sector-report.html", "secretariat/letters/c001.html")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of one year of a small sector."""
    folder = tmp_path_factory.mktemp("pages")
    one_year(folder, generators.Sector(companies=12, sites=6))
    return folder / "reports/2026"


@pytest.mark.browser
@pytest.mark.parametrize("page_name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_page_is_accessible_and_fits(
    browser: Browser, written: Path, page_name: str, width: int, scheme: str
) -> None:
    viewport = {"width": width, "height": 844}
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport=viewport)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto((written / page_name).as_uri())
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert page.evaluate("() => document.querySelector('.body').clientWidth") > 0.7 * width
    page.evaluate(axe_script())
    found = page.evaluate("async () => (await axe.run()).violations.map((v) => [v.id, v.impact, v.nodes[0].html])")
    assert found == []
    context.close()
