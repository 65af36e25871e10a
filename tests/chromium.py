"""The browser in which pages are looked at."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Browser, Playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def chromium(playwright: Playwright) -> Browser:
    """The Chromium of the machine; skips the test where there is none."""
    place = shutil.which("chromium") or shutil.which("chromium-browser")
    if place is None:
        pytest.skip("Chromium is not installed")
    return playwright.chromium.launch(executable_path=place, args=FLAGS)
