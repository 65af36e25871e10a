"""The pages in a browser: by keyboard, on a phone, in the dark, on paper, without script, and for a screen reader."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from duediligence.reporting.exports.evidence import evidence_view
from duediligence.reporting.pages.page import render_evidence_page, render_page
from duediligence.reporting.shared.parts import Round
from duediligence.reporting.shared.words import plain
from duediligence.reporting.views import build_view
from tests.axe import axe_script
from tests.reporting.look import sample_round
from tests.reporting.pages import times

pytestmark = pytest.mark.browser
AUDIENCES = ("company", "union", "ngo")
UNFOLD_A_FEW = """() => document.querySelectorAll("details").forEach((box) => {
  box.open = !box.closest(".site") || !!box.closest(".site:nth-child(-n+2)");
})"""
RUNS = "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("pages")
    for audience in AUDIENCES:
        view = build_view(audience, replaced_answer(sample_round()))
        (written / f"{audience}.html").write_text(render_page(view, "nl"), "utf-8")
    pack = evidence_view(replaced_answer(sample_round()), ["S02"], plain("Fabriek Denkbeeldig 2"))
    (written / "evidence.html").write_text(render_evidence_page(pack, "nl"), "utf-8")
    return written


def replaced_answer(round: Round) -> Round:
    """Answers of the year before, which newer ones replaced, beside those that count."""
    suppliers = tuple(
        replace(s, answers=(*s.answers, *(replace(row, counts=False, date=date(2025, 1, 1)) for row in s.answers)))
        for s in round.assessment.suppliers
    )
    return replace(round, assessment=replace(round.assessment, suppliers=suppliers))


def at(browser: Browser, folder: Path, audience: str = "company", anchor: str = "", **options: Any) -> Page:
    page = browser.new_context(**options).new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    page.goto(f"{(folder / f'{audience}.html').as_uri()}{anchor}")
    assert problems == []
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("audience", [*AUDIENCES, "evidence"])
def test_axe_finds_nothing(browser: Browser, folder: Path, audience: str, scheme: str) -> None:
    script = axe_script()
    page = at(browser, folder, audience, color_scheme=scheme, bypass_csp=True, viewport={"width": 1360, "height": 900})
    page.evaluate(UNFOLD_A_FEW)
    page.evaluate(script)
    found = page.evaluate(RUNS)["violations"]
    assert [(v["id"], v["impact"], v["nodes"][0]["html"][:120]) for v in found] == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_phone_never_scrolls_sideways(browser: Browser, folder: Path, audience: str) -> None:
    page = at(browser, folder, audience, viewport={"width": 390, "height": 844})
    page.evaluate("() => document.querySelectorAll('details').forEach((box) => { box.open = true })")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("audience", AUDIENCES)
def test_everything_is_there_without_script(browser: Browser, folder: Path, audience: str) -> None:
    page = at(browser, folder, audience, java_script_enabled=False)
    assert page.locator("main").inner_text()
    assert not page.locator(".filters").is_visible() if audience != "ngo" else True
    if audience == "company":
        page.locator("#s-S02 > summary").click()
        assert page.locator("#s-S02 .ledger").is_visible()


def test_by_keyboard_alone_from_the_top_to_a_supplier_and_its_link(browser: Browser, folder: Path) -> None:
    page = at(browser, folder)
    page.keyboard.press("Tab")
    assert focused(page) == "skip"
    page.keyboard.press("Enter")
    tab_to(page, "f-q")
    page.keyboard.type("spinnerij")
    assert page.locator("#f-count").inner_text() == "1 van 24 getoond"
    tab_to(page, "f-sort")
    page.keyboard.press("n")
    assert page.locator("#f-sort").input_value() == "name"
    tab_to(page, "s-S01")
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    assert page.locator("#s-S01 .ledger").is_visible()
    tab_to(page, "#s-S01")
    page.keyboard.press("Enter")
    assert page.url.endswith("#s-S01")


def tab_to(page: Page, wanted: str) -> None:
    """Presses Tab until what is wanted has the focus: its id, the address it leads to, or the id around it."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if focused(page) == wanted:
            return
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


