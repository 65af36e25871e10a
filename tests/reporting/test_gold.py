"""The words that readers see first, compared with files that people reviewed (UPDATE_GOLD=1 writes them anew)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from duediligence.reporting.pages.page import render_page
from duediligence.reporting.views import build_view
from tests.reporting.look import sample_round
from tests.reporting.reading import visible

GOLD = Path(__file__).with_name("gold")
SECTIONS = [
    ("company", "now", "nl"),
    ("company", "now", "en"),
    ("company", "commitments", "nl"),
    ("union", "now", "nl"),
    ("union", "withheld", "en"),
    ("ngo", "places", "en"),
    ("ngo", "joint", "nl"),
]


@pytest.mark.parametrize(("audience", "section", "language"), SECTIONS)
def test_the_words_are_the_reviewed_ones(audience: str, section: str, language: str) -> None:
    words = visible(render_page(build_view(audience, sample_round()), language), section)
    file = GOLD / f"{audience}.{section}.{language}.txt"
    if os.environ.get("UPDATE_GOLD"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(words, "utf-8")
    assert words == file.read_text("utf-8")
