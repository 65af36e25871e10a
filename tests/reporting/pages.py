"""A page as people meet it: opened in Chromium, searched, and one supplier unfolded, with how long each took."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, Playwright

from tests.chromium import chromium

PAINTED = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"
OPENED = "() => Math.round(performance.getEntriesByType('navigation')[0].domInteractive)"
FOUND = f"""async () => {{
  const start = performance.now(), box = document.getElementById("f-q");
  box.value = "1"; box.dispatchEvent(new Event("input")); {PAINTED}
  return Math.round(performance.now() - start);
}}"""
UNFOLDED = f"""async () => {{
  const start = performance.now();
  document.querySelector(".site:not([hidden]) > summary").click(); {PAINTED}
  return Math.round(performance.now() - start);
}}"""


def opened_in_chromium(playwright: Playwright, page: Path) -> dict[str, int]:
    """Milliseconds until the page can be used, until a search is shown, and until a supplier is unfolded."""
    browser = chromium(playwright)
    opened = browser.new_page()
    opened.goto(page.as_uri())
    took = times(opened)
    browser.close()
    return took


def times(page: Page) -> dict[str, int]:
    """What `opened_in_chromium` measures, of a page that is open already."""
    names = {"interactive_ms": OPENED, "search_ms": FOUND, "unfold_ms": UNFOLDED}
    return {name: int(page.evaluate(script)) for name, script in names.items()}