def focused(page: Page) -> str:
    """What has the focus: an id, the address of a link, its class, or the id of the supplier that it unfolds."""
    return str(
        page.evaluate(
            "() => { const box = document.activeElement;"
            " return box.className === 'skip' ? 'skip' : box.id || box.getAttribute('href') || box.parentElement.id }"
        )
    )


def test_filters_count_combine_and_clear(browser: Browser, folder: Path) -> None:
    page = at(browser, folder)
    page.locator("#f-tier").select_option("high")
    assert page.locator(".site:visible").count() == 4
    page.locator("#f-country").select_option(label="Turkije")
    assert page.locator(".site:visible").count() == 3
    page.locator("#f-clear").click()
    page.wait_for_function("() => document.querySelectorAll('.site:not([hidden])').length === 24")
    page.locator("#f-sign").select_option(label="Schuldbinding")
    assert page.locator(".site:visible").count() == 9


def test_sorting_moves_the_rows(browser: Browser, folder: Path) -> None:
    page = at(browser, folder)
    page.locator("#f-sort").select_option("name")
    assert page.locator(".site h3").first.text_content() == "Atelier Inventé"
    page.locator("#f-sort").select_option("priority")
    assert page.locator(".site h3").first.text_content() == "Fabriek Denkbeeldig 2"


def test_a_deep_link_opens_its_supplier(browser: Browser, folder: Path) -> None:
    page = at(browser, folder, anchor="#s-S14")
    assert page.locator("#s-S14 .ledger").is_visible()
    page.locator(".todo a", has_text="Katoencoöperatie").first.click()
    page.wait_for_function("() => document.getElementById('s-S04').open")


def test_paper_shows_every_name_and_reason_and_the_screen_is_as_before(browser: Browser, folder: Path) -> None:
    page = at(browser, folder)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#s-S02 .why li").first.is_visible()
    assert page.locator("#s-S02 .a-concern").first.is_visible()
    assert not page.locator("#s-S02 .register").is_visible()
    closed = page.locator("#actions details:not([open])").count()
    assert closed == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".site[open]").count() == 0


def test_it_prints_on_a4_without_controls(browser: Browser, folder: Path, tmp_path: Path) -> None:
    page = at(browser, folder)
    page.emulate_media(media="print")
    assert not page.locator(".filters").is_visible()
    assert not page.locator(".toc").is_visible()
    printed = page.pdf(prefer_css_page_size=True)
    assert 8 <= printed.count(b"/Type /Page\n") <= 30
    (width, height), *others = {
        tuple(round(float(size)) for size in box.split()[2:]) for box in re.findall(rb"/MediaBox \[([^\]]+)\]", printed)
    }
    assert ((width, height), others) == ((595, 842), []), "every page is A4"


def test_five_hundred_suppliers_stay_fluid(browser: Browser, tmp_path: Path) -> None:
    """The times are printed, not asserted: they say more about the machine than about the page."""
    source = render_page(build_view("company", sample_round(21)), "nl")
    assert len(source.encode()) < 3_000_000
    (tmp_path / "company.html").write_text(source, "utf-8")
    page = at(browser, tmp_path)
    print(f"500 suppliers: {len(source.encode()):,} bytes, {times(page)}")  # noqa: T201
    page.locator("#f-q").fill("verven")
    assert page.locator("#f-count").inner_text() == "80 van 504 getoond"
    page.locator(".site:not([hidden]) > summary").first.click()
    assert page.locator(".site[open] .nr a").count() >= 5, "numbers become links when a supplier is opened"


def test_of_very_many_suppliers_the_rest_stands_folded_and_is_found(browser: Browser, tmp_path: Path) -> None:
    view = build_view("company", sample_round(25))
    (tmp_path / "company.html").write_text(render_page(view, "nl"), "utf-8")
    page = at(browser, tmp_path)
    assert page.locator("#f-count").inner_text() == "600 van 600 getoond"
    assert page.locator(".site").count() == 500
    assert page.locator(".rest > summary").inner_text() == "Nog 100, met alleen de uitkomst"
    last = page.locator(".rest li").last
    assert not last.is_visible()
    page.locator("#f-q").fill((last.text_content() or "").split(",")[0])
    assert last.is_visible(), "a search unfolds what it finds"
    page.locator("#f-q").fill("")
    assert not last.is_visible(), "and folds it again when it is over"
